"""What a terminal printed, folded below a step: what to look for is marked, and nothing is copied as a command."""

from kvm_guide.model.step import Language, Step
from kvm_guide.site.render.html import element, escape
from kvm_guide.site.render.places import record_url
from kvm_guide.site.render.step.excerpt import Gap, Line, excerpt
from kvm_guide.site.render.words import WORDS


def folded(step: Step, output: str, summary: str, language: Language) -> str:
    """The `output` of `step` behind `summary`, which is text; the whole of it is a link away."""
    words = WORDS[language]
    parts = [_piece(part, language) for part in excerpt(output, step.patterns(language))]
    text = terminal(words.output_label.format(title=step.title.in_(language)), "\n".join(parts))
    whole = element("a", {"class": "kg-whole", "href": record_url(language)}, escape(words.whole))
    head = element("summary", {}, escape(summary))
    return element("details", {"class": "kg-details", "data-search-exclude": ""}, head, text, whole)


def terminal(label: str, content: str) -> str:
    """What a terminal showed (`content`, HTML already) in a block of its own: it scrolls, and it has no copy button."""
    attributes: dict[str, str | None] = {
        "class": "kg-output no-copy",
        "tabindex": "0",
        "role": "group",
        "aria-label": label,
    }
    # The HTML parser drops a newline just after <pre>: one of ours goes, the output's own stays.
    return element("pre", attributes, "\n" + content)


def _piece(part: Line | Gap, language: Language) -> str:
    if isinstance(part, Gap):
        said = WORDS[language].lines_left_out.format(n=part.lines)
        return element("a", {"class": "kg-gap", "href": record_url(language)}, escape(said))
    text = escape(part.text)
    return element("mark", {}, text) if part.marked and text else text
