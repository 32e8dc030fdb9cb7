"""What is not a profile's own: a place's facts, the texts of the domains. What they change is found anew."""

from babel import Locale
from django.db import transaction

from profiles import search
from profiles.languages import Language
from profiles.models import Place


@transaction.atomic
def save_place(place: Place) -> None:
    """Store a place; the search follows its names, its region and its level."""
    place.save()
    search.index_place(place)


@transaction.atomic
def delete_place(place: Place) -> None:
    """Delete a place that no profile is of; neither its names nor its words are found any more."""
    search.forget_place(place)
    place.delete()


@transaction.atomic
def name_places() -> None:
    """Name places in languages that the table has gained: countries as CLDR does, others as in English.

    They are sorted and found by these names from then on. One query where no place lacks a language.
    """
    places = list(Place.objects.lacking_a_language())
    for place in places:
        for language in set(Language.values) - place.folded_names.keys():
            if name := Locale.parse(language).territories.get(place.iso2):
                place.names.setdefault(language, name)
        place.folded_names = place.fold_names()
    if places:
        Place.objects.bulk_update(places, ["names", "folded_names"])
        search.index_places([place.pk for place in places])


@transaction.atomic
def follow_domains() -> None:
    """Have the domains found by their texts as they are now."""
    search.index_domains()
