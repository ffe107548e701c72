"""What Lighthouse says of a page: four scores, when its largest piece was there, and what it finds wrong."""

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final, TypedDict

from kvm_guide.bench.lighthouse.programs import Programs

CATEGORIES: Final = ("performance", "accessibility", "best-practices", "seo")
_LCP: Final = "largest-contentful-paint"
_FLAGS: Final = ("--headless", "--disable-gpu", "--no-first-run", *([] if os.geteuid() else ["--no-sandbox"]))


class _Audit(TypedDict, total=False):
    title: str
    score: float | None
    numericValue: float
    displayValue: str


class _Reference(TypedDict):
    id: str
    weight: float


class _Category(TypedDict):
    score: float | None
    auditRefs: list[_Reference]


class _Report(TypedDict):
    categories: dict[str, _Category]
    audits: dict[str, _Audit]


@dataclass(frozen=True)
class Result:
    """scores: of 100, by category; lcp: in ms; wrong: what is not as it should be, a line each."""

    scores: dict[str, float]
    lcp: float
    wrong: tuple[str, ...]


def audit(programs: Programs, url: str, runs: int) -> Result:
    """What Lighthouse says of the page at `url` as a phone of the middle sees it, in the middle of `runs` runs."""
    return middle([_once(programs, url) for _ in range(runs)])


def middle(results: list[Result]) -> Result:
    """The middle of `results`, number by number; what any of them found wrong."""
    scores = {name: median(result.scores[name] for result in results) for name in results[0].scores}
    wrong = dict.fromkeys(line for result in results for line in result.wrong)
    return Result(scores, median(result.lcp for result in results), tuple(wrong))


def _once(programs: Programs, url: str) -> Result:
    with tempfile.TemporaryDirectory(prefix="kvm-guide-bench-") as name:
        file = Path(name) / "report.json"
        only = f"--only-categories={','.join(CATEGORIES)}"
        flags = f"--chrome-flags={' '.join(_FLAGS)}"
        arguments = [url, "--quiet", "--output=json", f"--output-path={file}", only, flags]
        programs.run("lighthouse/cli/index.js", arguments, Path(name))
        return read(json.loads(file.read_text(encoding="utf-8")))


def read(report: _Report) -> Result:
    """The result that stands in a `report` of Lighthouse's."""
    audits = report["audits"]
    scores = {name: 100 * (report["categories"][name]["score"] or 0) for name in CATEGORIES}
    wrong = tuple(
        f"{category}: {reference['id']}: {one.get('title', '')} {one.get('displayValue', '')}".rstrip()
        for category in CATEGORIES
        for reference in report["categories"][category]["auditRefs"]
        if reference["weight"] and (one := audits[reference["id"]]).get("score") not in (None, 1)
    )
    return Result(scores, audits[_LCP].get("numericValue", 0.0), wrong)
