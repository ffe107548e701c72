"""The strict build against plain MkDocs: the same pages, as many as there are and as many as there may be.

Plain is what MkDocs does with the same settings: each language built, one after the other, with no check, no search and
nothing made small. `python -m kvm_guide.bench.plain KIND ROOT SITE` is one such build, timed from outside.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from kvm_guide import paths
from kvm_guide.bench.table import Row
from kvm_guide.errors import Broken
from kvm_guide.lessons import GUIDE
from kvm_guide.model.step import LANGUAGES, Language

MOST: Final = 1.3
"""How many times plain MkDocs the strict build of SOME pages may take."""
SOME: Final = 40
MANY: Final = 300
_TIMES: Final = 3
_ADDRESS: Final = "https://example.org/"
_SECTIONS: Final = 6
_SAID: Final[dict[Language, tuple[str, str, str]]] = {
    "es": (
        "Página de más {page}",
        "Parte {part} de la página {page}",
        "En el {nth}.º lugar de la parte {part} de la página {page} se cuenta **qué hace** cada pieza del sistema y "
        "por qué `virsh` y `qemu` no son lo mismo; lo demás está en [el glosario](glosario.md).",
    ),
    "en": (
        "Page {page} of more",
        "Part {part} of the page {page}",
        "At place {nth} of part {part} of the page {page} it is told **what** each piece of the system does and why "
        "`virsh` and `qemu` are not the same; the rest is in [the glossary](glosario.md).",
    ),
}


def rows() -> Iterator[list[Row]]:
    """The strict build and the plain one, of the guide as it is, of SOME pages a language, and of MANY."""
    # All of it is removed at the end: for minutes after thousands of files went, ext4 makes new ones far more slowly
    with tempfile.TemporaryDirectory(prefix="kvm-guide-bench-") as folder:
        yield _compared("the guide", paths.ROOT, None, Path(folder) / "guide")
        for pages, most in ((SOME, MOST), (MANY, None)):
            root = Path(folder) / f"project-{pages}"
            grow(root, pages)
            yield _compared(f"{pages} pages a language", root, most, Path(folder) / f"sites-{pages}")


def grow(root: Path, pages: int) -> None:
    """Make `root` a project with the guide's pages and more, `pages` a language."""
    root.mkdir()
    shutil.copytree(paths.DOCS, root / "docs")
    (root / "scripts").symlink_to(paths.ROOT / "scripts")
    settings = (paths.ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(
        settings.replace("not_in_nav: |\n", "not_in_nav: |\n  more-*.md\n"), encoding="utf-8"
    )
    for language in LANGUAGES:
        folder = root / "docs" / language
        for number in range(pages - len(list(folder.glob("*.md")))):
            (folder / f"more-{number}.md").write_text(_page(number, language), encoding="utf-8")


def _page(number: int, language: Language) -> str:
    title, part, text = _SAID[language]
    name = title.format(page=number + 1)
    description = {"es": f"Una página de más, la {number + 1}.", "en": f"One page more, number {number + 1}."}[language]
    lines = ["---", f"title: {name}", f"description: {description}", "---", ""]
    lines += [f"# {name} {{#more-{number}}}", ""]
    for section in range(1, _SECTIONS + 1):
        said = [text.format(page=number + 1, part=section, nth=nth) for nth in range(1, 5)]
        lines += [f"## {part.format(page=number + 1, part=section)} {{#part-{section}}}", "", said[0], ""]
        lines += [f"- {said[1]}", f"- {said[2]}", "", '!!! note "libvirt"', "", f"    {said[3]}", ""]
        lines += ["| KVM | QEMU |", "|---|---|", "| `kvm` | `qemu` |", "| `virsh` | `libvirt` |", ""]
    return "\n".join(lines)


def _compared(what: str, root: Path, most: float | None, sites: Path) -> list[Row]:
    taken: dict[str, list[float]] = {kind: [] for kind in BUILDS}
    for turn in range(_TIMES):
        for kind in BUILDS:
            # The one after another, that what else the machine does strikes all alike
            taken[kind].append(_timed(kind, root, sites / f"{kind}-{turn}"))
    median = {kind: statistics.median(seconds) for kind, seconds in taken.items()}
    plain = f"plain mkdocs, a build a language: {what}"
    return [
        Row(plain, median["plain"]),
        Row(
            f"strict build: {what}",
            median["strict"],
            goal=round(most * median["plain"], 1) if most else None,
            of=plain,
            base=median["plain"],
        ),
        Row(f"plain mkdocs, one build of both: {what}", median["both"], of=plain, base=median["plain"]),
    ]


def _timed(kind: str, root: Path, site: Path) -> float:
    command = [sys.executable, "-m", __name__, kind, str(root), str(site)]
    environment = {**os.environ, "PYTHONPATH": str(paths.ROOT / "scripts"), "KVM_GUIDE_DATES": "false"}
    started = time.monotonic()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    taken = time.monotonic() - started
    if done.returncode:
        raise Broken(f"the build of kind {kind} ended with {done.returncode}, so its time says nothing: {done.stderr}")
    return taken


def _strict(root: Path, site: Path) -> None:
    from kvm_guide.site.build import build

    build(strict=True, site_dir=site, root=root, site_url=_ADDRESS)


def _plain(root: Path, site: Path) -> None:
    from mkdocs.commands.build import build

    from kvm_guide.site.settings import settings

    for language in LANGUAGES:
        config = settings(root, site / language, GUIDE, language, _ADDRESS)
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()


def _both(root: Path, site: Path) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    config = load_config(str(root / "mkdocs.yml"), site_dir=str(site), site_url=_ADDRESS)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    config.plugins.on_shutdown()


BUILDS: Final[dict[str, Callable[[Path, Path], None]]] = {"strict": _strict, "plain": _plain, "both": _both}

if __name__ == "__main__":
    BUILDS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
