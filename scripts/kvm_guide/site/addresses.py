"""Where a site will be served, where in it each language is, and where its source is."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from kvm_guide.model.step import LANGUAGES, Language

# RFC 2606 and RFC 6761 keep these for examples and tests; nobody's site is there.
_PLACEHOLDER: Final = re.compile(r"\bexample\b|\.(invalid|test|localhost)\b|//(localhost|127\.|\[::1\])")


def home_of(language: Language) -> str:
    """Where the pages in `language` are, below the site: "", or a name with a slash at its end."""
    return "" if language == LANGUAGES[0] else f"{language}/"


@dataclass(frozen=True)
class Target:
    """Where an address leads on the site. path: of the file or folder, from the root ("" is the root); rest: what
    follows it."""

    path: str
    fragment: str
    rest: str
    is_folder: bool

    @property
    def files(self) -> tuple[str, str]:
        """The paths of the files that it may be."""
        return self.path, posixpath.join(self.path, "index.html")

    def at(self, site: str) -> str:
        """Its whole address, where the site is served at `site`."""
        return site + self.path + ("/" if self.is_folder else "") + self.rest


def target(url: str, page: str) -> Target | None:
    """Where the address `url` of the page at the path `page` leads; None where that is not on the site."""
    parts = urlsplit(url)
    if parts.scheme or parts.netloc:
        return None
    found = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path))) if parts.path else page
    path = "" if found == "." else found
    rest = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    return Target(path, parts.fragment, rest, bool(path) and parts.path.endswith(("/", "..", ".")))


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
