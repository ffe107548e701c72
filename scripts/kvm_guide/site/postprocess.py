"""What a build leaves to be put right in its folder: one search index a language, one 404, no second copies."""

import json
import shutil
from pathlib import Path

from kvm_guide.step import LANGUAGES


def finish(site: Path, address: str) -> None:
    """Put the built `site`, which will be at `address` ("": nobody knows), right, in place."""
    _split_search(site)
    for language in LANGUAGES[1:]:
        for name in ("404.html", "sitemap.xml", "sitemap.xml.gz"):
            (site / language / name).unlink(missing_ok=True)
        for shared in ("assets", "records"):
            shutil.rmtree(site / language / shared, ignore_errors=True)
    if not address:
        # A sitemap holds whole addresses, or it is none.
        for name in ("sitemap.xml", "sitemap.xml.gz"):
            (site / name).unlink(missing_ok=True)


def _split_search(site: Path) -> None:
    """Give each language an index of its own, where theme/main.html lets the search look for it."""
    source = site / "search" / "search_index.json"
    index: dict[str, object] = json.loads(source.read_text(encoding="utf-8"))
    docs = index["docs"]
    config = index["config"]
    if not isinstance(docs, list) or not isinstance(config, dict):
        raise TypeError(f"{source} has another form than this module knows: look at what the theme writes now")
    folders = {language: f"{language}/" for language in LANGUAGES[1:]}
    for language in LANGUAGES:
        prefix = folders.get(language, "")
        own = [
            {**doc, "location": doc["location"].removeprefix(prefix)}
            for doc in docs
            if (doc["location"].startswith(prefix) if prefix else not doc["location"].startswith((*folders.values(),)))
        ]
        target = site / prefix / "search" / "search_index.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        split = {**index, "config": {**config, "lang": [language]}, "docs": own}
        target.write_text(json.dumps(split, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
