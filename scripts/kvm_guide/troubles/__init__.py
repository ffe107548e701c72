"""What goes wrong for readers: one table, which the pages, the search and the student's helper read.

Standard library only: the student's helper imports this module on a bare Debian.
"""

from typing import Final

from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.troubles.model import Area, BroughtAbout, Message, Trouble
from kvm_guide.troubles.table import (
    guests,
    hosts,
    kernel,
    network,
    packages,
    permissions,
    running,
    service,
    snapshots,
    start,
    storage,
    validate,
    windows,
)

__all__ = ["TROUBLES", "Area", "BroughtAbout", "Message", "Trouble", "brought_after", "of_area", "trouble"]

TROUBLES: Final[tuple[Trouble, ...]] = (
    *start.TROUBLES,
    *packages.TROUBLES,
    *kernel.TROUBLES,
    *validate.TROUBLES,
    *service.TROUBLES,
    *permissions.TROUBLES,
    *network.TROUBLES,
    *guests.TROUBLES,
    *running.TROUBLES,
    *storage.TROUBLES,
    *snapshots.TROUBLES,
    *windows.TROUBLES,
    *hosts.TROUBLES,
)
_BY_ID: Final = {known.id: known for known in TROUBLES}


def trouble(trouble_id: str) -> Trouble:
    """The trouble called `trouble_id`. Raises KeyError."""
    return _BY_ID[trouble_id]


def of_area(area: Area) -> tuple[Trouble, ...]:
    """The troubles of `area`, in the page's order."""
    return tuple(known for known in TROUBLES if known.area is area)


def brought_after(guide: Guide, lesson: Lesson) -> list[tuple[Trouble, BroughtAbout]]:
    """The troubles that the lab brings about on a machine of `lesson`, each with how: its runs do."""
    own = {step.id for step in lesson.run()}
    return [(one, one.brought) for one in TROUBLES if one.brought is not None and one.brought.after in own]
