"""The project's Python environment is whole or made anew; its lock file pins all and names no host."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kvm_guide import paths
from kvm_guide.errors import Broken
from kvm_guide.setup import environment
from kvm_guide.setup.child import Ended

# In parts, so that this file does not hold what it looks for.
HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("snapshot", "debian", "org"),
        ("archive", "ubuntu", "com"),
        ("ftp", "debian", "org"),
    )
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with nothing set up."""
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).write_bytes((paths.ROOT / name).read_bytes())
    return tmp_path


def finish(root: Path) -> None:
    """Make the environment of `root` look whole."""
    (root / ".venv" / "bin").mkdir(parents=True)
    (root / ".venv" / "bin" / "python").touch()
    (root / ".venv" / environment.STAMP).write_text(environment.key(root))


def test_an_environment_is_complete_until_what_it_depends_on_changes(project: Path) -> None:
    assert not environment.is_complete(project)
    finish(project)
    assert environment.is_complete(project)
    settings = (project / "pyproject.toml").read_text()
    (project / "pyproject.toml").write_text(settings.replace("line-length = 120", "line-length = 119"))
    assert environment.is_complete(project), "a linter's setting changes nothing that is installed"
    (project / "pyproject.toml").write_text(settings.replace("cli.build:main", "cli.builder:main"))
    assert not environment.is_complete(project)
    (project / "pyproject.toml").write_text(settings)
    (project / "requirements.lock").write_text("")
    assert not environment.is_complete(project)


def test_an_environment_whose_python_went_is_not_complete(project: Path) -> None:
    finish(project)
    (project / ".venv" / "bin" / "python").unlink()
    assert not environment.is_complete(project)


def test_an_interrupted_set_up_is_begun_anew(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / ".venv" / "half").mkdir(parents=True)
    done: list[str] = []

    def run(what: str, command: list[str], keep_open: list[int]) -> Ended:
        assert not (project / ".venv" / "half").exists()
        assert keep_open, "the lock outlives us if we are killed"
        done.append(what)
        if command[1:3] == ["-m", "venv"]:
            (project / ".venv" / "bin").mkdir(parents=True)
            (project / ".venv" / "bin" / "python").touch()
        if len(done) == 2:
            raise KeyboardInterrupt
        return Ended(0, "")

    monkeypatch.setattr(environment, "run_shown", run)
    with pytest.raises(KeyboardInterrupt):
        environment.ensure(project)
    assert not environment.is_complete(project)
    environment.ensure(project)
    assert environment.is_complete(project)
    assert len(done) == 5


def test_a_failed_set_up_is_not_complete(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / ".venv").mkdir()
    monkeypatch.setattr(environment, "run_shown", lambda *_, **__: Ended(1, "No space left on device"))
    with pytest.raises(Broken, match=r"making the Python environment \.venv failed: the disk is full"):
        environment.ensure(project)
    assert not environment.is_complete(project)


def test_two_at_once_set_up_once(project: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from kvm_guide.setup import environment as e\n"
        "root = Path(sys.argv[1])\n"
        "def make(root, lock):\n"
        "    with (root / 'made').open('a') as file: file.write('x')\n"
        "    time.sleep(1)\n"
        "    (root / '.venv' / 'bin').mkdir(parents=True); (root / '.venv' / 'bin' / 'python').touch()\n"
        "    (root / '.venv' / e.STAMP).write_text(e.key(root))\n"
        "e._make = make; e.ensure(root)"
    )
    command = [sys.executable, "-c", code, str(project)]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = "".join(child.communicate(timeout=120)[1] for child in both)
    assert [child.returncode for child in both] == [0, 0], said
    assert (project / "made").read_text() == "x"
    assert "waiting: another scripts/ command is setting up the project" in said


def test_an_environment_that_does_not_start_is_one_sentence(project: Path) -> None:
    with pytest.raises(Broken, match=r"kvm-guide-serve does not start .*: remove .*\.venv, then run it again"):
        environment.become(project, "serve", [])


def lock_problems(text: str) -> list[str]:
    """What is wrong with a lock file: a package without version or hashes, or a line that names a place."""
    problems = [f"names a place: {line}" for line in text.splitlines() if re.search(r"://|^\s*--(?!hash)", line)]
    for entry in re.split(r"\n(?=[a-z])", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE)):
        name = entry.split()[0]
        if not re.match(r"[a-z0-9.-]+==[^\s;]+( ; .*)? \\\n", entry):
            problems.append(f"not pinned: {name}")
        if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry):
            problems.append(f"without hash: {name}")
    return problems


def test_the_lock_pins_every_package_with_hashes_and_names_no_host() -> None:
    text = (paths.ROOT / "requirements.lock").read_text()
    assert lock_problems(text) == []
    names = {line.split("==")[0] for line in text.splitlines() if "==" in line and not line.startswith(" ")}
    wanted = re.findall(r"^[A-Za-z][\w.-]*", (paths.ROOT / "requirements.in").read_text(), flags=re.MULTILINE)
    assert {name.replace(".", "-").lower() for name in wanted} <= names


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda text: text + "rogue==1.0\n", "without hash: rogue==1.0"),
        (lambda text: text.replace("mkdocs==", "mkdocs>="), "not pinned: mkdocs>="),
        (lambda text: f"--index-url https://{HOSTS[0]}/simple\n" + text, "names a place: --index-url"),
        (lambda text: text.replace("jinja2==3.1.6 ", "jinja2 @ https://x/jinja2.whl "), "names a place: jinja2"),
    ],
)
def test_a_broken_lock_is_seen(change: Callable[[str], str], problem: str) -> None:
    problems = lock_problems(change((paths.ROOT / "requirements.lock").read_text()))
    assert any(found.startswith(problem) for found in problems), problems


def places(root: Path) -> list[str]:
    """Where the tracked files name a package registry's host, or the folder in which this clone happens to be."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True)
    here = str(paths.ROOT)
    forbidden = (*HOSTS, f"{here}/") if len(paths.ROOT.parts) > 2 else HOSTS
    found = []
    for name in filter(None, listed.stdout.split("\0")):
        file = root / name
        text = file.read_bytes().decode(errors="replace") if file.is_file() else ""
        found += [f"{name} names {place}: take it out" for place in forbidden if place in text]
    return found


def test_no_tracked_file_names_a_registry_or_this_machine() -> None:
    assert places(paths.ROOT) == []


@pytest.mark.parametrize("place", [*HOSTS, f"{paths.ROOT}/docs"])
def test_a_named_place_is_seen(tmp_path: Path, place: str) -> None:
    (tmp_path / "page.md").write_text(f"See {place}.\n")
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    subprocess.run(["git", "add", "page.md"], cwd=tmp_path, check=True)
    assert [found.split(":")[0].split()[0] for found in places(tmp_path)] == ["page.md"]
