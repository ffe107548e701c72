"""The workflows are sound, pinned and modest, and their job bodies are scripts that run here too."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
import yaml

from kvm_guide import paths

BIN = Path(sys.executable).parent
Yaml = dict[str, object]

ALLOWED = {
    "pr.yml": dict.fromkeys(("quick", "plan", "lab", "lab-itself", "gate"), "contents: read"),
    "publish.yml": {"build": "contents: read", "deploy": "pages: write, id-token: write"},
    "weekly.yml": {
        "plan": "contents: read",
        "run": "contents: read",
        "check": "contents: read",
        "propose": "contents: write, pull-requests: write",
        "report": "contents: read, issues: write",
    },
}
"""Each job, and all that it may do."""
ADDRESSES = {"KVM_GUIDE_SITE_URL", "KVM_GUIDE_REPO_URL"}


def jobs(root: Path) -> Iterator[tuple[str, str, Yaml]]:
    """The name of the workflow's file, the job's name and the job."""
    for path in sorted((root / ".github" / "workflows").iterdir()):
        workflow = cast(Yaml, yaml.safe_load(path.read_text()))
        for name, job in cast(dict[str, Yaml], workflow["jobs"]).items():
            yield path.name, name, job


def steps(job: Yaml) -> list[Yaml]:
    """The steps of a job."""
    return cast(list[Yaml], job["steps"])


def problems(root: Path) -> list[str]:
    """What is wrong with the workflows of the project at `root`."""
    found = []
    seen: dict[str, dict[str, str]] = {}
    for path in sorted((root / ".github" / "workflows").iterdir()):
        workflow = cast(Yaml, yaml.safe_load(path.read_text()))
        if workflow.get("permissions") != {}:
            found.append(f"{path.name}: give no permission to all jobs: permissions: {{}}")
        if "concurrency" not in workflow:
            found.append(f"{path.name}: say what happens to two runs at once: concurrency")
        for line in path.read_text().splitlines():
            if "uses:" in line and not re.search(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*$", line):
                found.append(f"{path.name}: pin by commit, with the version behind it: {line.strip()}")
    for file, name, job in jobs(root):
        permissions = cast(dict[str, str], job.get("permissions") or {})
        seen.setdefault(file, {})[name] = ", ".join(f"{key}: {value}" for key, value in permissions.items())
        if "timeout-minutes" not in job:
            found.append(f"{file}: {name}: say after how long it is stuck: timeout-minutes")
        for step in steps(job):
            options = cast(Yaml, step.get("with") or {})
            if "checkout@" in str(step.get("uses", "")) and options.get("persist-credentials") is not False:
                found.append(f"{file}: {name}: leave no token behind: persist-credentials: false")
            if "run" in step:
                found += script_problems(root, f"{file}: {name}", str(step["run"]))
                told = set(cast(Yaml, step.get("env") or {}))
                if "build.sh" in str(step["run"]) and not told >= ADDRESSES:
                    found.append(f"{file}: {name}: a build to publish is refused without its addresses: {ADDRESSES}")
    if seen != ALLOWED:
        found.append(f"permissions are not those that tests/test_workflows.py allows: {seen}")
    return found


def script_problems(root: Path, where: str, run: str) -> list[str]:
    """What is wrong with the body of a step: it should be a script of ours, with arguments from the environment."""
    match = re.fullmatch(r'(\.github/scripts/[\w-]+\.sh)(?: "\$[A-Z]+")?', run)
    if not match:
        return [f"{where}: put this into .github/scripts/: {run}"]
    if not os.access(root / match[1], os.X_OK):
        return [f"{where}: {match[1]} is missing or not executable"]
    return []


def tool(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a linter of workflows in the project at `root`."""
    # The caller's token would have zizmor look things up.
    environment = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "HOME": str(root)}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


def actionlint(root: Path) -> subprocess.CompletedProcess[str]:
    return tool(root, "actionlint", "-no-color", *map(str, (root / ".github" / "workflows").iterdir()))


