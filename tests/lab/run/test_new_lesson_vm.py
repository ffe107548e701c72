"""A lesson more is its data and its two pages: the site, the lab, the helper and CI's matrix have it by that."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kvm_guide import paths
from kvm_guide.helper.cli import main

pytestmark = [pytest.mark.vm, pytest.mark.usefixtures("kept_pass")]

MODULE = '''"""Chapter 90: a trial."""

from typing import Final

from kvm_guide.model.lesson import Lesson
from kvm_guide.model.step import Step, Text

LESSON: Final = Lesson(
    id="trial",
    number=90,
    page="prueba",
    title=Text(es="Una prueba", en="A trial"),
    teaches=Text(es="Una orden que no cambia nada.", en="A command that changes nothing."),
    steps=(
        Step(
            id="trial-name",
            command="hostname",
            title=Text(es="Ver el nombre del equipo", en="See the machine's name"),
            why=Text(es="Dice cómo se llama.", en="It says what the machine is called."),
            expect=(r"^debian$",),
            check="hostname | grep -q .",
        ),
    ),
)
'''
QUESTIONS = '''"""Chapter 90: a trial."""

from typing import Final

from kvm_guide.model.step import Text
from kvm_guide.questions.model import Choice, Evidence, Opening, Question, Study

_WHY: Final = Text(es="Esa orden no dice eso.", en="That command does not say so.")


def _asked(name: str, es: str, en: str) -> Question:
    return Question(
        id=name,
        ask=Text(es=es, en=en),
        see="trial",
        choices=(
            Choice(Text(es="El nombre del equipo.", en="The machine's name.")),
            Choice(Text(es="La hora.", en="The time."), _WHY),
            Choice(Text(es="El usuario.", en="The user."), _WHY),
        ),
        because=Text(es="Aquí se llama debian.", en="Here it is called debian."),
        rests_on=(Evidence(step="trial-name", shows=("debian",)),),
    )


STUDY: Final = Study(
    lesson="trial",
    opening=Opening(
        able=tuple(Text(es=f"Ver {one}.", en=f"See {other}.") for one, other in (
            ("el nombre", "the name"), ("la respuesta", "the answer"), ("la prueba", "the proof"))),
        needs=(Text(es="Nada más.", en="Nothing else."),),
        minutes=5,
    ),
    questions=(
        _asked("trial-says", "¿Qué dice esa orden?", "What does that command say?"),
        _asked("trial-for", "¿Para qué sirve esa orden?", "What is that command for?"),
        _asked("trial-shows", "¿Qué se ve al escribirla?", "What do you see when you type it?"),
    ),
)
'''
PAGES = {
    "es": """---
title: 90. Una prueba
description: Una orden que dice cómo se llama el equipo, y nada más.
---

# 90. Una prueba {#trial}

```objetivos
trial
```

Así se llama el equipo:

```paso
trial-name
```

## Preguntas {#questions}

```preguntas
trial
```
""",
    "en": """---
title: 90. A trial
description: A command that says what the machine is called, and nothing else.
---

# 90. A trial {#trial}

```objectives
trial
```

This is what the machine is called:

```step
trial-name
```

## Questions {#questions}

```questions
trial
```
""",
}


@pytest.fixture
def depends_on() -> object:
    """All that a lesson more is read by."""
    return [path.read_text() for path in sorted((paths.ROOT / "scripts" / "kvm_guide" / "site").rglob("*.py"))]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project with the lesson."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=paths.ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(paths.ROOT / name, tmp_path / name)
    (tmp_path / "scripts" / "kvm_guide" / "lessons" / "trial.py").write_text(MODULE)
    (tmp_path / "scripts" / "kvm_guide" / "questions" / "trial.py").write_text(QUESTIONS)
    for language, text in PAGES.items():
        (tmp_path / "docs" / language / "prueba.md").write_text(text)
    return tmp_path


def command(project: Path, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the copy."""
    environment = {**os.environ, "PYTHONPATH": str(project / "scripts"), "CI": "true"}
    return subprocess.run(
        [sys.executable, "-c", f"import sys; from {module} import main; sys.exit(main())", *arguments],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_lesson_more_is_run_recorded_served_listed_and_in_ci_by_its_data_and_two_pages(project: Path) -> None:
    run = command(project, "kvm_guide.cli.verify", "trial")
    assert run.returncode == 0, run.stderr[-3000:]
    records = project / "docs" / "records" / "debian-12"
    written = [json.loads((records / f"trial.{language}.json").read_text()) for language in PAGES]
    assert [one["steps"][0]["outcome"] for one in written] == ["passed", "passed"]

    build = command(project, "kvm_guide.cli.build")
    assert build.returncode == 0, build.stderr[-3000:]
    for home, name, page in (("", "90. Una prueba", "prueba"), ("en", "90. A trial", "en/prueba")):
        html = (project / "site" / home / "index.html").read_text()
        assert html.count(name) >= 2, "it is in the navigation and among the cards"
        assert 'data-step="trial-name"' in (project / "site" / page / "index.html").read_text()

    plan = command(project, "kvm_guide.cli.verify", "--plan")
    assert {"release": "13", "lesson": "trial", "language": "en"} in json.loads(plan.stdout)

    listed = command(project, main.__name__, "list", "--lang", "en")
    assert "90. A trial" in listed.stdout, listed.stderr
    assert "trial-name" in listed.stdout
