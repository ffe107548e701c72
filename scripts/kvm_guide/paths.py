"""Where things lie in the project, and the cache outside it."""

import os
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
DOCS: Final = ROOT / "docs"
RECORDS: Final = DOCS / "records"
SITE: Final = ROOT / "site"


def cache() -> Path:
    """The folder of the content-keyed cache: `KVM_GUIDE_CACHE`, else the user's cache folder. Made when missing."""
    chosen = os.environ.get("KVM_GUIDE_CACHE")
    if chosen:
        folder = Path(chosen)
    elif sys.platform == "darwin":
        folder = Path.home() / "Library" / "Caches" / "kvm-guide"
    else:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kvm-guide"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
