"""A step's card, as a browser would see it."""

from dataclasses import replace
from html.parser import HTMLParser

from tests.recorded_guide import GUIDE, fabricated

from kvm_guide.model.step import Language, Step
from kvm_guide.records.proof import Proof, judge
from kvm_guide.records.store import Known
from kvm_guide.records.times import StepTimes
from kvm_guide.site.render.step.card import card


class Card(HTMLParser):
    """What a browser would see of a card."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root: dict[str, str] = {}
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.by_tag: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.root = self.root or given
        self.tags.append((tag, given))
        if tag not in ("img", "source", "wbr"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        self.text += data
        for tag in set(self._open):
            self.by_tag[tag] = self.by_tag.get(tag, "") + data

    def has_class(self, name: str) -> bool:
        return any(name in given.get("class", "").split() for _, given in self.tags)


def rendered(step_id: str, language: Language, times: StepTimes | None = None, **changed: object) -> Card:
    """The card of a step whose entry has so much `changed`. times: its own, where they are not `moment`'s."""
    known = fabricated(GUIDE.lesson_of(step_id), language)
    steps = tuple(replace(one, **changed) if one.id == step_id else one for one in known.record.steps)  # type: ignore[arg-type]
    moments = {**known.times.steps, step_id: times} if times else known.times.steps
    return card_in(Known(replace(known.record, steps=steps), replace(known.times, steps=moments)), step_id, language)


def card_in(known: Known, step_id: str, language: Language) -> Card:
    """The card of a step as what is `known` of its lesson has it."""
    step = GUIDE.step(step_id)
    return Card(html_of(step, judge(step, GUIDE.chains[step_id], known), language))


def html_of(step: Step, proof: Proof, language: Language) -> str:
    """The card of `step` with this `proof`."""
    return card(step, GUIDE.lesson_of(step.id), proof, language)
