"""The cut of ECL's styles: what pages use stays as it was, what they cannot use goes."""

from __future__ import annotations

import re

import pytest

from tools import stylesheet
from tools.build_assets import ECL


def cut(css: str, *texts: str) -> str:
    return stylesheet.cut(css, stylesheet.used_in(texts))


@pytest.mark.parametrize(
    ("css", "page", "kept"),
    [
        (".ecl-tag{color:red}.ecl-card{color:blue}", '<p class="ecl-tag">', ".ecl-tag{color:red}"),
        (".ecl-a,.ecl-b{top:0}", "ecl-b", ".ecl-b{top:0}"),
        (".ecl-a .ecl-b{top:0}", "ecl-a", ""),
        (".ecl-a:not(.ecl-b):is(.ecl-c,.ecl-d){top:0}", "ecl-a", ".ecl-a:not(.ecl-b):is(.ecl-c,.ecl-d){top:0}"),
        (".ecl-tag--low{top:0}.ecl-tagline{top:0}", "ecl-tag--{{ kind }}", ".ecl-tag--low{top:0}"),
        ("@media print{.ecl-a{top:0}.ecl-b{top:0}}", "ecl-a", "@media print{.ecl-a{top:0}}"),
        ("@media print{.ecl-b{top:0}}", "ecl-a", ""),
        ("@media print{@supports (top:0){.ecl-a{top:0}}}", "ecl-a", "@media print{@supports (top:0){.ecl-a{top:0}}}"),
        ("[class*=ecl-col-]{top:0}main{top:0}", "", "[class*=ecl-col-]{top:0}main{top:0}"),
        (r".ecl-w-1\/2{top:0}", "ecl-w-1", ""),
        ('.ecl-a{content:"};.ecl-b{"}', "ecl-a", '.ecl-a{content:"};.ecl-b{"}'),
        ("@font-face{src:url(x)}@charset \"UTF-8\";.ecl-a{top:0}", "ecl-a", ".ecl-a{top:0}"),
        ("@keyframes t{to{top:0}}.ecl-a{animation:t 1s}", "ecl-a", "@keyframes t{to{top:0}}.ecl-a{animation:t 1s}"),
        ("@keyframes turn{to{top:0}}.ecl-a{top:0}", "ecl-a", ".ecl-a{top:0}"),
    ],
)  # fmt: skip
def test_a_rule_stays_when_every_class_it_demands_is_named(css: str, page: str, kept: str) -> None:
    assert cut(css, page) == kept


def test_custom_properties_stay_when_something_kept_refers_to_them_even_through_others() -> None:
    css = (
        ":root{--one:var(--two);--two:1px;--three:2px;--four:3px;--five:4px}"
        ".ecl-a{top:var(--one)}.ecl-b{top:var(--five)}"
    )
    assert cut(css, "ecl-a", "top: var(--three)") == (
        ":root{--one:var(--two);--two:1px;--three:2px}.ecl-a{top:var(--one)}"
    )


def test_comments_go_except_notices_and_what_stands_in_strings() -> None:
    assert stylesheet.without_comments('/* a */b{content:"/* c */"}/*! d */') == 'b{content:"/* c */"}/*! d */'


@pytest.mark.parametrize("css", [".ecl-a{top:0", '.ecl-a{content:"}', ".ecl-a"])
def test_a_broken_sheet_is_refused(css: str) -> None:
    with pytest.raises(ValueError, match=r"not closed|ends inside"):
        cut(css, "ecl-a")


def test_nothing_of_ecl_is_lost_or_changed_when_everything_is_used() -> None:
    css = (ECL / "ecl-ec.css").read_text()
    everything = stylesheet.Used(frozenset(), ("",), frozenset(stylesheet.PROPERTY.findall(css)))
    without_fonts = re.sub(r'@font-face\{[^}]*\}|@charset "UTF-8";|/\*.*?\*/', "", css, flags=re.DOTALL)

    def bare(text: str) -> str:
        return re.sub(r"\s+", "", text).replace(";}", "}")

    assert bare(stylesheet.cut(css, everything)) == bare(without_fonts)
