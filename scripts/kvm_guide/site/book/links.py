"""Where a link of a page leads in the book: to another place in it, or out into the world."""

from collections.abc import Mapping
from dataclasses import dataclass

from kvm_guide.site.addresses import target


@dataclass(frozen=True)
class Place:
    """A page of the site as a chapter. key: its name, with which the names of its places begin; ids: those places."""

    key: str
    ids: frozenset[str]

    def named(self, id_: str) -> str:
        """The name in the book of the page's place `id_`."""
        return f"{self.key}--{id_}"


@dataclass(frozen=True)
class Links:
    """places: of each of the site's pages that is in the book, its path on the site (`en/requisitos/index.html`);
    site: where all else is served, or ""."""

    places: Mapping[str, Place]
    site: str

    def moved(self, url: str, page: str) -> str | None:
        """The address `url`, as the page at the path `page` has it, in the book; None where it would lead nowhere."""
        leads = target(url, page)
        if leads is None:
            return url
        for path in leads.files:
            if path in self.places:
                place = self.places[path]
                return f"#{place.named(leads.fragment) if leads.fragment in place.ids else place.key}"
        return leads.at(self.site) if self.site else None
