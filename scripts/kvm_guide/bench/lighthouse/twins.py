"""The same text elsewhere: in Material as it comes, and in Starlight, each built by its own defaults."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from kvm_guide.bench.lighthouse.plain import Page
from kvm_guide.bench.lighthouse.programs import PINNED, Programs
from kvm_guide.errors import Broken

# As it comes, but for the fonts, which it would ask a third party for
_MATERIAL: Final = """\
site_name: KVM en Debian 12
site_url: {url}
theme:
  name: material
  language: es
  font: false
markdown_extensions:
  - tables
  - pymdownx.highlight
  - pymdownx.superfences
"""


def material(pages: Sequence[Page], site: Path, url: str) -> None:
    """Build `pages` into `site`, to be served at `url`. Raises Broken."""
    with tempfile.TemporaryDirectory(prefix="kvm-guide-bench-") as name:
        root = Path(name)
        (root / "mkdocs.yml").write_text(_MATERIAL.format(url=url), encoding="utf-8")
        _write(root / "docs", pages, lambda page: f"# {page.title}\n\n")
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Broken(f"Material did not build the same text:\n{done.stderr[-2000:]}")


def starlight(pages: Sequence[Page], site: Path, url: str, programs: Programs) -> None:
    """Build `pages` into `site`, to be served at `url`. Raises Broken."""
    # Beside its packages: that is where Node looks for them
    with tempfile.TemporaryDirectory(prefix="twin-", dir=programs.packages) as name:
        root = Path(name)
        shutil.copytree(PINNED / "starlight", root, dirs_exist_ok=True)
        shutil.copy(PINNED / "package.json", root)
        _write(root / "src" / "content" / "docs", pages, lambda page: f"---\ntitle: {_quoted(page.title)}\n---\n\n")
        arguments = ["build", "--outDir", str(site)]
        programs.run("astro/bin/astro.mjs", arguments, root, {"KVM_GUIDE_BENCH_SITE": url})


def _write(folder: Path, pages: Iterable[Page], head: Callable[[Page], str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for page in pages:
        (folder / f"{page.path or 'index'}.md").write_text(head(page) + page.markdown, encoding="utf-8")


def _quoted(title: str) -> str:
    return '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'
