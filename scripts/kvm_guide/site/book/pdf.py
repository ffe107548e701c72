"""What Chromium leaves to be said in a PDF, and what it tells of one."""

from collections.abc import Sequence
from io import BytesIO
from typing import Final

import pikepdf

from kvm_guide.site.book import spaces
from kvm_guide.site.book.document import Document, Entry

_FONT: Final = "SourceCodePro"
"""Part of the name of the typeface in which commands and outputs are set."""


def pages_of(made: bytes) -> dict[str, int]:
    """Of each place in the PDF `made` to which something links, its name and its page, from 1 on."""
    with pikepdf.open(BytesIO(made)) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        places = pdf.Root.get("/Dests", pikepdf.Dictionary())
        return {name.removeprefix("/"): numbers[place.as_list()[0].objgen] for name, place in places.items()}


def finished(made: bytes, document: Document) -> bytes:
    """The PDF `made` of `document`, small: it says what it is, its outline is open, and what is typed and printed in a
    terminal has every space."""
    target = BytesIO()
    with pikepdf.open(BytesIO(made)) as pdf:
        for page in pdf.pages:
            spaces.keep(pdf, page, _FONT)
        with pdf.open_metadata(set_pikepdf_as_editor=False) as said:
            said["dc:title"], said["dc:creator"], said["dc:description"] = (
                document.title,
                [document.author],
                document.subject,
            )
        for name, text in (("/Title", document.title), ("/Author", document.author), ("/Subject", document.subject)):
            pdf.docinfo[name] = text
        pdf.docinfo["/Creator"] = "KVM Guide"
        pdf.Root.Lang = pikepdf.String(document.language)
        pdf.Root.PageMode = pikepdf.Name.UseOutlines
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        _outline(pdf, document.contents)
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return target.getvalue()


def _outline(pdf: pikepdf.Pdf, contents: Sequence[Entry]) -> None:
    """Make the contents the outline of `pdf`. Chromium's own has titles twice where a typeface is the page's own."""
    with pdf.open_outline() as outline:
        del outline.root[:]
        for entry in contents:
            item = pikepdf.OutlineItem(entry.title.striptags(), pikepdf.Name(f"/{entry.id}"))
            into = outline.root if entry.level == 1 else outline.root[-1].children
            into.append(item)
