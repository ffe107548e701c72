"""What a page's script fetches when a reader asks for it: on paper it stands there, as there is nothing to press."""

import json
from pathlib import Path
from typing import Final

from bs4 import BeautifulSoup, Tag

from kvm_guide.site.parsed import value
from kvm_guide.site.render.places import PROOFS
from kvm_guide.site.render.texts import STUDENTS

_SIGN: Final = ".kg-fact > .kg-fact-sign[href]"


def put_back(site: Path, home: str, place: str, article: Tag) -> None:
    """Put into the `article` of the page at `place`, of the language at `home`, how its facts were asked, and the
    troubles of its steps. Raises OSError.
    """
    for sign in article.select(_SIGN):
        file = (site / place).parent / value(sign, "href")
        sign.insert_after(_asked(file.resolve().read_text(encoding="utf-8-sig")))
        sign.name = "span"
        del sign["href"]
    cards = article.select("[data-step]:has(.kg-own)")
    told = json.loads((site / home / PROOFS / STUDENTS).read_text(encoding="utf-8")) if cards else {}
    for card in cards:
        own = card.select_one(".kg-own")
        if own is not None and (known := told["steps"].get(value(card, "data-step"))):
            own.append(_troubles(known))


def _asked(text: str) -> Tag:
    """The text beside a fact, as the page's script shows it (docs/assets/js/proofs/fact.js)."""
    head, command, *answered = text.rstrip().split("\n\n")
    said, asked = head.split("\n")
    page = BeautifulSoup("", "html.parser")
    box = page.new_tag("span", attrs={"class": "kg-fact-proof"})
    label, answer = answered[:1], "\n\n".join(answered[1:])
    for name, part in (("b", said), ("small", asked), ("code", command), ("small", "".join(label)), ("samp", answer)):
        if part:
            box.append(page.new_tag(name, string=part))
    return box


def _troubles(known: list[tuple[str, str]]) -> Tag:
    page = BeautifulSoup("", "html.parser")
    listed = page.new_tag("ul")
    for url, title in known:
        item = page.new_tag("li")
        item.append(page.new_tag("a", attrs={"href": url}, string=title))
        listed.append(item)
    return listed
