"""What Chromium leaves to be said in a PDF, and what it tells of one."""

from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject


def pages_of(made: bytes) -> dict[str, int]:
    """Of each place in the PDF `made` to which something links, its name and its page, from 1 on."""
    reader = PdfReader(BytesIO(made))
    numbers = {name: reader.get_destination_page_number(one) for name, one in reader.named_destinations.items()}
    return {name.removeprefix("/"): number + 1 for name, number in numbers.items() if number is not None}


def titled(made: bytes, title: str, author: str, subject: str, language: str) -> bytes:
    """The PDF `made` with what it is called, by whom and in which language; its outline is seen when it is opened."""
    writer = PdfWriter(clone_from=BytesIO(made))
    writer.add_metadata({"/Title": title, "/Author": author, "/Subject": subject, "/Creator": "scripts/build --all"})
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject(language)
    root[NameObject("/ViewerPreferences")] = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    writer.page_mode = "/UseOutlines"
    target = BytesIO()
    writer.write(target)
    return target.getvalue()
