"""Where a site will be served, where in it each language is, and where its source is."""

import re
from collections.abc import Iterator
from typing import Final

from kvm_guide.model.step import LANGUAGES, Language

# RFC 2606 and RFC 6761 keep these for examples and tests; nobody's site is there.
_PLACEHOLDER: Final = re.compile(r"\bexample\b|\.(invalid|test|localhost)\b|//(localhost|127\.|\[::1\])")


def home_of(language: Language) -> str:
    """Where the pages in `language` are, below the site: "", or a name with a slash at its end."""
    return "" if language == LANGUAGES[0] else f"{language}/"


def problems(site: str, repository: str) -> Iterator[str]:
    """What is wrong with publishing at the address `site` from the `repository`, each "" where it is not known."""
    if not site or _PLACEHOLDER.search(site):
        yield (
            f"{_said(site)} where the site will be served, which the sitemap and the student's helper must know: "
            "set KVM_GUIDE_SITE_URL to its address, or build without --publish"
        )
    if not repository or _PLACEHOLDER.search(repository):
        yield (
            f"{_said(repository)} where the guide's source is, which the edit links must know: "
            "set KVM_GUIDE_REPO_URL to its address, or build without --publish"
        )


def _said(address: str) -> str:
    return f"{address} is a placeholder for" if address else "nothing says"
