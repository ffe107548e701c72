"""kvm-guide-serve: the site on this computer, in both languages, built again at each change."""

import argparse
import errno
import socket
from collections.abc import Sequence

from kvm_guide.cli import run
from kvm_guide.errors import Broken, Exit

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


def claim(port: int) -> None:
    """See that `port` can be listened on, before any long work. Raises Broken."""
    with socket.socket() as probe:
        # As the server does: a port whose last user has just gone is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen()
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                other = PORT + 1 if port == PORT else PORT
                raise Broken(f"port {port} is taken: choose another one, for example with --port {other}.") from error
            if error.errno == errno.EACCES:
                raise Broken(f"port {port} is for the system's own use: choose one above 1023 with --port.") from error
            raise


def work(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    claim(options.port)
    from kvm_guide.site.serve import serve

    serve(options.port)
    return Exit.OK


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    return run(parser(), work, arguments)
