"""From a launcher in scripts/ to the command it stands for: answer, set up, become."""

import argparse
import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

from kvm_guide import cli, paths
from kvm_guide.errors import Broken, GuideError
from kvm_guide.setup import apt, environment
from kvm_guide.setup.needs import VENV, Need, needs, own_browser


def launch(name: str, arguments: list[str], root: Path = paths.ROOT) -> int:
    """Set up what the command `name` needs in the project at `root`, and become it.

    Returns an exit code only where that does not come to pass. `--help` and wrong usage are answered by the command's
    own parser before anything is installed (it leaves by SystemExit, as argparse does).
    """
    command = f"scripts/{name}"
    module = importlib.import_module(f"kvm_guide.cli.{name}")
    cast("Callable[[], argparse.ArgumentParser]", module.parser)().parse_args(arguments)
    try:
        set_up(command, root, needs(name, arguments), own_browser(name, arguments))
        sys.stderr.flush()
        environment.become(root, name, arguments)
    except (GuideError, OSError, KeyboardInterrupt) as error:
        return cli.explain(command, error)
    return 0


def set_up(command: str, root: Path, wanted: list[Need], browser: bool) -> None:
    """Install what is missing of `wanted`, and make the environment. Raises Broken."""
    if not environment.is_complete(root):
        wanted = [VENV, *wanted]
    if missing := [need for need in wanted if not need.there()]:
        if sys.platform == "darwin":
            raise Broken(f"{command} lacks {', '.join(need.package for need in missing)}, and this is a Mac: {MAC}")
        apt.install(command, missing)
    environment.ensure(root)
    if browser:
        environment.ensure_browser(root, command)


MAC = "the lab needs Debian or Ubuntu (scripts/test --quick leaves it out; git comes with `xcode-select --install`)."
