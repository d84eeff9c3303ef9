"""The pages' scripts on small pages of their own: rows edited in place, arrow keys, pictures, unsaved changes."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from flask import Flask, jsonify, render_template_string, request
from playwright.sync_api import Locator, Page, expect
from wtforms import Form, SelectMultipleField

from app.core.errors import Conflict, Invalid
from app.http.doors import public
from tests.browser.conftest import Watch, axe

ROW = """
<tr data-row id="row-{{ number }}">
  <th scope="row">Milestone {{ number }}</th>
  <td>
    <label class="visually-hidden" for="title-{{ number }}">Title {{ number }}</label>
    <input class="ecl-text-input" form="edit-{{ number }}" id="title-{{ number }}" name="title" value="{{ title }}">
  </td>
  <td>
    <label class="visually-hidden" for="step-{{ number }}">Step {{ number }}</label>
    <select class="ecl-select" form="edit-{{ number }}" id="step-{{ number }}" name="step">
      <option{{ " selected" if chosen == "draft" }}>draft</option>
      <option{{ " selected" if chosen == "adopted" }}>adopted</option>
    </select>
  </td>
  <td>
    <form id="edit-{{ number }}" method="post" action="/rows/{{ number }}" data-row-editor>
      <input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
      <input type="hidden" name="version" value="{{ version }}">
      <button class="ecl-button ecl-button--secondary" type="submit">Save {{ number }}</button>
    </form>
    <p class="row-status" data-row-status></p>
  </td>
</tr>
"""
PAGE = """
{% extends "frame/base.html" %}
{% block title %}Rows{% endblock %}
{% block main %}
<h1>Rows</h1>
<table class="rows">
  <caption>Milestones</caption>
  <thead>
    <tr>{% for name in ["Milestone", "Title", "Step", "Save"] %}<th scope="col">{{ name }}</th>{% endfor %}</tr>
  </thead>
  <tbody>{% for row in rows %}{{ row|safe }}{% endfor %}</tbody>
</table>
{% endblock %}
"""
MATRIX = """
{% extends "frame/base.html" %}
{% block title %}Matrix{% endblock %}
{% block main %}
<h1>Matrix</h1>
<table class="matrix" data-arrow-keys>
  <caption>Matrix</caption>
  <thead>
    <tr>
      <th scope="col">Country</th>
      {% for n in range(3) %}<th scope="col"><a href="#b">B{{ n }}</a></th>{% endfor %}
    </tr>
  </thead>
  <tbody>
    {% for r in range(3) %}
      <tr>
        <th scope="row"><a href="#r">R{{ r }}</a></th>
        {% for n in range(3) %}
          <td class="matrix__cell">{% if (r, n) != (1, 1) %}<a href="#x">{{ r }}{{ n }}</a>{% endif %}</td>
        {% endfor %}
      </tr>
    {% endfor %}
  </tbody>
