"""What the lab itself adds to a run, as a number: kept machines and proofs of another number are not used.

A run sees the image, QEMU, what was typed, and how the lab types it and looks at it. The last counts by a number, not
by the text of its modules, so that a comment, a name or another folder costs nobody an hour. A test holds the number
and the code together: see `CODE`.
"""

import ast
import json
from pathlib import Path
from typing import Final

from kvm_guide.model.step import sha256_of

NUMBER: Final = 4
"""Raise it where a run could see, keep or judge anything else than before."""

CODE: Final = "97e7d17d3f24fcc3b75416019975e2d9d6d65661fcc54940b8842ad94f964ce4"
"""The essence of MODULES when somebody last asked whether NUMBER must be raised. A test compares it, and says how."""

MODULES: Final = (
    "lab/copies/facts", "lab/copies/troubles", "lab/inventory", "lab/judging/claims", "lab/judging/judge",
    "lab/judging/teardown", "lab/judging/troubles", "lab/lesson_runner", "lab/mirror", "lab/seat", "lab/step_runner",
    "vm/console/asciicast", "vm/console/emulator", "vm/console/terminal",
    "vm/desktop/eyes", "vm/desktop/keyboard", "vm/desktop/screen", "vm/desktop/session", "vm/group", "vm/guest/agent",
    "vm/guest/client", "vm/guest/eyes", "vm/hardware", "vm/limits", "vm/machine", "vm/picture", "vm/qemu", "vm/window",
)  # fmt: skip
"""Those that decide what a run sees, below the package; the rest of the lab only decides whether one is needed."""


class _Bare(ast.NodeTransformer):
    """Takes away what stands alone and does nothing: docstrings."""

    def visit_Expr(self, node: ast.Expr) -> ast.Expr | None:
        return None if isinstance(node.value, ast.Constant) else node


def essence(source: str) -> str:
    """Python's `source` without its comments, its docstrings and its form. Raises SyntaxError."""
    return json.dumps(_plain(_Bare().visit(ast.parse(source))))


def _plain(node: object) -> object:
    """`node` as JSON has it. What is empty is left out: each Python has other fields that it does not fill."""
    if isinstance(node, ast.AST):
        fields = [[name, _plain(value)] for name, value in ast.iter_fields(node) if value is not None and value != []]
        return [type(node).__name__, fields]
    return [_plain(one) for one in node] if isinstance(node, list) else repr(node)


def code(package: Path) -> str:
    """SHA-256 (hex) of what the modules that matter say, in the folder `package` of `kvm_guide`."""
    return sha256_of([[name, essence((package / f"{name}.py").read_text(encoding="utf-8"))] for name in MODULES])
