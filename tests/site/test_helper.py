"""The helper's file as the site serves it: the same bytes everywhere, the standard library and no more, and a refusal
that an old Python can read."""

import ast
import compileall
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.fabricated import Project, fabricated, write

from kvm_guide import paths
from kvm_guide.errors import Broken, Exit
from kvm_guide.helper.cli.examples import DIGEST, FILE
from kvm_guide.lessons import GUIDE
from kvm_guide.site.pyz import DATA, FOLDERS, MAIN, MODULES, PACKAGE, Made, make

ADDRESS = "https://example.org/guide/"
OLD_SYNTAX = (3, 4)


@pytest.fixture(scope="module")
def made() -> Made:
    """The helper of the guide itself."""
    return make(paths.RECORDS, ADDRESS)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the package, to change."""
    return copied(tmp_path / "kvm_guide")


def copied(target: Path) -> Path:
    """A copy of what the helper is made of, in `target`."""
    return Path(shutil.copytree(PACKAGE, target, ignore=shutil.ignore_patterns("__pycache__")))


def opened(made: Made) -> zipfile.ZipFile:
    """What is in `made`."""
    return zipfile.ZipFile(io.BytesIO(made.data))


def sources(made: Made) -> dict[str, str]:
    """The source of each module in `made`, by its path."""
    with opened(made) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".py")}


def foreign(modules: dict[str, str]) -> list[str]:
    """Every import in `modules` that a bare Python with only them would not find."""
    return [f"{path}: {name}" for path, text in modules.items() for name in _unknown(ast.parse(text), modules)]


def _unknown(tree: ast.Module, modules: dict[str, str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if not _known(alias.name, modules))
        elif isinstance(node, ast.ImportFrom):
            origin = node.module or ""
            if node.level or not _known(origin, modules):
                yield "." * node.level + origin
            elif f"{origin.replace('.', '/')}/__init__.py" in modules:
                wanted = [f"{origin}.{alias.name}" for alias in node.names]
                yield from (name for name in wanted if not _known(name, modules) and not _bound(name, modules))


def _known(name: str, modules: dict[str, str]) -> bool:
    if name.partition(".")[0] != "kvm_guide":
        return name.partition(".")[0] in sys.stdlib_module_names
    path = name.replace(".", "/")
    return f"{path}.py" in modules or f"{path}/__init__.py" in modules


def _bound(name: str, modules: dict[str, str]) -> bool:
    package, _, attribute = name.rpartition(".")
    top = ast.parse(modules[f"{package.replace('.', '/')}/__init__.py"]).body
    targets = [node.target for node in top if isinstance(node, ast.AnnAssign)]
    functions = {node.name for node in top if isinstance(node, ast.FunctionDef)}
    return attribute in functions | {target.id for target in targets if isinstance(target, ast.Name)}


def too_new(text: str) -> list[str]:
    """What in the Python source `text` a Python of long ago could not read."""
    try:
        tree = ast.parse(text, feature_version=OLD_SYNTAX)
    except SyntaxError as error:
        return [str(error.msg)]
    # ast lets f-strings pass whatever the version
    found = ["f-string" for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    return found + ["a letter that is not ASCII"] * (not text.isascii())


def bare(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run this Python in `folder` with no site-packages, nothing of the user's and an environment of its own."""
    environment = {"PATH": os.defpath, "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, "-S", "-I", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_two_builds_are_equal_whatever_the_folder_the_times_the_rights_and_the_leftovers(
    made: Made, tmp_path: Path
) -> None:
    for name, umask, when in (("one", 0o077, 1_000_000_000), ("two", 0o002, 1_700_000_000)):
        before = os.umask(umask)
        try:
            package = copied(tmp_path / name / "kvm_guide")
            for path in package.rglob("*.py"):
                path.chmod(0o666 & ~umask)
                os.utime(path, (when, when))
            compileall.compile_dir(package / "helper", quiet=1)
            (package / "helper" / ".#cli.py").symlink_to("nobody@nowhere")
            (package / "helper" / "cli.py~").write_text("half")
            assert make(paths.RECORDS, ADDRESS, package).data == made.data, name
        finally:
            os.umask(before)


