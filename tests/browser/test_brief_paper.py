"""The brief is one sheet of A4."""

from __future__ import annotations

from tests.browser.conftest import Town


def test_the_brief_is_one_page_of_a4(town: Town) -> None:
    page = town.visit("coordinator")
    page.goto("/countries/IE/brief")
    paper = page.pdf(format="A4", prefer_css_page_size=False)
    assert paper.count(b"/Type /Page\n") == 1
