"""Build the site: the pages of each language on their own, what they share, the checks.

The old site stays until the new one is good.
"""

import gc
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

from kvm_guide import lessons, paths, schema
from kvm_guide.console import say
from kvm_guide.errors import Broken, NotSo
from kvm_guide.model.lesson import Guide
from kvm_guide.model.release import DEFAULT
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site import addresses, moodle, pyz, search, short
from kvm_guide.site.addresses import home_of
from kvm_guide.site.checks.built import LISTS, Built
from kvm_guide.site.checks.whole import built_pages, facts, proofs, published, source_pages, troubles
from kvm_guide.site.offline import take_away as offline
from kvm_guide.site.output import languages, pictures
from kvm_guide.site.output.side_by_side import side_by_side
from kvm_guide.site.render.sources import SCHEMA, Sources
from kvm_guide.site.settings import settings


def build(
    strict: bool,
    site_dir: Path,
    root: Path = paths.ROOT,
    *,
    guide: Guide | None = None,
    site_url: str | None = None,
    allow_failing: bool = False,
    publish: bool = False,
    take_away: bool = False,
) -> None:
    """Build the project in `root` into `site_dir`, which is replaced whole or not at all.

    strict: any problem refuses the build. guide: the chapters to use; site_url: where it will be served, else as
    configured. publish: the addresses of the site and of its source must be known. allow_failing: a step, an undo, a
    fact or a trouble that failed, and a step that waits for one, which their pages say, are told of but refuse nothing.
    take_away: with what readers take away, named on the home pages.
    Raises NotSo with every problem found, one a line; Broken where the tools do not work.
    """
    chosen = guide or lessons.GUIDE
    found = render(
        site_dir,
        root,
        strict=strict,
        guide=chosen,
        site_url=site_url,
        allow_failing=allow_failing,
        publish=publish,
        take_away=take_away,
    )
    if strict and found:
        raise NotSo(listed(found))
    sources = Sources(chosen, root / "docs" / "records")
    if allow_failing:
        for one in sources.proven_on:
            for line in _failing(one):
                say(line)


def _failing(sources: Sources) -> Iterator[str]:
    """What pages say that failed when it was last run on the release of `sources`, a sentence a kind."""
    where = "" if sources.debian == DEFAULT.number else f", Debian {sources.debian}"

    def named(pairs: Iterable[tuple[Language, str]]) -> str:
        return ", ".join(f"{name} ({language}{where})" for language, name in pairs)

    wrong = named((language, fact.id) for language, fact in facts.failing(sources))
    if wrong:
        yield f"⚠ built with facts that got another answer, as their pages say: {wrong}. Correct what is said there."
    otherwise = named((language, known.id) for language, known, _ in troubles.failing(sources))
    if otherwise:
        yield f"⚠ built with troubles that did not go as declared, as their entries say: {otherwise}. Correct them."
    stay = named(proofs.undos_failing(sources))
    if stay:
        yield f"⚠ built with steps that were not taken back, as their pages say: {stay}. Correct their undo."
    failing = named(proofs.failing(sources))
    if failing:
        waiting = named((language, step_id) for language, step_id, _ in proofs.waiting(sources))
        yield f"⚠ built with steps that fail, as their pages say: {failing}. Correct them, then run scripts/verify." + (
            f" Not verified until then: {waiting}." if waiting else ""
        )


def listed(problems: list[str]) -> str:
    """`problems` as one message."""
    head = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return f"the site is not fit to publish, {head}:\n" + "\n".join(f"  · {problem}" for problem in problems)


