"""The place on a page where the reports of a class become a table. docs/assets/js/teacher/ makes it."""

import json

from markupsafe import Markup

from kvm_guide.helper.cli import reports as checked
from kvm_guide.helper.output import class_table, report
from kvm_guide.model.step import Language
from kvm_guide.site.render.places import HELPER, link, page_url
from kvm_guide.site.render.sources import Sources
from kvm_guide.site.render.teacher.words import WORDS
from kvm_guide.site.render.templates import filled, render


def block(sources: Sources, language: Language) -> Markup:
    """The form and the place of the table; what its script says is the helper's, where the helper says it too."""
    words = WORDS[language]
    helper = link(page_url(f"{HELPER}/#teachers"), "report --verify")
    return render(
        "reports", words=words, said=json.dumps(said(language)), no_script=filled(words.no_script, link=helper)
    )


def said(language: Language) -> dict[str, object]:
    """What the script knows of reports and says in `language`."""
    slips = {"cut": report.CUT, "other": report.OTHER, "missing": report.MISSING, "changed": report.CHANGED}
    told = {"notOne": checked.NOT_ONE, "tooLarge": checked.TOO_LARGE, "again": checked.AGAIN}
    sure = {"yes": class_table.YES, "no": class_table.NO}
    return {
        **{name: text.in_(language) for name, text in (slips | told | sure).items()},
        **WORDS[language].reports,
        "columns": {name: text.in_(language) for name, text in class_table.COLUMNS.items()},
        "format": report.FORMAT,
        "required": report.REQUIRED,
        "largest": checked.LARGEST,
    }
