"""By which readers say which release is theirs, and on which the guide is proven."""

from markupsafe import Markup

from kvm_guide.model.step import Language
from kvm_guide.site.render.places import release_page
from kvm_guide.site.render.release.words import RELEASE_WORDS
from kvm_guide.site.render.sources import Sources
from kvm_guide.site.render.templates import filled, render
from kvm_guide.site.render.wording import time_element
from kvm_guide.site.render.words import WORDS


def chooser(sources: Sources, language: Language) -> Markup:
    """Where a page's script puts the control; nothing where only one release has records."""
    numbers = [one.debian for one in sources.proven_on]
    return render("chooser", numbers=numbers, words=RELEASE_WORDS[language]) if len(numbers) > 1 else Markup()


def proven(sources: Sources, language: Language) -> Markup:
    """On which releases the guide is proven, for a language's home page: its links are those of a home page."""
    words = RELEASE_WORDS[language]
    parts = [part for one in sources.proven_on if (part := _part(one, language)) is not None]
    if not parts:
        return render("nothing", said=WORDS[language].no_record)
    listed = Markup(", ").join(parts[:-1]) + (words.proven_and if len(parts) > 1 else "") + parts[-1]
    return render(
        "proven",
        said=filled(words.proven, releases=listed),
        more=[
            (f"{release_page(one.debian)}/", words.more.format(release=one.debian))
            for one in sources.others
            if _has_page(one, language)
        ],
        chooser=chooser(sources, language),
    )


def _has_page(sources: Sources, language: Language) -> bool:
    """Whether somebody has written the page about the release: the guide works without."""
    return (sources.records.parent / language / f"{release_page(sources.debian)}.md").is_file()


def _part(sources: Sources, language: Language) -> Markup | None:
    """The point release of `sources` that was seen last, and when its newest run began."""
    found = [
        (reading.known.times.run or "", reading.known.record.system.debian)
        for _, reading in sources.readings(language)
        if reading.known and reading.known.record.system
    ]
    if not found:
        return None
    at, debian = max(found)
    day = time_element(at, WORDS[language]) if at else "?"
    return filled(RELEASE_WORDS[language].proven_part, release=debian, date=day)
