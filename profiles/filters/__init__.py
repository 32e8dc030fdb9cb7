"""The filters: one FilterSet a model and two forms, shared by the pages, the API, the feeds and the files.

fields      the form fields, each once: what it accepts, and what its control offers
profiles    ProfileFilter, and the orders of profiles
findings    FindingFilter
places      PlaceFilter
texts       RevisionFilter, TranslationFilter
search      SearchForm
comparison  CompareForm
"""

from profiles.filters.comparison import CompareForm
from profiles.filters.fields import WholeNumberField, active_choices, domain_options, regions
from profiles.filters.findings import FindingFilter
from profiles.filters.places import PlaceFilter
from profiles.filters.profiles import ProfileFilter, order_profiles
from profiles.filters.search import SearchForm
from profiles.filters.texts import RevisionFilter, TranslationFilter