</table>
<p><a href="#after">After</a></p>
{% endblock %}
"""
CHART = """
{% extends "frame/base.html" %}
{% from "components/chart.html" import chart %}
{% block title %}Chart{% endblock %}
{% block main %}
<h1>Chart</h1>
{% for n in range(120) %}<p>Before the picture stands much text.</p>{% endfor %}
{% for name in names %}
  {% call chart("/figures/" ~ name, "It rose to 71 %.", "/trend.csv") %}<p>71</p>{% endcall %}
{% endfor %}
{% endblock %}
"""


@dataclass
class Kept:
    """What the small server keeps and how it is to answer."""

    rows: dict[int, dict[str, str]] = field(default_factory=dict)
    saves: list[dict[str, str]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    delay: float = 0
    refusal: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)


@pytest.fixture
def kept(live_app: Flask) -> Kept:
    kept = Kept(rows={n: {"title": f"Bill {n}", "step": "draft", "version": "1"} for n in (1, 2)})

    def drawn(number: int) -> str:
        row = kept.rows[number]
        values = {"number": number, "title": row["title"], "chosen": row["step"], "version": row["version"]}
        return render_template_string(ROW, **values)

    @live_app.get("/rows")
    @public
    def rows() -> str:
        return render_template_string(PAGE, rows=[drawn(number) for number in kept.rows])

    @live_app.post("/rows/<int:number>")
    @public
    def save(number: int) -> str:
        if request.headers.get("X-Requested-With") != "tracker":
            return render_template_string("{% extends 'frame/base.html' %}{% block main %}<h1>Both</h1>{% endblock %}")
        with kept.lock:
            kept.at_once += 1
            kept.most_at_once = max(kept.most_at_once, kept.at_once)
        time.sleep(kept.delay)
        with kept.lock:
            kept.at_once -= 1
        if kept.refusal == "invalid":
            raise Invalid("Give a title.", field="title")
        row, sent = kept.rows[number], request.form
        if kept.refusal == "conflict" or sent["version"] != row["version"]:
            raise Conflict("Somebody else has changed this.")
        kept.saves.append(sent.to_dict())
        row.update(title=sent["title"], step=sent["step"], version=str(int(row["version"]) + 1))
        return drawn(number)

    return kept


@pytest.fixture
def rows(kept: Kept, page: Page) -> Page:
    page.goto("/rows")
    expect(page.locator("html.has-script")).to_be_attached()
    page.wait_for_load_state("networkidle")
    return page


def status(page: Page, number: int = 1) -> Locator:
    return page.locator(f"#row-{number} [data-row-status]")


def test_enter_saves_the_row_in_place(rows: Page, kept: Kept) -> None:
    title = rows.get_by_label("Title 1")
    title.fill("Bill enacted")
    expect(status(rows)).to_have_text("Not yet saved")
    title.press("Enter")
    expect(status(rows)).to_contain_text("Saved ")
    expect(rows.get_by_label("Title 1")).to_be_focused()
    expect(rows.locator("#announcements")).to_contain_text("Saved ")
    assert kept.rows[1] == {"title": "Bill enacted", "step": "draft", "version": "2"}
    rows.get_by_label("Step 1").select_option("adopted")
    rows.get_by_label("Step 1").press("Enter")
    expect(rows.locator("#row-1 input[name=version]")).to_have_value("3")
    assert kept.rows[2]["version"] == "1"
    axe(rows)


def test_escape_restores(rows: Page, kept: Kept) -> None:
    title = rows.get_by_label("Title 1")
    title.fill("Something else")
    title.press("Escape")
    expect(title).to_have_value("Bill 1")
    expect(status(rows)).to_have_text("")
    assert kept.saves == []


def test_saves_of_a_row_go_one_after_the_other(rows: Page, kept: Kept) -> None:
    kept.delay = 0.4
    title = rows.get_by_label("Title 1")
    title.fill("First")
    title.press("Enter")
    title.fill("Second")
    title.press("Enter")
    expect(rows.locator("#row-1 input[name=version]")).to_have_value("3")
    expect(rows.get_by_label("Title 1")).to_have_value("Second")
    assert [(save["title"], save["version"]) for save in kept.saves] == [("First", "1"), ("Second", "2")]
    assert kept.most_at_once == 1


def test_what_is_typed_while_saving_stays(rows: Page, kept: Kept) -> None:
    kept.delay = 0.5
    title = rows.get_by_label("Title 1")
    title.fill("First")
    title.press("Enter")
    title.fill("Still being typed")
    expect(rows.locator("#row-1 input[name=version]")).to_have_value("2")
    expect(rows.get_by_label("Title 1")).to_have_value("Still being typed")
    assert kept.rows[1]["title"] == "First"


def test_a_refusal_stands_in_the_row(rows: Page, kept: Kept, watch: Watch) -> None:
    watch.allowed.append("422")
    kept.refusal = "invalid"
    title = rows.get_by_label("Title 1")
    title.fill("x")
    title.press("Enter")
    told = rows.locator("#row-1").get_by_role("alert")
    expect(told).to_have_text("Give a title.")
    expect(title).to_have_attribute("aria-invalid", "true")
    expect(title).to_be_focused()
    expect(title).to_have_value("x")
    axe(rows)
    kept.refusal = ""
    title.press("Enter")
    expect(status(rows)).to_contain_text("Saved ")
    expect(told).to_be_hidden()


def test_a_stale_row_leads_to_the_page_that_shows_both(rows: Page, kept: Kept, watch: Watch) -> None:
    watch.allowed.append("409")
    kept.refusal = "conflict"
    rows.get_by_label("Title 1").fill("Mine")
    rows.get_by_label("Title 1").press("Enter")
    expect(rows.locator("#row-1").get_by_role("alert")).to_contain_text("Somebody else has changed this.")
    rows.get_by_role("button", name="Compare both and choose").click()
    expect(rows.get_by_role("heading", level=1)).to_have_text("Both")


def test_a_server_that_does_not_answer_loses_nothing(rows: Page, kept: Kept, watch: Watch) -> None:
    watch.allowed.append("ERR_FAILED")
    rows.route("**/rows/1", lambda route: route.abort())
    rows.get_by_label("Title 1").fill("Mine")
    rows.get_by_role("button", name="Save 1").click()
    expect(rows.locator("#row-1").get_by_role("alert")).to_contain_text("did not answer")
    expect(rows.get_by_label("Title 1")).to_have_value("Mine")
    rows.unroute("**/rows/1")
    rows.get_by_role("button", name="Save 1").click()
    expect(status(rows)).to_contain_text("Saved ")


def test_leaving_with_unsaved_changes_is_asked_about(rows: Page, kept: Kept) -> None:
    asked: list[str] = []

    def answer(dialog) -> None:  # type: ignore[no-untyped-def]
        asked.append(dialog.type)
        dialog.accept()

    rows.on("dialog", answer)
    rows.get_by_label("Title 1").press_sequentially("x")
    rows.goto("/login")
    assert asked == ["beforeunload"]
    rows.goto("/rows")
    rows.wait_for_load_state("networkidle")
    rows.get_by_label("Title 1").press_sequentially("x")
    rows.get_by_label("Title 1").press("Enter")
    expect(status(rows)).to_contain_text("Saved ")
    rows.goto("/login")
    assert asked == ["beforeunload"]


def test_without_scripts_the_row_is_a_form(kept: Kept, new_page: Callable[..., Page]) -> None:
    page = new_page(scripts=False)
    page.goto("/rows")
    page.get_by_role("button", name="Save 1").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Both")


# --- arrow keys ------------------------------------------------------------------------------------------


@pytest.fixture
def matrix(live_app: Flask, page: Page) -> Page:
    @live_app.get("/small-matrix")
    @public
    def small_matrix() -> str:
        return render_template_string(MATRIX)

    page.goto("/small-matrix")
    page.wait_for_load_state("networkidle")
    return page


def test_arrow_keys_move_and_never_trap(matrix: Page) -> None:
    link = matrix.get_by_role("link", name="00", exact=True)
    link.focus()
    for key, name in [
        ("ArrowRight", "01"),
        ("ArrowDown", "21"),  # over the cell that has no link
        ("ArrowLeft", "20"),
        ("ArrowDown", "20"),  # the edge
        ("End", "22"),
        ("Home", "R2"),
        ("ArrowUp", "R1"),
        ("ArrowUp", "R0"),
    ]:
        matrix.keyboard.press(key)
        expect(matrix.get_by_role("link", name=name, exact=True)).to_be_focused()
    matrix.get_by_role("link", name="22", exact=True).focus()
    matrix.keyboard.press("Tab")
    expect(matrix.get_by_role("link", name="After")).to_be_focused()
    matrix.keyboard.press("Shift+Tab")
    expect(matrix.get_by_role("link", name="22", exact=True)).to_be_focused()
    axe(matrix)


# --- pictures --------------------------------------------------------------------------------------------


@pytest.fixture
def charts(live_app: Flask) -> None:
    @live_app.get("/chart")
    @public
    def chart() -> str:
        return render_template_string(CHART, names=["line", "heat"])

    @live_app.get("/failing")
    @public
    def failing() -> str:
        return render_template_string(CHART, names=["none"])

    @live_app.get("/figures/<name>")
    @public
    def figures(name: str):  # type: ignore[no-untyped-def]
        if name == "none":
            raise Invalid("No figures.")
        if name == "heat":
            return jsonify(data=[{"type": "heatmap", "z": [[1, 2], [3, 4]], "xgap": 2, "ygap": 2}], layout={})
        return jsonify(data=[{"type": "scatter", "x": [1, 2], "y": [1, 2]}], layout={"title": {"text": "Trend"}})


@pytest.mark.usefixtures("charts")
def test_a_picture_comes_when_it_is_scrolled_to(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/chart")
    page.wait_for_load_state("networkidle")
    assert not any("plotly" in url for url in asked)
    for number in (0, 1):
        figure = page.locator("figure").nth(number)
        figure.scroll_into_view_if_needed()
        expect(figure).to_have_attribute("data-state", "drawn")
        expect(figure.locator("svg.main-svg").first).to_be_visible()
    assert sum("vendor/plotly" in url and url.endswith(".js") for url in asked) == 1
    axe(page)


@pytest.mark.usefixtures("charts")
def test_a_picture_that_fails_says_where_its_figures_are(page: Page, watch: Watch) -> None:
    watch.allowed.append("422")
    page.goto("/failing")
    page.locator("figure").scroll_into_view_if_needed()
    expect(page.locator("figure")).to_contain_text("could not be loaded")
    axe(page)


LONG_LIST = """
{% extends "frame/base.html" %}
{% from "components/form.html" import choices %}
{% block title %}Long list{% endblock %}
{% block main %}<h1>Long list</h1><form method="post" data-unsaved>{{ choices(form.of) }}</form>{% endblock %}
"""


class LongForm(Form):
    """Seventeen boxes, more than are looked through at a glance."""

    of = SelectMultipleField(
        "Authorities", choices=[*(f"Authority {number}" for number in range(1, 17)), "Ministry of Équipement"]
    )


@pytest.fixture
def long_list(live_app: Flask, page: Page) -> Page:
    @live_app.get("/long-list")
    @public
    def small_list() -> str:
        return render_template_string(LONG_LIST, form=LongForm())

    page.goto("/long-list")
    page.wait_for_load_state("networkidle")
    return page


def test_words_narrow_a_long_list_and_what_is_ticked_stays(long_list: Page) -> None:
    search, boxes = long_list.get_by_role("searchbox"), long_list.get_by_role("checkbox")
    expect(search).to_have_accessible_name("Authorities: Search these 17")
    long_list.get_by_label("Authority 3", exact=True).check()
    search.fill("equip")
    expect(boxes).to_have_count(2)
    expect(long_list.get_by_label("Ministry of Équipement")).to_be_visible()
    expect(long_list.get_by_label("Authority 3", exact=True)).to_be_checked()
    expect(long_list.locator("#announcements")).to_have_text("1 fit")
    axe(long_list)
    search.press("Enter")
    search.press("Escape")
    expect(boxes).to_have_count(17)
    expect(long_list).to_have_url(re.compile("/long-list$"))
