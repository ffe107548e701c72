"""The theme's style is cut by what matches, in any state; what is left alone then goes too."""

import pytest
import tinycss2  # type: ignore[import-untyped]

from kvm_guide.site.style import cut
from kvm_guide.site.style.selectors import listed, stateless


@pytest.mark.parametrize(
    ("selector", "asked"),
    [
        ("a:hover", "a"),
        ("a:hover b", "a b"),
        (":hover", "*"),
        (".x > :focus-visible + b", ".x>*+b"),
        ("details[open] > summary::after", "details>summary"),
        ("p:before", "p"),
        ("[hidden]", "*"),
        ("a[href^='x']:focus", 'a[href^="x"]'),
        (".js .focus-visible .x", "* * .x"),
        (".md-nav__link--active", "*"),
        ("[data-md-color-scheme=slate] b", "[data-md-color-scheme=slate] b"),
        ("[data-md-color-switching] b", "* b"),
        ("li:nth-child(2n)", "li:nth-child(2n)"),
        ("li:first-child:not(.x)", "li:first-child:not(.x)"),
        # Inside a negation less must match, or more would be taken for unused
        ("li:not(:hover)", "li"),
        ("li:not(.x:checked, b)", "li"),
        (":is(.a, .b:hover) c", ":is(.a,.b) c"),
        (".x:has(> :checked)", ".x:has(>*)"),
        ("a b , c", "a b"),
    ],
)
def test_a_selector_without_its_states_matches_all_that_it_ever_does(selector: str, asked: str) -> None:
    (rule,) = tinycss2.parse_stylesheet(f"{selector}{{}}")
    assert stateless(listed(rule.prelude)[0]) == asked


SHEET = """@charset "utf-8";
:root { --used: 1px; --unused: url("data:,x"); --through: var(--used) }
.a, .b:hover { color: red !important; margin: var(--through) }
.c { animation: gone 1s }
.a:hover { animation: stays 1s }
@keyframes gone { to { color: red } }
@keyframes stays { to { color: red } }
@media print { .a { color: blue } .c { color: red } }
@media screen { .c { color: red } }
@page { margin: 1cm }
"""


def test_only_what_is_needed_is_left_in_its_order() -> None:
    assert cut.cut(SHEET, {":root", ".a"}.__contains__).split("\n") == [
        ":root{--used:1px;--through:var(--used)}",
        ".a{color:red!important;margin:var(--through)}",
        ".a:hover{animation:stays 1s}",
        "@keyframes stays{to { color: red }}",
        "@media print{.a{color:blue}}",
        "@page{margin: 1cm}",
    ]


def test_a_property_that_another_sheet_names_stays() -> None:
    assert "--unused" in cut.cut(SHEET, {":root", ".a"}.__contains__, "b { mask: var(--unused) }")


def test_what_is_asked_for_is_each_selector_once_conditions_included() -> None:
    assert cut.asked(SHEET) == [":root", ".a", ".b", ".c"]


def test_with_all_needed_the_theme_s_own_style_keeps_each_selector() -> None:
    whole = cut.theme_sheets()
    again = cut.cut(whole, lambda _: True, whole)
    assert cut.asked(again) == cut.asked(whole)
    assert cut.cut(again, lambda _: True, whole) == again


def test_an_old_name_of_a_mask_goes_where_its_own_name_is_there() -> None:
    both = (
        ".a { -webkit-mask-image: url(x); mask-image: url(x); -webkit-text-size-adjust: none; text-size-adjust: none }"
    )
    assert cut.cut(both, lambda _: True) == (".a{mask-image:url(x);-webkit-hyphens:none;hyphens:none}")
    assert cut.cut(".a { -webkit-mask-image: url(x) }", lambda _: True) == ".a{-webkit-mask-image:url(x)}"
