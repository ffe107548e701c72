"""The lessons as cards, for a language's home page: what each is called, and what a reader finds there."""

from markupsafe import Markup

from kvm_guide.model.step import Language
from kvm_guide.site.render.sources import Sources
from kvm_guide.site.render.student.blocks import counted
from kvm_guide.site.render.templates import render


def lessons(sources: Sources, language: Language) -> Markup:
    """A card a lesson, in the guide's order; its links are those of a home page."""
    cards = [
        (
            one.id,
            counted(one),
            f"{one.page}/",
            one.heading.in_(language),
            one.teaches.in_(language) if one.teaches else "",
        )
        for one in sources.guide.lessons
    ]
    return render("cards", cards=cards)
