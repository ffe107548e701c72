"""The book of one language: its pages as a document, printed, with what a PDF says of itself."""

import tempfile
from pathlib import Path

from kvm_guide.model.step import Language


def write(site: Path, language: Language, address: str, target: Path) -> None:
    """Print the pages in `language` of the built `site` into the file `target`, a PDF.

    address: where the site is served, for what is not in the book; "" where that is not known, and such links end.
    Raises NotSo where a command does not fit a page, Broken where Chromium does not work.
    """
    # What prints and finishes a PDF is much, and most builds make none
    from kvm_guide.site.book import pdf
    from kvm_guide.site.book.document import document
    from kvm_guide.site.book.printing import printed

    made = document(site, language, address)
    with tempfile.TemporaryDirectory(prefix="kvm-guide-book-") as folder:
        page = Path(folder) / "book.html"
        page.write_text(made.html, encoding="utf-8")
        result = printed(page)
    target.write_bytes(pdf.finished(result, made))
