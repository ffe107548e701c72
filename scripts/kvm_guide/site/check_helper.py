"""What must be true of the helper's commands on the built pages: each is the table's, the same in both languages."""

from collections.abc import Iterator

from kvm_guide.page.helper import Download
from kvm_guide.site.parsed import Parsed, Typed
from kvm_guide.student.examples import EXAMPLES


def genuine(source: str, page: Parsed, file: Download | None) -> Iterator[str]:
    """What is wrong with the helper's commands on `page`, which comes from `source`. file: what this build serves."""
    for typed in page.helpers:
        wanted = _command(typed, file)
        if wanted is None or typed.copies != [wanted] or typed.shown != wanted:
            yield (
                f"{source}: a block passes for the helper's command {typed.name}, and is not what "
                "scripts/kvm_guide/student/examples.py has: show it with the helper's fence and build again"
            )


def same(here: str, page: Parsed, there: str, other: Parsed) -> Iterator[str]:
    """Whether `page`, from the source `here`, and its translation `other`, from `there`, show the same commands."""
    names, others = [typed.name for typed in page.helpers], [typed.name for typed in other.helpers]
    if names != others:
        yield (
            f"{here} and {there} show other commands of the helper ({', '.join(names) or 'none'} against "
            f"{', '.join(others) or 'none'}): show the same ones in the same order"
        )


def _command(typed: Typed, file: Download | None) -> str | None:
    example = EXAMPLES.get(typed.name)
    return example.typed(file.site) if example and file else None
