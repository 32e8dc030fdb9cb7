"""What the grammar knows of this installation: the domains and the names of places, as plain data."""

from dataclasses import dataclass

from profiles.imports.text.place_names import PlaceNames
from profiles.imports.text.statements import DomainCatalogue


@dataclass(frozen=True)
class Catalogue:
    """Loaded once, by whoever has the database; a process without one can be sent it."""

    domains: DomainCatalogue
    places: PlaceNames


def load_catalogue() -> Catalogue:
    """Return the catalogue of this installation, with all that it needs from the database."""
    places = PlaceNames()
    _ = places.slugs  # now, not when the first name is looked up
    return Catalogue(DomainCatalogue(), places)
