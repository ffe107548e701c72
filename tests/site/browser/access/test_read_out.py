"""What a screen reader says of a step: its title, and its proof in one sentence."""

import re
from typing import TypedDict

import pytest
from playwright.sync_api import CDPSession, Page
from tests.site.browsing import FOLDERS, Site, Watched

from kvm_guide.model.step import LANGUAGES, Language
from kvm_guide.site.render.words import WORDS

pytestmark = pytest.mark.browser
TOLD: dict[Language, list[str]] = {
    "es": [
        r"Comprobado el \d+ \w+ \d{4} en Debian [\d.]+.*",
        r"Falla como se espera: comprobado el \d+ \w+ \d{4} en Debian [\d.]+.*",
        r"Sin comprobar: [^.]+\.",
        r"No se ha ejecutado: [^.]+\.",
    ],
    "en": [
        r"Fails as expected: verified on \d+ \w+ \d{4} on Debian [\d.]+.*",
        r"Verified on \d+ \w+ \d{4} on Debian [\d.]+.*",
        r"Not verified: [^.]+\.",
        r"Not run: [^.]+\.",
    ],
}


class _Value(TypedDict):
    value: str


class _Node(TypedDict, total=False):
    nodeId: str
    ignored: bool
    role: _Value
    name: _Value
    description: _Value
    childIds: list[str]


def tree(page: Page) -> dict[str, _Node]:
    """What the browser tells a screen reader of the page, by id."""
    session: CDPSession = page.context.new_cdp_session(page)
    nodes: list[_Node] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return {node["nodeId"]: node for node in nodes}


def said(node: _Node) -> str:
    """The description of `node`."""
    return node.get("description", {"value": ""})["value"]


def pieces(nodes: dict[str, _Node], node: _Node) -> list[tuple[str, str]]:
    """What is read out of `node`, piece by piece: each text with the role of what it stands in."""
    found = []
    for child in (nodes[one] for one in node.get("childIds", [])):
        if child["role"]["value"] == "StaticText":
            found.append((node["role"]["value"], child["name"]["value"]))
        else:
            found += pieces(nodes, child)
    return found


def steps(nodes: dict[str, _Node]) -> list[_Node]:
    """The groups that are steps: they are described."""
    return [node for node in nodes.values() if node.get("role", {"value": ""})["value"] == "group" and said(node)]


def hold(page: Page, language: Language) -> None:
    """Hold that each step on the page is read out with its proof, in one sentence."""
    found = steps(tree(page))
    assert len(found) == page.locator("[data-step]").count() > 0
    for node in found:
        assert node["name"]["value"]
        assert any(re.fullmatch(pattern, said(node)) for pattern in TOLD[language]), said(node)
        # A point ends it, if anything: none is inside but in a version
        assert not re.search(r"\.\s", said(node)), said(node)


@pytest.mark.parametrize("path", ["instalacion/", "requisitos/"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_is_read_out_with_its_proof_in_one_sentence(
    small: Site, tab: Watched, language: Language, path: str
) -> None:
    hold(tab.go(f"{small.url}{FOLDERS[language]}{path}"), language)


def test_the_proof_that_is_read_where_it_stands_is_the_same_sentence(small: Site, tab: Watched) -> None:
    page = tab.go(f"{small.url}instalacion/")
    nodes = tree(page)
    described = {said(node) for node in steps(nodes)}
    paragraphs = [node for node in nodes.values() if node.get("role", {"value": ""})["value"] == "paragraph"]
    read = {"".join(text for _, text in pieces(nodes, node)).strip(): pieces(nodes, node) for node in paragraphs}
    assert described <= set(read)
    for sentence in described:
        assert {role for role, _ in read[sentence]} <= {"paragraph", "time"}, "it is in pieces"


@pytest.mark.parametrize(
    "breaking",
    [
        "one => one.prepend('✔ ')",
        "one => one.append('. Otra frase.')",
        "one => one.parentElement.removeAttribute('aria-describedby')",
        "one => { one.textContent = '' }",
    ],
)
def test_a_proof_that_is_not_read_out_so_is_found(small: Site, tab: Watched, breaking: str) -> None:
    page = tab.go(f"{small.url}instalacion/")
    page.locator("#install > .kg-proof").evaluate(breaking)
    with pytest.raises(AssertionError):
        hold(page, "es")


def test_the_words_are_those_of_the_pages() -> None:
    for language in LANGUAGES:
        starts = {pattern.split(" ")[0].rstrip(":") for pattern in TOLD[language]}
        words = WORDS[language]
        told = (words.verified, words.refused, words.unproven, words.not_run)
        assert starts == {text.split(" ")[0].rstrip(":") for text in told}
