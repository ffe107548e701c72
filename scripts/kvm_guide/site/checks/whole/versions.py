"""A version in prose is one that a record or a fact bears out, or stands on the list of told ones with its source."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kvm_guide.model import release
from kvm_guide.model.step import Language
from kvm_guide.records.types import Record
from kvm_guide.site.checks.built import Built, language_of, page_name, source_of
from kvm_guide.site.checks.listed import Listed, ListedEntry
from kvm_guide.site.checks.whole import releases
from kvm_guide.site.dom import Tag
from kvm_guide.site.parsed import Parsed, made_by, value

FILE: Final = "versions.toml"
# What is named with a version, and the package of a record that has it: none where no record can.
_PRODUCTS: Final[Mapping[str, str]] = {
    "debian": "debian",
    "linux": "kernel",
    "kernel": "kernel",
    "núcleo": "kernel",
    "libvirt": "libvirt-daemon-system",
    "libvirtd": "libvirt-daemon-system",
    "virsh": "libvirt-clients",
    "qemu": "qemu-system-x86",
    "virt-manager": "virt-manager",
    "virt-install": "virtinst",
    "virtinst": "virtinst",
    "dnsmasq": "dnsmasq-base",
}
_OTHERS: Final = (
    "virtualbox|vmware(?: workstation| esxi| player)?|esxi|workstation|hyper-v|proxmox(?: ve)?|windows(?: server)?|"
    "openstack|"
    "server|ubuntu|fedora|rhel|centos|suse|opensuse|mint|arch|macos|ios|android|python|systemd|polkit|gnome|kde|plasma|"
    "xfce|apparmor|sudo|apt|dpkg|bash|openssh|firefox|chrome|wsl|powershell|docker|podman|libguestfs|xorriso|openssl|glibc|"
    "grub|seabios|ovmf|edk2|spice|virtio-win|html|mkdocs"
)
_PACKAGED: Final = r"(?:[-+~]\w+(?:[.+~]\w+)*)?"
_NUMBER: Final = rf"\d+(?:\.\d+)*{_PACKAGED}\+?(?:H[12])?"
_NAMED: Final = re.compile(
    rf"(?<![\w-])(?P<name>{'|'.join(map(re.escape, _PRODUCTS))}|{_OTHERS})"
    rf"(?:\s+(?:versi[óo]n|version|release|la|el|the|de la|serie))*\s+v?(?P<number>{_NUMBER})(?![\w%]|[.,]\d)",
    re.IGNORECASE,
)
_DOTTED: Final = re.compile(rf"(?<![\w.,:/-])v?(?P<number>\d+\.\d+(?:\.\d+)*{_PACKAGED})(?![\w/%]|[.,]\d)")
_RELEASE: Final = re.compile(
    r"(?<![\w-])(?:versi[óo]n|versions?|versiones|release)\s+v?(?P<number>\d+[\w.+~-]*\w|\d)|(?<![\w-])(?P<half>\d\dH[12])\b",
    re.IGNORECASE,
)
_DIGIT: Final = re.compile(r"\d")
_ADDRESS: Final = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}\Z|(?:192\.168|10\.\d+|172\.\d\d)\.\d+\Z")
_UNIT: Final = re.compile(r"\s*(?:[kKMGT]i?B\b|[MGT]i\b|Gbit|Mbit|s\b|ms\b|min\b|seg|%|GHz|MHz|veces|times|años|years)")


@dataclass(frozen=True)
class Found:
    """A version in prose. text: as it stands there; products: what it may be of, as the text says."""

    text: str
    products: frozenset[str]
    number: str


def problems(built: Built) -> Iterator[str]:
    """The versions in prose that nothing bears out."""
    if not built.sources.complete:
        # That there is no record is told of already, and nothing can be borne out
        return
    listed = Listed.read(built.list_file(FILE), "told", ("page", "text"), ("source",))
    for where, entry in missing(built, listed):
        page, text = entry.values["page"], entry.values["text"]
        yield (
            f"{where} names the version {text!r}, and no record bears it out: correct it, mark its sentence as a fact "
            f"whose answer has it, or list it with its source in {listed.name} ([[told]] page = {page!r}, text, source)"
        )
    for key, entry in listed.entries.items():
        if not re.search(r"\w://\w|\w: \S", entry.values["source"]):
            yield f"{listed.name}: {' · '.join(key)} needs its source: an address, or `package: file`"
    yield from listed.unused("no page names it, or the records bear it out by now")


def missing(built: Built, listed: Listed) -> Iterator[tuple[str, ListedEntry]]:
    """The versions that neither a record, a fact nor an entry of `listed` has, and where each stands first."""
    for path, page in built.pages.items():
        if page.article is None:
            continue
        records = _records(built, language_of(path))
        # A release whose lessons are not all run yet may bear out more than is known
        whole = {one.debian for one in built.sources.proven_on if one.complete}
        told = set[str]()
        for text, place, tag in _prose(page, built):
            for found in versions(text):
                entry = ListedEntry({"page": page_name(path), "text": found.text})
                there = releases.named(text) or [built.sources.debian]
                known = borne_out(found, [one for number in there for one in records.get(number, [])]) or (
                    tag is not None and _shown(found, tag, path, built)
                )
                if found.text in told or known or listed.holds(entry):
                    continue
                if whole.issuperset(there):
                    told.add(found.text)
                    yield f"{source_of(path)}: {place}", entry


def _records(built: Built, language: Language) -> dict[str, list[Record]]:
    """By release, the records of its lessons in `language`."""
    return {
        one.debian: [reading.record for _, reading in one.readings(language) if reading.record]
        for one in built.sources.proven_on
    }


def versions(text: str) -> list[Found]:
    """The versions that `text` names."""
    found = dict[int, Found]()
    if not _DIGIT.search(text):
        return []
    for match in _NAMED.finditer(text):
        if not _UNIT.match(text, match.end()):
            found[match.start("number")] = Found(
                match[0], frozenset({match["name"].lower()}), match["number"].rstrip("+")
            )
    named = frozenset(name.lower() for name in _PRODUCT.findall(text))
    for match in _DOTTED.finditer(text):
        start = match.start("number")
        if start not in found and not _ADDRESS.match(match["number"]) and not _UNIT.match(text, match.end()):
            found[start] = Found(match["number"], named, match["number"])
    for match in _RELEASE.finditer(text):
        name = "number" if match["number"] else "half"
        if match.start(name) not in found:
            found[match.start(name)] = Found(match[0], named, match[name])
    return [found[start] for start in sorted(found)]


_PRODUCT: Final = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, _PRODUCTS))})(?![\w-])", re.IGNORECASE)


def borne_out(found: Found, records: Iterable[Record]) -> bool:
    """Whether one of `records` is of a machine with the version `found`, or with one that begins with it.

    That there is a release of Debian which the guide knows needs no record.
    """
    if found.products == {"debian"} and found.number in (one.number for one in release.RELEASES):
        return True
    wanted = {_PRODUCTS[product] for product in found.products if product in _PRODUCTS}
    for system in (record.system for record in records if record.system):
        known = {"debian": system.debian, "kernel": system.kernel, **system.versions}
        if any(_begins(known[key], found.number) for key in wanted & known.keys()):
            return True
    return False


def _shown(found: Found, tag: Tag, path: str, built: Built) -> bool:
    """Whether the version `found` stands in the sentence of a fact inside `tag` whose answer has it, or in a question
    whose answer rests on such a fact.

    That a fact is not borne out is told of already, so what it would show is not told of as well.
    """
    whole = re.compile(rf"(?<![\d.]){re.escape(found.number)}(?!\d|-\d)")
    guide = {fact.id: fact for fact in built.sources.guide.facts()}
    for one in tag.select("[data-fact]"):
        fact = guide.get(value(one, "data-fact"))
        # Of the sentence alone: what the sign opens has the answer itself
        said = " ".join(str(piece) for piece in one.texts() if not any(made_by(p) for p in piece.parents))
        if fact is not None and whole.search(said):
            entries = [one.fact(fact, language_of(path)).entry for one in built.sources.proven_on]
            if any(entry is None or whole.search(entry.output) for entry in entries):
                return True
    question = tag.find_parent(attr="data-rests-on")
    rests_on = [guide[name] for name in value(question, "data-rests-on").split() if name in guide] if question else []
    return any(
        whole.search(entry.output) for fact in rests_on if (entry := built.sources.fact(fact, language_of(path)).entry)
    )


def _begins(version: str, number: str) -> bool:
    whole = version.partition(":")[2] or version
    return whole == number or (whole.startswith(number) and not whole[len(number)].isdigit())


def _prose(page: Parsed, built: Built) -> Iterator[tuple[str, str, Tag | None]]:
    for block in built.written[page.path]:
        if not block.made:
            text = block.text() if block.is_text else _own_text(block.tag.name, block.tag.get_text(" "))
            yield text, f"{block.kind} {block.place()}", block.tag
    for image in page.article.find_all("img") if page.article else []:
        yield value(image, "alt"), "a picture's alternative text", None
    for meta in page.soup.find_all("meta", attrs={"name": "description"}):
        yield value(meta, "content"), "the description", None


def _own_text(name: str, text: str) -> str:
    # Of what holds other blocks, those tell for themselves
    return text if name in ("svg", "pre") else ""
