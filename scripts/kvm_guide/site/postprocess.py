"""What a build leaves to be put right in its folder: the search's index, one 404, no second copies."""

import shutil
from pathlib import Path

from kvm_guide.model.step import LANGUAGES
from kvm_guide.site import search


def finish(site: Path, address: str) -> None:
    """Put the built `site`, which will be at `address` ("": nobody knows), right, in place.

    Raises Broken where the search's index cannot be made.
    """
    for language in LANGUAGES[1:]:
        for name in ("404.html", "sitemap.xml", "sitemap.xml.gz"):
            (site / language / name).unlink(missing_ok=True)
        for shared in ("assets", "records"):
            shutil.rmtree(site / language / shared, ignore_errors=True)
    if not address:
        # A sitemap holds whole addresses, or it is none.
        for name in ("sitemap.xml", "sitemap.xml.gz"):
            (site / name).unlink(missing_ok=True)
    search.write(site)