def test_two_builds_of_a_site_hold_the_same_file(project: Project, tmp_path: Path) -> None:
    first = (project.site / FILE).read_bytes()
    shutil.rmtree(project.site)
    shutil.copytree(project.root, tmp_path / "elsewhere")
    assert (Project(tmp_path / "elsewhere").build() / FILE).read_bytes() == first


def test_the_version_names_the_content(made: Made, package: Path) -> None:
    assert re.fullmatch(r"0\.1\.0\+[0-9a-f]{12}", made.download.version)
    moved = make(paths.RECORDS, "https://example.org/elsewhere/")
    (package / "model" / "step.py").write_text((package / "model" / "step.py").read_text() + "\n# more\n")
    changed = make(paths.RECORDS, ADDRESS, package)
    versions = {one.download.version for one in (made, moved, changed)}
    assert len(versions) == 3, "two helpers that differ have one version"


def test_it_holds_the_helper_and_nothing_of_the_machine_or_the_day(made: Made) -> None:
    assert made.data.startswith(b"#!/usr/bin/env python3\nPK")
    with opened(made) as archive:
        entries = archive.infolist()
    names = [entry.filename for entry in entries]
    assert names == sorted(names)
    modules = {f"kvm_guide/{name}.py" for name in MODULES}
    kept = [path for folder in FOLDERS for path in (PACKAGE / folder).rglob("*.py")]
    modules |= {f"kvm_guide/{path.relative_to(PACKAGE).as_posix()}" for path in kept}
    for entry in entries:
        assert (entry.date_time, entry.create_system, entry.external_attr >> 16, entry.compress_type) == (
            (1980, 1, 1, 0, 0, 0),
            3,
            0o100644,
            zipfile.ZIP_STORED,
        )
    assert set(names) == {MAIN, DATA} | modules
    assert {f"kvm_guide/{name}.py" for name in ("helper/cli/main", "model/lesson", "records/times")} <= modules


def test_every_file_of_the_helper_is_a_module() -> None:
    kept = [path for folder in FOLDERS for path in (PACKAGE / folder).rglob("*") if path.is_file()]
    others = [path for path in kept if path.suffix != ".py" and path.parent.name != "__pycache__"]
    assert not others, "the helper's file takes modules alone"


def test_it_imports_the_standard_library_and_itself(made: Made) -> None:
    assert foreign(sources(made)) == []


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("import rich", "rich"),
        ("import os.path, yaml", "yaml"),
        ("def f():\n    from pymdownx import superfences", "pymdownx"),
        ("from kvm_guide.console import say", "kvm_guide.console"),
        ("from kvm_guide import console", "kvm_guide.console"),
        ("import kvm_guide.vm.machine", "kvm_guide.vm.machine"),
        ("from kvm_guide.helper import nothing", "kvm_guide.helper.nothing"),
        ("from . import cli", "."),
    ],
)
def test_another_import_is_seen(package: Path, line: str, named: str) -> None:
    (package / "helper" / "slip.py").write_text(line + "\n")
    found = foreign(sources(make(paths.RECORDS, ADDRESS, package)))
    assert [one for one in found if "slip.py" in one] == [f"kvm_guide/helper/slip.py: {named}"]


def test_it_runs_alone_in_an_empty_folder_on_a_bare_python(made: Made, tmp_path: Path) -> None:
    made.write(tmp_path)
    version = bare(tmp_path, FILE, "--version")
    assert (version.returncode, version.stderr) == (Exit.OK, "")
    assert made.download.version in version.stdout
    listed = bare(tmp_path, FILE, "list", "--lang", "es")
    assert (listed.returncode, listed.stderr) == (Exit.OK, "")
    assert "install-packages" in listed.stdout
    shown = bare(tmp_path, FILE, "show", "install-packages", "--lang", "en")
    assert (shown.returncode, shown.stderr) == (Exit.OK, "")
    assert f"{ADDRESS}en/instalacion/#install-packages" in shown.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == [FILE, DIGEST], "looking left something behind"


