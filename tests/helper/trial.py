"""A small guide for real: `python -m tests.helper.trial run|undo [--yes] [--dry-run] [STEP]`, its steps in steps.json.

Its tests run it in a process of its own: in a terminal, killed, two at once.
"""

import argparse
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kvm_guide import paths
from kvm_guide.errors import GuideError
from kvm_guide.helper.cli.selection import Choice
from kvm_guide.helper.execute.running import run_steps
from kvm_guide.helper.execute.undoing import undo_steps
from kvm_guide.helper.output.screen import Screen
from kvm_guide.helper.source import Source
from kvm_guide.model.lesson import Guide, Lesson
from kvm_guide.model.step import Step, Text

STEPS = "steps.json"


def step(
    name: str,
    command: str,
    check: str,
    undo: str | None = None,
    sets: Mapping[str, str] | None = None,
    unattended: str | None = None,
    removed_by: str | None = None,
) -> Step:
    """A step that is called after its id; a momentary one where there is a way to type it unattended."""
    said = Text(es=f"Paso {name}", en=f"Step {name}")
    made = Step(name, command, said, said, check=check, undo=undo, sets=tuple((sets or {}).items()))
    return replace(made, unattended=unattended, momentary=unattended is not None, removed_by=removed_by)


def made(name: str) -> Step:
    """A step that makes the file `name` in the home folder."""
    return step(name, f"echo making {name}; touch ~/{name}", f"test -e ~/{name}", f"rm ~/{name}")


def source(*steps: Step) -> Source:
    """What is known of a guide of one chapter."""
    machines = tuple({step.machine for step in steps})
    guide = Guide((Lesson("lesson-1", 1, "page", Text(es="Prueba", en="Trial"), steps, machines=machines),))
    return Source(guide, "https://guide.example/", "0", {"es": {}, "en": {}})


def write(home: Path, *steps: Step) -> None:
    """Leave `steps` in `home` for a process of its own."""
    plain = [
        (one.id, one.command, one.check, one.undo, dict(one.sets), one.unattended, one.removed_by) for one in steps
    ]
    (home / STEPS).write_text(json.dumps(plain), encoding="utf-8")


def environment(home: Path) -> dict[str, str]:
    """For a process of its own whose home is `home`."""
    path = f"{paths.ROOT / 'scripts'}:{paths.ROOT}"
    kept = {name: value for name, value in os.environ.items() if name not in ("XDG_STATE_HOME", "LC_ALL")}
    return {**kept, "HOME": str(home), "PYTHONPATH": path, "LANG": "C.UTF-8"}


def main() -> int:
    """Ends as the helper does."""
    parser = argparse.ArgumentParser()
    parser.add_argument("act", choices=("run", "undo"))
    parser.add_argument("--yes", action="store_true")
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("step", nargs="?")
    options = parser.parse_args()
    steps = [step(*one) for one in json.loads((Path.home() / STEPS).read_text(encoding="utf-8"))]
    chosen = tuple(one for one in steps if options.step in (None, one.id))
    known, screen = source(*steps), Screen("en")
    try:
        if options.act == "run":
            return run_steps(known, Choice(chosen), screen, yes=options.yes, dry=options.dry_run)
        return undo_steps(known, chosen, screen, yes=options.yes, dry=options.dry_run)
    except GuideError as error:
        print(error, file=sys.stderr)
        return error.exit
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
