"""What readers take away of the site: archives of its pages, and the links to them."""

import base64
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kvm_guide.errors import Broken
from kvm_guide.model.step import Language
from kvm_guide.site.offline import archive, modules, pages, take_away
from kvm_guide.site.offline.pages import Places
from kvm_guide.site.style.joined import small_js

PLACES = Places(
    {"en/a/index.html": "a/index.html", "en/index.html": "index.html", "records/x.json": "records/x.json"}, ""
)


@pytest.mark.parametrize(
    ("url", "moved"),
    [
        ("../", "../index.html"),
        ("..", "../index.html"),
        ("./", "index.html"),
        ("../a/#one", "index.html#one"),
        ("../../records/x.json", "../records/x.json"),
        ("#one", "#one"),
        ("https://debian.org/a/", "https://debian.org/a/"),
        ("data:,", "data:,"),
        ("../../a/", None),
    ],
)
def test_an_address_names_a_file_of_the_folder(url: str, moved: str | None) -> None:
    assert PLACES.moved(url, "en/a/index.html") == moved


def test_what_does_not_come_along_is_where_the_site_is() -> None:
    places = Places(PLACES.members, "https://guide.example/")
    assert places.moved("../../a/#one", "en/a/index.html") == "https://guide.example/a/#one"
    assert places.moved("../../", "en/a/index.html") == "https://guide.example/"


def test_all_of_a_page_but_its_addresses_stays_to_the_letter() -> None:
    page = '<!doctype html><p>a &lt; b & href="../" <a class="x" href="../">&Ntilde;</a><!-- c --><code>&#34;</code>'
    assert pages.offline(page, "en/a/index.html", PLACES) == page.replace(
        '<a class="x" href="../"', '<a class="x" href="../index.html"'
    )


def test_a_module_is_a_function() -> None:
    text = 'import { a as b, c } from "./c.js"\nexport const d = () => import("./e.js")\nconst f = import.meta.url\n'
    made = modules.defined("m.js", text)
    assert 'const { a: b, c } = __need("./c.js")' in made
    assert 'const d = exports.d = () => __load("./e.js")\nconst f = __url' in made


def test_a_module_that_was_made_small_is_one_too() -> None:
    text = small_js(
        '/* Said */\nimport { a as b, c } from "./c.js"\n\n// One\nexport const d = () => import("./e.js")\n'
    )
    made = modules.defined("m.js", text)
    assert '__need("./c.js")' in made
    assert "const d = exports.d =()=>__load(" in made
    assert "Said" not in made


@pytest.mark.parametrize("text", ['import x from "./y.js"', "export default 1", 'export { a as b } from "./c.js"'])
def test_a_module_that_is_not_understood_is_refused(text: str) -> None:
    with pytest.raises(Broken, match=r"m\.js uses '(import|export)"):
        modules.defined("m.js", text)


def _site(folder: Path) -> Path:
    for home in ("", "en/"):
        (folder / home / "pagefind").mkdir(parents=True)
        (folder / home / "pagefind" / "pagefind.js").write_text("var a=1;export{a};")
        (folder / home / "index.html").write_text(f"<article>{take_away.PLACE}</article>")
    return folder


def _book(_site: Path, _language: Language, _address: str, target: Path) -> None:
    target.write_bytes(b"%PDF" * 60_000)


KINDS = (take_away.KINDS[0], replace(take_away.KINDS[1], write=_book))
"""A zip, and a PDF that no browser prints."""


@pytest.mark.parametrize(("home", "language", "sizes"), [("", "es", ("0,0", "0,2")), ("en/", "en", ("0.0", "0.2"))])
def test_the_home_pages_name_what_is_taken_away_with_size_and_day(
    tmp_path: Path, home: str, language: Language, sizes: tuple[str, str]
) -> None:
    site = _site(tmp_path)
    take_away.add(site, "", KINDS)
    text = (site / home / "index.html").read_text(encoding="utf-8")
    for kind, size in zip(KINDS, sizes, strict=True):
        file = f"{archive.name(language)}{kind.ending}"
        assert (site / home / file).is_file()
        day = f'({size} MB, <time datetime="{datetime.now(UTC).date().isoformat()}'
        assert f'<a href="{file}" download="{file}">{kind.said[language].link}</a> {day}' in text
    with zipfile.ZipFile(site / home / f"{archive.name(language)}.zip") as packed:
        names = packed.namelist()
        assert all(name.startswith(f"kvm-debian-12-{language}/") for name in names)
        assert not [name for name in names if name.endswith((".zip", ".pdf")) or "/en/" in name]
        inside = packed.read(f"kvm-debian-12-{language}/index.html").decode()
    assert "download=" not in inside, "an archive that offers itself"


def test_the_zip_has_no_pdf_of_an_earlier_build(tmp_path: Path) -> None:
    site = _site(tmp_path)
    for _ in range(2):
        take_away.add(site, "", KINDS)
        for page in ("index.html", "en/index.html"):
            (site / page).write_text(take_away.PLACE)
    with zipfile.ZipFile(site / "kvm-debian-12-es.zip") as packed:
        assert not [name for name in packed.namelist() if name.endswith((".zip", ".pdf"))]


def test_a_recording_is_where_its_player_can_fetch_it(tmp_path: Path) -> None:
    site = _site(tmp_path)
    recording = "records/debian-12/install.en.cast"
    (site / recording).parent.mkdir(parents=True)
    (site / recording).write_text("[0.5]")
    (site / "records/debian-12/install.es.cast").write_text("[0.5]")
    (site / "en/a").mkdir()
    (site / "en/a/index.html").write_text(
        f'<div data-kg-session="../../{recording}"><a href="../../{recording}"></a></div>'
    )
    archive.write(site, "en", "", tmp_path / "zip")
    with zipfile.ZipFile(tmp_path / "zip") as packed:
        names = [name for name in packed.namelist() if name.endswith(".cast")]
        assert names == [f"kvm-debian-12-en/{recording}"]
        page = packed.read("kvm-debian-12-en/a/index.html").decode()
        fetched = json.loads(
            packed.read(f"kvm-debian-12-en/{archive.FILES}").decode().split("\n")[0].partition(" = ")[2]
        )
    assert page == f'<div data-kg-session="../{recording}"><a href="../{recording}"></a></div>'
    assert base64.b64decode(fetched[recording]) == b"[0.5]"


def test_the_same_pages_make_the_same_archive(tmp_path: Path) -> None:
    site = _site(tmp_path / "site")
    for name in ("one", "two"):
        archive.write(site, "es", "", tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_home_page_without_a_place_for_them_is_told(tmp_path: Path) -> None:
    site = _site(tmp_path)
    (site / "en" / "index.html").write_text("<article></article>")
    with pytest.raises(Broken, match=r"en/index\.html has no place"):
        take_away.add(site, "", KINDS)
