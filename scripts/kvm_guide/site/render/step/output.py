"""What a terminal printed, folded below a step: what to look for is marked, and nothing is copied as a command."""

from markupsafe import Markup

from kvm_guide.model.step import Language, Step
from kvm_guide.site.render.step.excerpt import excerpt, is_long
from kvm_guide.site.render.templates import render
from kvm_guide.site.render.words import WORDS


def folded(step: Step, output: str, summary: str, whole: str, language: Language, seen: str | None = None) -> Markup:
    """The `output` of `step` behind `summary`, which is text; of a long one, the whole is a link away, the URL `whole`.

    seen: its day, where that is not the proof's.
    """
    words = WORDS[language]
    shortened = whole if is_long(output) else None
    parts = excerpt(output, step.patterns(language))
    return render(
        "output",
        summary=summary,
        seen=seen,
        lines=render("lines", parts=parts, left_out=words.lines_left_out),
        whole=shortened,
        words=words,
    )
