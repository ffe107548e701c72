"""What Chromium leaves to be said in a PDF, and what it tells of one."""

from io import BytesIO
from typing import Final

import pikepdf

from kvm_guide.site.book import spaces

_FONT: Final = "SourceCodePro"
"""Part of the name of the typeface in which commands and outputs are set."""


def pages_of(made: bytes) -> dict[str, int]:
    """Of each place in the PDF `made` to which something links, its name and its page, from 1 on."""
    with pikepdf.open(BytesIO(made)) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        places = pdf.Root.get("/Dests", pikepdf.Dictionary())
        return {name.removeprefix("/"): numbers[place.as_list()[0].objgen] for name, place in places.items()}


def finished(made: bytes, title: str, author: str, subject: str, language: str) -> bytes:
    """The PDF `made` with what it is called, by whom and in which language, small, its outline open, and with every
    space of what is typed and printed in a terminal."""
    target = BytesIO()
    with pikepdf.open(BytesIO(made)) as pdf:
        for page in pdf.pages:
            spaces.keep(pdf, page, _FONT)
        with pdf.open_metadata(set_pikepdf_as_editor=False) as said:
            said["dc:title"], said["dc:creator"], said["dc:description"] = title, [author], subject
            said["dc:language"] = [language]
        pdf.docinfo["/Title"], pdf.docinfo["/Author"], pdf.docinfo["/Subject"] = title, author, subject
        pdf.docinfo["/Creator"] = "KVM Guide"
        pdf.Root.Lang = pikepdf.String(language)
        pdf.Root.PageMode = pikepdf.Name.UseOutlines
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return target.getvalue()
