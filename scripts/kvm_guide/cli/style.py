"""kvm-guide-style: cuts the theme's style down to what the pages need. For authors."""

import argparse
import sys
from collections.abc import Sequence

from kvm_guide.cli import run
from kvm_guide.errors import Exit


def parser() -> argparse.ArgumentParser:
    """What the command understands."""
    return argparse.ArgumentParser(
        prog="kvm-guide-style",
        description="Builds the pages, looks at each in a browser, wide and narrow, in all colours and with all that "
        "opens open, and writes scripts/kvm_guide/site/style/theme.css: the theme's style without the rules that match "
        "nothing there. Commit it. To run after a new version of the theme, and when a test says that a page has what "
        "the style lacks. It takes some minutes.",
    )


def work(options: argparse.Namespace) -> int:
    """Write the style anew."""
    from kvm_guide.console import say
    from kvm_guide.site.style import author

    say(author.write_theme(say))
    return Exit.OK


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    return run(parser(), work, arguments)


if __name__ == "__main__":
    sys.exit(main())
