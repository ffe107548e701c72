"""kvm-guide-serve: the site on this computer, in both languages, built again at each change."""

import argparse
from collections.abc import Sequence

from kvm_guide.cli import run
from kvm_guide.errors import Exit

PORT = 8000


def parser() -> argparse.ArgumentParser:
    """What the command understands."""
    parser = argparse.ArgumentParser(
        prog="scripts/serve",
        description="Shows the guide in both languages on http://127.0.0.1:PORT/ and builds it again when a file "
        "changes. Ctrl-C stops it. It needs no virtual machine. The first time it sets up what it needs.",
        epilog="Exit codes: 0 as asked; 1 the site cannot be built; 2 wrong usage; 3 something around it broke "
        "(a taken port, no network while setting up); 130 stopped by Ctrl-C.",
    )
    parser.add_argument("--port", type=port, default=PORT, metavar="PORT", help=f"where it listens (default: {PORT})")
    return parser


def port(text: str) -> int:
    """The port in `text`. Raises ArgumentTypeError."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: give a number from 1 to 65535")
    return int(text)


def work(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    from kvm_guide.site.serve import serve

    serve(options.port)
    return Exit.OK


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    return run(parser(), work, arguments)
