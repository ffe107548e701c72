"""Where the helper sends a student to read on, there is text about just that: every address is followed."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest
from tests.helper.diagnosis.test_obstacles import every_obstacle

from kvm_guide.helper.diagnosis.obstacle import Obstacle, entry
from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site.sections import VOID
from kvm_guide.troubles import TROUBLES

# By obstacle, the other places than its entry on the page of messages, and what the text there must say
ABOUT: Final = {
    "nesting": {
        "requisitos/#in-virtualbox": r"VBoxManage modifyvm",
        "requisitos/#in-vmware": r"VMware.*VT-x",
        "requisitos/#in-hyper-v": r"Set-VMProcessor",
        "requisitos/#in-kvm": r"qm set 100 --cpu host.*virt-xml|virt-xml.*qm set 100 --cpu host",
        "requisitos/#in-cloud": r"Google.*Azure",
        "requisitos/#where": r"Proxmox",
    },
    "firmware": {"requisitos/#on-metal": r"firmware"},
    "wsl2": {"requisitos/#in-wsl2": r"WSL2"},
    "architecture": {"requisitos/#on-arm": r"Arm"},
    "no-sudo": {"requisitos/#no-sudo": r"usermod -aG sudo"},
    "not-sudoer": {"requisitos/#no-sudo": r"usermod -aG sudo"},
    "kernel-fixes": {"requisitos/#kernel-security": r"CVE-2026-53359.*CVE-2026-64561"},
    "network-taken": {"instalacion/#network-taken": r"192\.168\.123"},
    "network-moved": {"instalacion/#network-taken": r"192\.168\.123"},
}


class _Text(HTMLParser):
    """The text at an anchor: of its element; where that is a heading, of all up to the next one of its rank."""

    def __init__(self, anchor: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.trouble: str | None = None
        self._anchor = anchor
        self._until: int | None = None
        self._depth = 0
        self._on = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        rank = int(tag[1]) if re.fullmatch(r"h[1-6]", tag) else None
        if self._on and self._until is not None and rank is not None and rank <= self._until:
            self._on = False
        if dict(attrs).get("id") == self._anchor:
            self._on, self._until, self._depth = True, rank, 0
            self.trouble = dict(attrs).get("data-trouble")
        if self._on and tag not in VOID:
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        if self._on and tag not in VOID:
            self._depth -= 1
            self._on = self._depth > 0 or self._until is not None

    def handle_data(self, data: str) -> None:
        if self._on:
            self.said.append(data)


def at(site: Path, address: str, language: Language) -> _Text:
    """What stands at `address` (`page/#anchor`) of the built site."""
    page, _, anchor = address.partition("#")
    read = _Text(anchor)
    folder = site if language == "es" else site / language
    read.feed((folder / page / "index.html").read_text(encoding="utf-8"))
    return read


def wrong(obstacle: Obstacle, site: Path, language: Language) -> str | None:
    """Why the page's address of `obstacle` leads to nothing about it; None where it leads there."""
    page = obstacle.anchor.partition("#")[0]
    read = at(site, obstacle.anchor, language)
    text = " ".join("".join(read.said).split())
    if not text:
        return f"{obstacle.anchor}: nothing stands there"
    if page.startswith("mensajes-"):
        return None if read.trouble == obstacle.id else f"{obstacle.anchor}: not the entry of {obstacle.id}"
    about = ABOUT.get(obstacle.id, {}).get(obstacle.anchor)
    if about is None:
        return f"{obstacle.anchor}: nobody says what stands there of {obstacle.id}"
    return None if re.search(about, text) else f"{obstacle.anchor}: does not say {about}"


@pytest.mark.whole
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_obstacles_page_address_leads_to_text_about_that_obstacle(
    guide_site: Path, tmp_path: Path, language: Language
) -> None:
    told = [wrong(obstacle, guide_site, language) for obstacle in every_obstacle(tmp_path)]
    assert [one for one in told if one] == []


@pytest.mark.whole
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_troubles_page_address_leads_to_its_own_entry(guide_site: Path, language: Language) -> None:
    assert [known.id for known in TROUBLES if at(guide_site, entry(known), language).trouble != known.id] == []


@pytest.mark.whole
def test_an_address_that_leads_elsewhere_is_seen(guide_site: Path, tmp_path: Path) -> None:
    some = {obstacle.id: obstacle for obstacle in every_obstacle(tmp_path)}
    for anchor in ("requisitos/#no-such", "requisitos/#in-cloud", "mensajes-kvm/#group", "instalacion/#uri"):
        assert wrong(replace(some["firmware"], anchor=anchor), guide_site, "es"), anchor
    where = replace(some["firmware"], anchor="requisitos/#on-metal")
    assert wrong(where, guide_site, "es") is None
