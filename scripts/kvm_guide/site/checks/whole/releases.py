"""What a page says of another release than the guide's own is what that release's record says."""

import re
from collections.abc import Iterator, Mapping, Sequence

from kvm_guide.model import release
from kvm_guide.site.parsed import Shown

_NAMED = re.compile(r"\bDebian (?P<first>\d+)(?:(?:,| y| o| and| or)(?: Debian)? (?P<second>\d+))*")


def problems(source: str, what: str, shown: Shown, wanted: Sequence[Mapping[str, str | None]]) -> Iterator[str]:
    """Whether `shown`, called `what`, on the page of `source` has an element a release, with `wanted` attributes."""
    found = {one["data-release"]: one for one in shown.releases}
    for attributes in wanted:
        number = attributes["data-release"] or ""
        said = found.pop(number, {})
        if {name: said.get(name) for name in attributes} != attributes:
            yield (
                f"{source}: the page says {said.get('data-outcome', 'nothing')} of {what} on Debian {number}, its "
                f"record says {attributes['data-outcome']}: show it with its fence and build again"
            )
    for number in found:
        yield f"{source}: the page tells of {what} on Debian {number}, of which there is no record: build again"


def named(text: str) -> list[str]:
    """The numbers of the guide's releases that `text` names, in the order of the guide."""
    numbers = {number for found in _NAMED.finditer(text) for number in re.findall(r"\d+", found[0])}
    return [number for number in (one.number for one in release.RELEASES) if number in numbers]
