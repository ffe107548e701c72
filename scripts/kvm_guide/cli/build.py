"""kvm-guide-build: the site as it is published, or a list of what is wrong with it."""

import argparse
from collections.abc import Sequence

from kvm_guide import paths
from kvm_guide.cli import run
from kvm_guide.errors import Exit


def parser() -> argparse.ArgumentParser:
    """What the command understands."""
    parser = argparse.ArgumentParser(
        prog="scripts/build",
        description="Builds the site strictly into site/: every step must be on a page and proven, both languages "
        "must have the same pages and anchors, and no link may be dead. The first time it sets up what it needs.",
        epilog="Exit codes: 0 built; 1 the site is not fit to be published, and what is wrong was said; 2 wrong usage; "
        "3 something around it broke; 130 stopped by Ctrl-C.",
    )
    parser.add_argument(
        "--allow-failing",
        action="store_true",
        help="build although steps failed in the last run: their pages show them as failing, and those that wait for "
        "them as not verified; a warning names both, and everything else must still be in order",
    )
    parser.add_argument(
        "--publish",
        action="store_true",
        help="build for publishing: refuse unless KVM_GUIDE_SITE_URL says where the site will be served, and "
        "KVM_GUIDE_REPO_URL where its source is; without this option both may be unset, and the site works wherever it "
        "is served, with no sitemap and no edit links",
    )
    parser.add_argument(
        "--all",
        action="store_true",
        help="with what readers take away: each language's pages as one zip that works from a folder, search included, "
        "and as one PDF; the home pages link to both, with their size and their day. It takes a minute more",
    )
    return parser


def work(options: argparse.Namespace) -> int:
    """Build into site/."""
    from kvm_guide.site.build import build

    build(
        strict=True,
        site_dir=paths.SITE,
        root=paths.ROOT,
        allow_failing=options.allow_failing,
        publish=options.publish,
        take_away=options.all,
    )
    return Exit.OK


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    return run(parser(), work, arguments)
