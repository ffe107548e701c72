"""Each page speaks its own language: nothing is left untranslated, and no sentence is in the other one."""

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from kvm_guide.model.step import LANGUAGES, Language, Text
from kvm_guide.site.checks.built import Built, language_of, source_of
from kvm_guide.site.checks.listed import Listed, ListedEntry
from kvm_guide.site.checks.prose import Block, squeezed, words
from kvm_guide.site.dom import Tag
from kvm_guide.site.parsed import Parsed, value

FILE: Final = "same-in-both.toml"
ATTRIBUTES: Final = ("alt", "aria-label", "title", "placeholder")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE: Final = re.compile(r"[.!?:;…]\s|\s[–—]\s|[()]")
# What is quoted may be in any language; emphasis marks the other language's words.
_QUOTED: Final = re.compile("«[^»]*»|“[^”]*”")
_A_SENTENCE: Final = 4
_COMMON: Final[dict[Language, frozenset[str]]] = {
    "es": words(
        """
        el la los las del que en y un una con por para se al lo su sus tu tus como más pero está están esta este
        esto cuando donde hay muy sin sobre entre ya también puede debe tiene hasta desde porque todo todos cada
        si
        """
    ),
    "en": words(
        """
        the of and to is in that it you for with on are this be not by or if from your at has have can must will
        when where there without about between already also may until because all each what which an its does
        """
    ),
}
# Names and words that are the same in both languages.
_NAMES: Final = words(
    """
        kvm qemu libvirt libvirtd virsh virt-manager virt-install virt-viewer virtlogd virtlockd virtqemud linux
        debian windows virtualbox hyper-v vmware proxmox openstack amazon google azure wsl docker desktop
        sandbox bitlocker intel amd arm apple ubuntu fedora apparmor polkit systemd sudo apt dpkg bash
        powershell github vt-x amd-v iommu bios uefi cpu ram pc nat dhcp dns uri acl xml vm lts nx pae ssh vbs
        ok gb mb no kernel-based virtual machine root firmware socket initramfs amd oldstable hardware mirror
        vcpu virtio domain libguestfs dnsmasq genisoimage bridge-utils virtinst virtio-win workstation player
        esxi fusion parallels utm cc by-sa mit kvm-ok libvirt-guests shell ssh hypervisor ve xen lxc tcg
        """
)


def problems(built: Built) -> Iterator[str]:
    """What is not in its page's language."""
    listed = Listed.read(built.list_file(FILE), "same", ("text",))
    for here, there in built.pairs():
        for text, place in _same(here, there, built):
            if not is_name(text) and not listed.holds(ListedEntry({"text": text})):
                yield (
                    f"{source_of(here.path)} and {source_of(there.path)} both have {text!r} {place}: translate it, or, "
                    f"where it is the same in both languages, list it in scripts/kvm_guide/site/lists/{FILE} "
                    "([[same]] text)"
                )
    for page in built.pages.values():
        if page.article:
            yield from _foreign(page, built)
    yield from listed.unused("it is not the same in both languages anywhere")


def is_name(text: str) -> bool:
    """Whether all words of `text` are names, the same in both languages."""
    bare = " ".join(word for word in text.split() if "/" not in word and "_" not in word)
    return all(word.lower() in _NAMES for word in _WORD.findall(bare) if len(word) > 1)


def sentences(text: str) -> list[str]:
    """The sentences and half sentences of `text`."""
    return [one for part in _SENTENCE.split(f"{text} ") if (one := part.strip(" .…"))]


def speaks(text: str) -> Language | None:
    """The language of `text`, as its commonest words tell it; None where they do not."""
    said = _WORD.findall(_QUOTED.sub(" ", text).lower())
    counts = {language: sum(map(_COMMON[language].__contains__, said)) for language in LANGUAGES}
    more = max(LANGUAGES, key=lambda language: counts[language])
    rest = sum(counts[language] for language in LANGUAGES if language != more)
    enough = 2 if len(said) < 12 else 3
    return more if counts[more] >= enough and not rest else None


def untranslated(text: Text) -> bool:
    """Whether both languages of `text` say the same, and it is no name."""
    return text.es == text.en and not is_name(text.es)


def _same(here: Parsed, there: Parsed, built: Built) -> Iterator[tuple[str, str]]:
    ours, theirs = built.written[here.path], built.written[there.path]
    if [(block.kind, block.near) for block in ours] == [(block.kind, block.near) for block in theirs]:
        for one, other in zip(ours, theirs, strict=True):
            said = [_texts(block) | {part for text in _texts(block) for part in _long(text)} for block in (one, other)]
            for text in said[0] & said[1]:
                yield text, one.place()
    for name in ATTRIBUTES:
        for text in sorted(_attributes(here, name) & _attributes(there, name)):
            yield text, f"as {name}"


def _texts(block: Block) -> set[str]:
    if block.made:
        return set()
    if block.tag.name == "svg":
        return {squeezed(tag.get_text()) for tag in block.tag.find_all(["text", "title", "desc"])}
    text = block.text(code=False).replace("…", "").strip()
    return {text} if block.is_text and text else set()


def _long(text: str) -> list[str]:
    # A name or what a program says may stand in both, a sentence may not
    return [part for part in sentences(text) if len(part.split()) >= _A_SENTENCE]


def _attributes(page: Parsed, name: str) -> set[str]:
    found = {value(tag, name) for tag in page.having.get(name, []) if not _other_language(tag)}
    return found - {"", "logo"}


def _foreign(page: Parsed, built: Built) -> Iterator[str]:
    own = language_of(page.path)
    for block in built.written[page.path]:
        if block.made:
            continue
        for text in _without_emphasis(block):
            if any(speaks(sentence) not in (own, None) for sentence in _SENTENCE.split(text)):
                yield (
                    f"{source_of(page.path)}: {block.kind} {block.place()} (“{block.beginning()}”) is not in the "
                    "page's language: translate it (words of the other are set in *italics* or in quotation marks)"
                )
                break
    for name in ATTRIBUTES:
        for tag in page.having.get(name, []):
            if speaks(value(tag, name)) not in (own, None) and not _other_language(tag):
                yield f"{source_of(page.path)}: the {name} {value(tag, name)!r} is not in the language of its page"


def _without_emphasis(block: Block) -> list[str]:
    if block.tag.name == "svg":
        return [tag.get_text() for tag in block.tag.find_all(["title", "desc"])]
    if not block.is_text:
        return []
    plain = [
        str(piece)
        for piece in block.pieces
        if isinstance(piece, str)
        and not any(
            parent.name in ("code", "em", "kbd") or parent.has_attr("lang")
            for parent in takewhile(lambda parent: parent is not block.tag, piece.parents)
        )
    ]
    return [squeezed(" ".join(plain))]


def _other_language(tag: Tag) -> bool:
    return any(one.has_attr("hreflang") or (one.name != "html" and one.has_attr("lang")) for one in [tag, *tag.parents])