def zizmor(root: Path) -> subprocess.CompletedProcess[str]:
    return tool(root, "zizmor", "--offline", "--persona", "pedantic", "--no-progress", ".github/workflows")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what GitHub reads, to break."""
    shutil.copytree(paths.ROOT / ".github", tmp_path / ".github")
    return tmp_path


def broken(copy: Path, file: str, old: str, new: str) -> Path:
    """`copy`, with the first `old` in the workflow `file` made `new`."""
    path = copy / ".github" / "workflows" / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return copy


def test_the_workflows_are_sound() -> None:
    assert problems(paths.ROOT) == []
    for check in (actionlint, zizmor):
        result = check(paths.ROOT)
        assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("pr.yml", "de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2", "v6", "pin by commit"),
        ("pr.yml", " # v6.0.2", "", "pin by commit"),
        ("pr.yml", "persist-credentials: false", "persist-credentials: true", "leave no token behind"),
        ("pr.yml", "contents: read", "contents: write", "permissions are not those"),
        ("pr.yml", "permissions: {}", "permissions: read-all", "give no permission to all jobs"),
        ("pr.yml", "    timeout-minutes: 30\n", "", "after how long it is stuck"),
        ("publish.yml", "concurrency:", "env:", "two runs at once"),
        ("publish.yml", ".github/scripts/build.sh", "scripts/build", "put this into .github/scripts/: scripts/build"),
        ("publish.yml", "build.sh", "built.sh", "built.sh is missing"),
        ("weekly.yml", "KVM_GUIDE_SITE_URL", "SITE_URL", "check: a build to publish is refused without its addresses"),
        ("weekly.yml", "record.sh", "record.sh ${{ matrix.language }}", "put this into .github/scripts/"),
    ],
)
def test_each_slip_in_a_workflow_is_seen(copy: Path, file: str, old: str, new: str, said: str) -> None:
    assert any(said in problem for problem in problems(broken(copy, file, old, new)))


def test_actionlint_and_zizmor_see_theirs(copy: Path) -> None:
    broken(copy, "pr.yml", "matrix.system }})", "matrix.wrong }})")
    broken(copy, "weekly.yml", "record.sh", "record.sh ${{ github.event.head_commit.message }}")
    assert 'property "wrong" is not defined' in actionlint(copy).stdout
    assert "template-injection" in zizmor(copy).stdout


def script(root: Path, name: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a job's body in the project at `root`."""
    return subprocess.run(
        [str(root / ".github" / "scripts" / name), *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("results", "code"),
    [("success success", 0), ("success skipped", 1), ("failure success", 1), ("cancelled", 1), ("", 1)],
)
def test_the_gate_opens_only_where_all_succeeded(results: str, code: int) -> None:
    assert script(paths.ROOT, "gate.sh", RESULTS=results).returncode == code


@pytest.mark.parametrize(
    ("name", "lesson", "called"),
    [
        ("quick.sh", "", "test -- -m not vm"),
        ("build.sh", "", "build --publish --all"),
        ("plan.sh", "", "verify --plan"),
        ("lab.sh", "install", "verify install --language es --release 13 --check"),
        ("lab.sh", "itself", "test -- -m vm and not guide"),
        (
            "record.sh",
            "install",
            "verify install --cold --language es --release 13 --report reports/13.install.es.json",
        ),
    ],
)
def test_each_job_calls_a_command_of_the_readme(copy: Path, name: str, lesson: str, called: str) -> None:
    (copy / "scripts").mkdir()
    for command in ("test", "build", "verify"):
        stand_in(copy / "scripts" / command, 'echo "$(basename "$0") $*" >&2; exit 3')
    result = script(copy, name, RELEASE="13", LESSON=lesson, LANGUAGE="es")
    assert (result.returncode, result.stderr.strip()) == (3, called)


def stand_in(path: Path, code: str) -> None:
    """Put a program at `path` that does `code`."""
    path.write_text(f"#!/bin/sh\n{code}\n")
    path.chmod(0o755)


RUNS = json.dumps([{"release": "13", "lesson": "install", "language": language} for language in ("es", "en")])
"""What plan.sh says there is."""


def test_a_lesson_that_is_not_as_its_record_says_leaves_the_new_record_and_fails(copy: Path) -> None:
    (copy / "scripts").mkdir()
    stand_in(copy / "scripts" / "verify", 'echo "verify $*"; case "$*" in *--check*) exit 1;; esac')
    result = script(copy, "lab.sh", RELEASE="13", LESSON="install", LANGUAGE="es")
    assert result.returncode == 1
    assert result.stdout.splitlines() == [
        "verify install --language es --release 13 --check",
        "verify install --language es --release 13",
    ]


def test_the_plan_goes_to_the_workflow(copy: Path) -> None:
    (copy / "scripts").mkdir()
    stand_in(copy / "scripts" / "verify", f"echo '{RUNS}'")
    assert script(copy, "plan.sh", GITHUB_OUTPUT=str(copy / "output")).returncode == 0
    assert (copy / "output").read_text() == f"runs={RUNS}\n"


@pytest.fixture
def gh(copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for GitHub's command: lists what `open` holds, and notes in `calls` what it is asked to make."""
    folder = copy / "programs"
    folder.mkdir()
    (copy / "open").touch()
    code = f"""case "$1 $2" in
      "issue list") cat {copy}/open ;;
      "pr list") wc -l < {copy}/open ;;
      *) printf '%s\\n' "$*" >> {copy}/calls ;;
    esac"""
    stand_in(folder / "gh", code)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return copy


def calls(copy: Path) -> str:
    """What `gh` was asked to make."""
    return (copy / "calls").read_text() if (copy / "calls").exists() else ""


def report(copy: Path, language: str, step: str | None, code: int, message: str = "what it saw") -> None:
    """Write how the run in `language` ended."""
    (copy / "reports").mkdir(exist_ok=True)
    content = {"failed_step": step, "message": message, "exit": code}
    (copy / "reports" / f"13.install.{language}.json").write_text(json.dumps(content))


def test_a_failing_step_opens_an_issue_that_names_it(gh: Path) -> None:
    report(gh, "es", "install-packages", 1, "apt ended with 100; `$(touch x)`")
    report(gh, "en", None, 0)
    result = script(gh, "report.sh", RUNS=RUNS, RUN_URL="https://x/run/1")
    assert result.returncode == 0, result.stderr
    assert calls(gh).startswith(
        "issue create --title Weekly run (Debian 13, install.es): the step install-packages fails --body apt ended"
    )
    assert "`$(touch x)`" in calls(gh)
    assert "https://x/run/1" in calls(gh)
    assert calls(gh).count("issue create") == 1


def test_a_broken_lab_and_a_run_without_report_are_told_apart(gh: Path) -> None:
    report(gh, "es", None, 3, "the mirror does not answer")
    assert script(gh, "report.sh", RUNS=RUNS, RUN_URL="https://x").returncode == 0
    assert (
        "(Debian 13, install.es): the lab broke, so nothing is known about the guide --body the mirror does not answer"
        in calls(gh)
    )
    assert "(Debian 13, install.en): it broke before it could say how" in calls(gh)


def test_an_issue_that_is_open_is_not_opened_again(gh: Path) -> None:
    report(gh, "es", "validate", 1)
    report(gh, "en", None, 0)
    (gh / "open").write_text("Weekly run (Debian 13, install.es): the step validate fails\n")
    assert script(gh, "report.sh", RUNS=RUNS, RUN_URL="https://x").returncode == 0
    assert calls(gh) == ""


def test_records_that_do_not_pass_the_checks_open_an_issue(gh: Path) -> None:
    report(gh, "es", None, 0)
    report(gh, "en", None, 0)
    assert script(gh, "report.sh", RUNS=RUNS, RUN_URL="https://x").returncode == 0
    assert "the new records do not pass the checks" in calls(gh)


def git(folder: Path, *arguments: str) -> str:
    """Run git in `folder`."""
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def clone(gh: Path) -> Path:
    """A clone of a repository with one record, of which only `docs` is tracked."""
    record = gh / "docs" / "records" / "debian-12" / "install.es.json"
    record.parent.mkdir(parents=True)
    record.write_text("old")
    git(gh, "init", "--quiet", "--bare", str(gh / "origin"))
    git(gh, "init", "--quiet", "--initial-branch=main")
    git(gh, "remote", "add", "origin", str(gh / "origin"))
    git(gh, "add", "docs")
    git(gh, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "one")
    return gh


def test_changed_records_are_proposed_and_nothing_else(clone: Path) -> None:
    (clone / "docs" / "records" / "debian-12" / "install.es.json").write_text("new")
    (clone / "docs" / "records" / "debian-12" / "virt-manager.es.png").write_text("picture")
    (clone / "docs" / "records" / "debian-12.times.json").write_text("times")
    (clone / "docs" / "page.md").write_text("not a record")
    (clone / "changes.txt").write_text("install.es: kernel: 6.1.0-41-amd64 → 6.1.0-56-amd64")
    result = script(clone, "propose.sh", RUN_URL="https://x/run/1")
    assert result.returncode == 0, result.stderr
    changed = git(clone / "origin", "show", "--format=", "--name-only", "records-refresh").split()
    names = ["debian-12.times.json", "debian-12/install.es.json", "debian-12/virt-manager.es.png"]
    assert changed == [f"docs/records/{name}" for name in names]
    assert "pr create --head records-refresh --base main" in calls(clone)
    assert "https://x/run/1" in calls(clone)
    assert "install.es: kernel: 6.1.0-41-amd64 → 6.1.0-56-amd64" in calls(clone)


def test_an_open_proposal_is_renewed(clone: Path) -> None:
    (clone / "open").write_text("1\n")
    (clone / "changes.txt").write_text("install.es: seen again")
    (clone / "docs" / "records" / "debian-12" / "install.es.json").write_text("new")
    assert script(clone, "propose.sh", RUN_URL="https://x").returncode == 0
    assert "pr edit records-refresh" in calls(clone)
    assert "pr create" not in calls(clone)


def test_unchanged_records_are_not_proposed(clone: Path) -> None:
    result = script(clone, "propose.sh", RUN_URL="https://x")
    assert result.returncode == 0
    assert "nothing to propose" in result.stdout
    assert calls(clone) == ""
