"""How the student called the helper, so that what it tells them to type works."""

import sys
from pathlib import Path
from typing import Final

NAME: Final = "kvm-guide"


def program() -> str:
    """What is typed to call this program: its name where it is installed, python3 and the file where it is one file."""
    called = sys.argv[0]
    return f"python3 {called}" if Path(called).suffix == ".pyz" else NAME