def test_without_a_record_it_is_made_all_the_same_and_proves_nothing(tmp_path: Path) -> None:
    records = tmp_path / "records"
    made_without = make(records, ADDRESS)
    path = write(records, fabricated(GUIDE.lesson_of("install-packages"), "es", GUIDE))
    with_one = make(records, ADDRESS)
    assert with_one.download.version != made_without.download.version
    assert b'"verified_at"' in with_one.data
    assert b'"verified_at"' not in made_without.data
    for file in (path, records / "debian-12.times.json"):
        whole = file.read_text()
        file.write_text("{")
        assert make(records, ADDRESS).data == made_without.data
        file.write_text(whole)
    made_without.write(tmp_path)
    assert bare(tmp_path, FILE, "show", "install-packages").returncode == Exit.OK


def test_a_module_that_is_missing_is_told_with_its_cure(package: Path) -> None:
    (package / "errors.py").unlink()
    with pytest.raises(Broken, match=r"helper cannot be made .*errors\.py.*restore the file with git"):
        make(paths.RECORDS, ADDRESS, package)


def test_its_checksum_is_what_sha256sum_reads_and_what_the_pages_show(built: Project) -> None:
    digest = hashlib.sha256((built.site / FILE).read_bytes()).hexdigest()
    assert (built.site / DIGEST).read_text(encoding="ascii") == f"{digest}  {FILE}\n"
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "--strict", "-c", DIGEST], cwd=built.site, check=True, capture_output=True)
    for folder, up in (("", "../"), ("en/", "../../")):
        html = (built.site / folder / "ayudante" / "index.html").read_text(encoding="utf-8")
        assert f"<code>{digest}</code>" in html
        for name in (FILE, DIGEST):
            assert f'href="{up}{name}"' in html
            assert (built.site / folder / "ayudante" / up / name).resolve().is_file()


def test_an_old_python_can_read_what_runs_first(made: Made) -> None:
    assert too_new(sources(made)[MAIN]) == []


@pytest.mark.parametrize(
    "line", ["x = f'{y}'", "if (x := 1): pass", "match x:\n    case 1: pass", "def f() -> 'á': pass", "x: int = 1"]
)
def test_syntax_that_is_too_new_is_seen(made: Made, line: str) -> None:
    assert too_new(f"{sources(made)[MAIN]}\n{line}\n")


@pytest.mark.parametrize(
    ("pretend", "said"),
    [
        ("sys.version_info = (3, 9, 2, 'final', 0)", ("necesita Python 3.11", "needs Python 3.11", "el 3.9", "is 3.9")),
        ("sys.version_info = (2, 7, 18, 'final', 0)", ("necesita Python 3.11", "needs Python 3.11", "2.7")),
        ("os.name = 'nt'", ("no en Windows", "not on Windows")),
    ],
)
def test_where_it_cannot_run_it_says_so_in_one_line_and_imports_nothing_of_its_own(
    made: Made, tmp_path: Path, pretend: str, said: tuple[str, ...]
) -> None:
    (tmp_path / MAIN).write_text(sources(made)[MAIN])
    # The folder holds no kvm_guide: to import it before the refusal would fail in another way.
    code = f"import os, sys; {pretend}; exec(compile(open('{MAIN}').read(), '{MAIN}', 'exec'))"
    refused = bare(tmp_path, "-c", code)
    assert (refused.returncode, refused.stdout) == (Exit.BROKEN, "")
    assert refused.stderr.count("\n") == 1
    for part in said:
        assert part in refused.stderr
