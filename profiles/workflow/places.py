"""What is not a profile's own: a place's facts, the texts of the domains. What they change is found anew."""

from django.db import transaction

from profiles import search
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
def follow_domains() -> None:
    """Have the domains found by their texts as they are now."""
    search.index_domains()
