"""What the lists lack, ready to paste: `python -m kvm_guide.site.checks.paste FOLDER` of a site that was built.

Each entry still needs an author's reason or source: without one the build refuses it.
"""

import json
import sys
from pathlib import Path

from kvm_guide import lessons, paths
from kvm_guide.site.checks.built import Built
from kvm_guide.site.checks.listed import Listed
from kvm_guide.site.checks.text import commands
from kvm_guide.site.checks.whole import published, versions
from kvm_guide.site.render.sources import Sources


def main(site: Path) -> None:
    """Print what the lists lack of the site built in `site`."""
    built = Built(site.resolve(), paths.DOCS, Sources(lessons.GUIDE, paths.RECORDS), "/")
    mentions = Listed.read(built.list_file(commands.FILE), "mention", ("page", "text"), ("reason",))
    told = Listed.read(built.list_file(versions.FILE), "told", ("page", "text"), ("source",))
    lists = (
        (mentions, "reason", commands.missing(built, mentions)),
        (told, "source", versions.missing(built, told)),
    )
    for listed, wanted, found in lists:
        entries = {tuple(entry.values.values()) for _, entry in found}
        print(f"# {listed.name}: {len(entries)} missing")
        for page, text in sorted(entries):
            said = json.dumps(text, ensure_ascii=False)
            print(f'[[{listed.table}]]\npage = "{page}"\ntext = {said}\n{wanted} = ""\n')
    file = built.list_file(published.FILE)
    known = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    print(f"# {published.FILE}, not listed yet:", *sorted(set(published.listed(built)) - set(known)), sep="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
