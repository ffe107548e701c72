"""The part of the benchmark that looks at the pages: ours, and two of them in Material and in Starlight too."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from kvm_guide import paths
from kvm_guide.bench.lighthouse import twins
from kvm_guide.bench.lighthouse.audits import CATEGORIES, Result, audit
from kvm_guide.bench.lighthouse.host import served
from kvm_guide.bench.lighthouse.plain import pages
from kvm_guide.bench.lighthouse.programs import programs
from kvm_guide.bench.table import Row
from kvm_guide.console import say, working
from kvm_guide.site.build import build

COMPARED: Final = ("requisitos", "instalacion")
"""The pages whose text is shown by the others, too: the chapters 4 and 5."""
_RUNS: Final = 3
_OTHERS: Final = ("Starlight", "Material")


def look(*, every: bool) -> Iterator[list[Row]]:
    """The rows of the home page and of COMPARED, a page at a time. every: of all other pages of the site, too."""
    with tempfile.TemporaryDirectory(prefix="kvm-guide-bench-") as name, ExitStack() as stack:
        ready = programs()
        ours, *others = [Path(name) / one for one in ("ours", *_OTHERS)]
        url, *urls = [stack.enter_context(served(folder)) for folder in (ours, *others)]
        with working("building the site, and the same text with Starlight and Material"):
            build(strict=False, site_dir=ours, root=paths.ROOT, site_url=url)
            same = pages(ours)
            twins.starlight(same, others[0], urls[0], ready)
            twins.material(same, others[1], urls[1])
        yield of_page("", audit(ready, url, _RUNS), {})
        for path in COMPARED:
            theirs = {other: audit(ready, f"{there}{path}/", _RUNS) for other, there in zip(_OTHERS, urls, strict=True)}
            yield of_page(path, audit(ready, f"{url}{path}/", _RUNS), theirs)
        if every:
            known = {"", *COMPARED}
            found = sorted(file.parent.relative_to(ours).as_posix() for file in ours.rglob("index.html"))
            for path in (one.removeprefix(".") for one in found):
                if path not in known:
                    yield of_page(path, audit(ready, f"{url}{path}/", 1), {})


def of_page(path: str, own: Result, theirs: dict[str, Result]) -> list[Row]:
    """The rows of the page at `path`: its scores, and when its largest piece was there, against `theirs`."""
    name = path or "home"
    for line in own.wrong:
        say(f"  {name}: {line}")
    rows = [Row(f"{other}, {name}: largest piece there", result.lcp, unit="ms") for other, result in theirs.items()]
    rows += [
        Row(f"{other}, {name}: {category}", result.scores[category], unit="pt")
        for other, result in theirs.items()
        for category in CATEGORIES
    ]
    rows += [Row(f"{name}: {category}", own.scores[category], 100, unit="pt", least=True) for category in CATEGORIES]
    goal = theirs[_OTHERS[0]].lcp if theirs else None
    if not theirs:
        rows.append(Row(f"{name}: largest piece there", own.lcp, unit="ms"))
    for other, result in theirs.items():
        of = f"{other}, {name}: largest piece there"
        shown = f"{name}: largest piece there" + ("" if other == _OTHERS[0] else f", to {other}")
        rows.append(Row(shown, own.lcp, goal if other == _OTHERS[0] else None, of=of, unit="ms", base=result.lcp))
    return rows
