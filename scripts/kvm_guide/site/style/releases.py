"""The rules by which a reader who chose a release of Debian sees that one: made of the list of releases."""

from typing import Final

from kvm_guide.model import release
from kvm_guide.model.release import DEFAULT

# What another release's element has stands in the place of the card's own part of that kind
_PARTS: Final = {
    ".kg-command": ".kg-command",
    ".kg-proof": ".kg-proof",
    '.kg-proof>[href$=".changes.txt"]': ".kg-effects",
    ".kg-details": ":is(.kg-details,.kg-silent)",
    ".kg-silent": ":is(.kg-details,.kg-silent)",
    ".kg-picture": ".kg-picture",
}


def rules() -> str:
    """The style sheet. Without a choice, or without script, all releases are seen."""
    hidden = list[str]()
    for one in release.RELEASES:
        chosen, there = f'[data-kg-debian="{one.number}"]', f'[data-release="{one.number}"]'
        hidden.append(f"{chosen} [data-release]:not({there})")
        if one.number != DEFAULT.number:
            hidden += [f"{chosen} .kg-step:has(>{there}>{part})>{own}" for part, own in _PARTS.items()]
    return f"{','.join(hidden)}{{display:none}}"
