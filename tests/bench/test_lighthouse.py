"""The benchmark of the pages: the same text for all, a host that compresses, and what Lighthouse said, as rows."""

import gzip
import json
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from kvm_guide.bench.lighthouse import audits, plain, programs
from kvm_guide.bench.lighthouse.audits import CATEGORIES, Result
from kvm_guide.bench.lighthouse.host import served
from kvm_guide.bench.lighthouse.part import of_page
from kvm_guide.bench.table import Row

PAGE = """
<html lang="es"><body><nav>Menú</nav><article>
<h1 id="t">Instalar <a class="headerlink" href="#t">¶</a></h1>
<p>Un <em>párrafo</em>
con <a href="../x/#y" class="z">enlace</a>.</p>
<h2 id="s">Los   pasos</h2>
<div class="kg-step" id="a"><div class="kg-head"><span class="kg-title">Un paso</span></div>
<div class="language-bash highlight kg-command" data-copy="ls"><pre><span></span><code>ls &lt;x&gt;
pwd</code></pre></div>
<details class="kg-details"><summary>Salida</summary><pre class="kg-output">uno

dos &amp; tres</pre></details>
<section class="kg-own"><button>Hecho</button></section></div>
<table class="kg"><tr><td colspan="2" style="x">1</td></tr></table>
</article></body></html>
"""
TEXT = """\
<p>Un <em>párrafo</em> con <a href="../x/#y">enlace</a>.</p>

## Los pasos

<p>Un paso</p>

```bash
ls <x>
pwd
```

<details><summary>Salida</summary><pre>uno&#10;&#10;dos &amp; tres</pre></details>

<table><tr><td colspan="2">1</td></tr></table>
"""


def test_the_others_get_the_text_of_the_page_and_nothing_of_what_is_only_ours() -> None:
    assert plain.page("instalacion", PAGE) == plain.Page("instalacion", "Instalar", TEXT)
    with pytest.raises(ValueError, match="has no article"):
        plain.page("x", "<html></html>")


def test_the_pages_are_those_of_one_language_that_have_a_text_of_their_own(tmp_path: Path) -> None:
    for path in ("", "instalacion/", "en/", "en/instalacion/", "l/"):
        (tmp_path / path).mkdir(exist_ok=True)
        (tmp_path / path / "index.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "l" / "index.html").write_text("<html data-language-neutral>", encoding="utf-8")
    assert [page.path for page in plain.pages(tmp_path)] == ["", "instalacion"]


def test_the_host_compresses_texts_and_gives_nothing_outside(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "a").mkdir(parents=True)
    (site / "a" / "index.html").write_text("<p>ñ" * 500, encoding="utf-8")
    (site / "p.png").write_bytes(b"\x89PNG")
    (site / "404.html").write_text("none", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    with served(site) as url:
        with urllib.request.urlopen(f"{url}a/") as answer:
            body = answer.read()
            assert answer.headers["Content-Encoding"] == "gzip"
            assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert len(body) < 100
        assert gzip.decompress(body).decode() == "<p>ñ" * 500
        with urllib.request.urlopen(f"{url}p.png") as answer:
            assert answer.headers["Content-Encoding"] is None
            assert answer.headers["Content-Type"] == "image/png"
        for path in ("nothing/", "../secret.txt", "%2e%2e/secret.txt", "a"):
            with pytest.raises(urllib.error.HTTPError) as missing:
                urllib.request.urlopen(url + path)
            assert missing.value.code == 404
            assert gzip.decompress(missing.value.read()) == b"none"


def _report(score: float) -> audits._Report:
    ids = {name: [{"id": f"{name}-audit", "weight": 1}, {"id": "told", "weight": 0}] for name in CATEGORIES}
    found: dict[str, audits._Audit] = {
        f"{name}-audit": {"title": f"About {name}", "score": score if name == "seo" else 1} for name in CATEGORIES
    }
    found["told"] = {"title": "Only told", "score": 0}
    found["largest-contentful-paint"] = {"title": "LCP", "score": 1, "numericValue": 1234.5}
    categories = {name: {"score": score if name == "seo" else 1, "auditRefs": ids[name]} for name in CATEGORIES}
    report: audits._Report = json.loads(json.dumps({"categories": categories, "audits": found}))
    return report


def test_a_report_gives_the_scores_and_what_is_wrong() -> None:
    assert audits.read(_report(1)) == Result(dict.fromkeys(CATEGORIES, 100.0), 1234.5, ())
    result = audits.read(_report(0.5))
    assert result.scores["seo"] == 50
    assert result.wrong == ("seo: seo-audit: About seo",)


def test_of_several_runs_the_middle_counts_and_every_fault() -> None:
    runs = [Result({"seo": score}, lcp, (fault,)) for score, lcp, fault in ((90, 3, "a"), (100, 1, "b"), (95, 2, "a"))]
    assert audits.middle(runs) == Result({"seo": 95}, 2, ("a", "b"))


def test_a_page_is_held_against_full_scores_and_starlights_time(capfd: pytest.CaptureFixture[str]) -> None:
    full = dict.fromkeys(CATEGORIES, 100.0)
    theirs = {"Starlight": Result(full, 1000.0, ()), "Material": Result(full, 2000.0, ())}
    rows = of_page("instalacion", Result(full, 1000.0, ()), theirs)
    assert all(row.met for row in rows)
    worse = of_page("instalacion", Result(full | {"seo": 99.0}, 1001.0, ("seo: x",)), theirs)
    assert [row.name for row in worse if not row.met] == ["instalacion: seo", "instalacion: largest piece there"]
    assert {row.of for row in worse if row.of} == {
        f"{other}, instalacion: largest piece there" for other in ("Starlight", "Material")
    }
    assert len({row.name for row in worse}) == len(worse)
    assert "instalacion: seo: x" in capfd.readouterr().err
    assert {row.goal for row in of_page("", Result(full, 9e9, ()), {})} == {100, None}


def test_a_goal_of_at_least_is_met_from_there_on() -> None:
    assert [Row("x", value, 100, least=True).met for value in (99.0, 100.0)] == [False, True]


def test_what_is_fetched_is_pinned_by_hash() -> None:
    wanted = json.loads((programs.PINNED / "package.json").read_text())["dependencies"]
    lock = json.loads((programs.PINNED / "package-lock.json").read_text())
    assert lock["packages"][""]["dependencies"] == wanted
    assert all(version[0].isdigit() for version in wanted.values())
    locked = {name: one for name, one in lock["packages"].items() if name}
    assert {name: one["version"] for name, one in locked.items() if name in {f"node_modules/{w}" for w in wanted}} == {
        f"node_modules/{name}": version for name, version in wanted.items()
    }
    assert [name for name, one in locked.items() if not one.get("integrity")] == []
    assert [name for name, one in locked.items() if "resolved" in one] == []
    assert "--hash=sha256:" in programs.NODE.read_text()
