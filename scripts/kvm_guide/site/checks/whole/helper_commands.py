"""What must be true of the helper's commands on the built pages: each is the table's, the same in both languages."""

from collections.abc import Iterator

from kvm_guide.helper.cli.examples import EXAMPLES, SITE
from kvm_guide.site.parsed import Parsed, Typed
from kvm_guide.site.render.helper import Download


def genuine(source: str, page: Parsed, file: Download | None) -> Iterator[str]:
    """What is wrong with the helper's commands on `page`, which comes from `source`. file: what this build serves."""
    for typed in page.helpers:
        if not _is_genuine(typed, file):
            yield (
                f"{source}: a block passes for the helper's command {typed.name}, and is not what "
                "scripts/kvm_guide/helper/cli/examples.py has: show it with the helper's fence and build again"
            )


def same(here: str, page: Parsed, there: str, other: Parsed) -> Iterator[str]:
    """Whether `page`, from the source `here`, and its translation `other`, from `there`, show the same commands."""
    names, others = [typed.name for typed in page.helpers], [typed.name for typed in other.helpers]
    if names != others:
        yield (
            f"{here} and {there} show other commands of the helper ({', '.join(names) or 'none'} against "
            f"{', '.join(others) or 'none'}): show the same ones in the same order"
        )


def _is_genuine(typed: Typed, file: Download | None) -> bool:
    example = EXAMPLES.get(typed.name)
    if example is None or file is None:
        return False
    named = SITE in example.command
    if (typed.template or None) != (example.command if named else None):
        return False
    if named and not file.site:
        # Only the page's script knows the address: until it has run, there is nothing to copy.
        return (typed.copies, typed.shown) == ([], "")
    wanted = example.typed(file.site)
    return (typed.copies, typed.shown) == ([wanted], wanted)