@contextmanager
def _no_collector() -> Iterator[None]:
    """Make Python look for no garbage: hardly any of what a build makes is, and looking took a fifth of its time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@_no_collector()
def render(
    site_dir: Path,
    root: Path,
    *,
    strict: bool,
    guide: Guide,
    site_url: str | None = None,
    allow_failing: bool = False,
    publish: bool = False,
    take_away: bool = False,
) -> list[str]:
    """Build into `site_dir` and return every problem; with `strict`, `site_dir` changes only where there is none.

    allow_failing: what failed, and what waits for it, is no problem. publish: an unknown address is one. take_away:
    with what readers take away.
    Raises NotSo where the pages cannot be rendered at all, Broken where the tools do not work.
    """
    docs = root / "docs"
    found = list[str]()
    work = _new_folder(site_dir)
    fresh = work / LANGUAGES[0]
    try:
        with _dates(root):
            # The first language's folder holds the others', and MkDocs empties a folder before it writes there
            configs = [settings(root, work / language, guide, language, site_url) for language in LANGUAGES]
            address = configs[0].site_url or ""
            if publish:
                found += addresses.problems(address, configs[0].repo_url or "")
            made = pyz.make(docs / "records", address)
            sources = Sources(guide, docs / "records", made.download, repository=configs[0].repo_url or "")
            jobs = [
                partial(languages.write, config, sources, one) for config, one in zip(configs, LANGUAGES, strict=True)
            ]
            # What the pages are made of is looked at while they are made
            looked = partial(_before, sources, docs, work / "records", found, allow_failing=allow_failing)
            try:
                _, *warnings = side_by_side([looked, *jobs])
            except NotSo as error:
                raise NotSo(listed(found or [str(error)])) from error
        for language in LANGUAGES[1:]:
            (work / language / home_of(language)).rename(fresh / home_of(language))
        made.write(fresh)
        moodle.write(fresh, sources, address)
        (work / "records").rename(fresh / "records")
        # An address that is only this build's is of no use on a phone: there the page's script makes the code
        short.write(fresh, guide, root / LISTS / published.FILE, "" if site_url else address)
        found += [warning for warning in dict.fromkeys(chain.from_iterable(warnings)) if warning not in found]
        built = Built(fresh, docs, sources, urlsplit(address).path or "/")
        searches = [search.written(fresh / home_of(one), one, built.of(one)) for one in LANGUAGES]
        found += built_pages.problems(built, searches)
        if not (strict and found):
            if take_away:
                offline.add(fresh, address)
            _swap(fresh, site_dir)
    except OSError as error:
        raise Broken(
            f"the site could not be written below {site_dir.parent} ({error}): make room or correct the permissions, "
            "then build again; what was there before is untouched"
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return found


def _before(sources: Sources, docs: Path, records: Path, found: list[str], *, allow_failing: bool) -> list[str]:
    """Put what is wrong with `docs` and with the records of `sources` into `found`, and what is published of them into
    the new folder `records`. Returns nothing."""
    found += source_pages.problems(docs, sources.guide)
    for one in sources.proven_on:
        found += proofs.problems(one)
        if not allow_failing:
            found += proofs.failures(one)
    _write_records(sources.records, records)
    return []


def _write_records(records: Path, target: Path) -> None:
    """Put `records`, which no language's pages have for their own, and their schema into the new folder `target`."""
    if records.is_dir():
        shutil.copytree(records, target, ignore=shutil.ignore_patterns(".*"))
    target.mkdir(exist_ok=True)
    pictures.write(target)
    (target / SCHEMA).write_text(schema.dumps(), encoding="utf-8")


def _new_folder(site_dir: Path) -> Path:
    try:
        site_dir.parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=f".{site_dir.name}-", dir=site_dir.parent))
    except OSError as error:
        raise Broken(f"no folder can be made in {site_dir.parent} ({error}): correct its permissions") from error


def _swap(fresh: Path, site_dir: Path) -> None:
    fresh.chmod(0o755)
    old = site_dir.with_name(f".{site_dir.name}-old-{os.getpid()}-{time.monotonic_ns()}")
    if site_dir.exists():
        site_dir.rename(old)
    fresh.rename(site_dir)
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _dates(root: Path) -> Iterator[None]:
    """Switch the pages' dates off where git has no whole history: no date is better than a wrong one."""
    # Without this, the plugin's own library refuses to load where git is not installed.
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
    known = os.environ.get("KVM_GUIDE_DATES")
    if known is None and not has_history(root):
        os.environ["KVM_GUIDE_DATES"] = "false"
    try:
        yield
    finally:
        if known is None:
            os.environ.pop("KVM_GUIDE_DATES", None)


def has_history(root: Path) -> bool:
    """Whether `root` is a git repository with all of its history, and not a part of another one."""
    command = ["git", "-C", str(root), "rev-parse", "--show-toplevel", "--is-shallow-repository", "HEAD"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20).stdout.split("\n")
    except (OSError, subprocess.SubprocessError):
        return False
    return Path(answer[0]).resolve() == root.resolve() and answer[1] == "false"
