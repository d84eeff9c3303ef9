"""The page on which a spreadsheet's columns and words are said: what it shows, and what was chosen on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.catalogue.views import CatalogueView, ItemView
from app.exchange.foreign.days import styles, unclear
from app.exchange.foreign.guessing import day_cells
from app.exchange.foreign.layout import LEFT_OUT, NEW, Layout, Order, Target
from app.exchange.foreign.meanings import Meanings, Proposals
from app.exchange.foreign.rows import ForeignRows, Question
from app.exchange.foreign.table import SHOWN, Head, Table, heads_of, text_of
from app.exchange.reading.process import Sheet
from app.web.tongue import gettext, language

MOST_WORDS = 100
"""Words of one kind on one page; those of which nothing was said come first."""
FIRST_ROWS = 5
COLUMN, OTHER = "column|", "other|"
ITEM, TITLE, AUTHORITY, STEP = "item|", "title|", "authority|", "step|"


@dataclass(frozen=True)
class Option:
    """A choice of a list."""

    value: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True)
class ShownWord:
    """A word with what it can mean; `other`: what was typed instead of choosing."""

    name: str
    word: str
    rows: int
    options: tuple[Option, ...]
    other: str = ""
    error: str = ""


@dataclass(frozen=True)
class ShownWords:
    """Words of one kind, and how many more come afterwards; `has_other`: an item can be typed too."""

    kind: str
    caption: str
    words: tuple[ShownWord, ...]
    more: int
    has_other: bool = False


@dataclass(frozen=True)
class Chosen:
    """What was chosen on the page, and what of it cannot be, by the name of the field."""

    layout: Layout
    errors: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)


# --- what was chosen -------------------------------------------------------------------------------------


def chosen_in(form: Mapping[str, str], before: Layout, meanings: Meanings) -> Chosen:
    """The layout as a form says it; words that are not on the page stay as they were."""
    columns = {key.value: form[COLUMN + key] for key in Target if form.get(COLUMN + key)}
    order = form.get("order", "")
    layout = Layout(
        sheet=form.get("sheet", before.sheet),
        head=before.head,
        columns=columns,
        order=order if order in set(Order) else "",
        authorities=_under(form, AUTHORITY),
        items=_under(form, ITEM),
        titles=_under(form, TITLE),
        steps=_steps(form),
    )
    found = Chosen(layout)
    number = form.get("head", "")
    if number.isascii() and number.isdigit() and 0 < int(number[:6]) <= 5000:
        found = replace(found, layout=replace(layout, head=int(number[:6]) - 1))
    else:
        found.errors["head"] = gettext("Enter the number of a row.")
    layout = replace(
        found.layout, items=_with_others(form, ITEM, found, meanings), titles=_with_others(form, TITLE, found, meanings)
    )
    return replace(found, layout=replace(layout.with_words_of(before), order=layout.order))


def _under(form: Mapping[str, str], prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): value for name, value in form.items() if name.startswith(prefix)}


def _steps(form: Mapping[str, str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, value in _under(form, STEP).items():
        workstream, _, word = name.partition("|")
        found.setdefault(workstream, {})[word] = value
    return found


def _with_others(form: Mapping[str, str], kind: str, found: Chosen, meanings: Meanings) -> dict[str, str]:
    """The items chosen, with those that were typed instead."""
    decided = _under(form, kind)
    for word, typed in _under(form, OTHER + kind).items():
        text = typed.strip()
        key = meanings.item_named(text) if text else None
        if key is not None:
            decided[word] = key
        elif text:
            found.typed[kind + word] = text
            found.errors[kind + word] = gettext("There is no item with this key or title.")
    return decided


# --- what is shown ---------------------------------------------------------------------------------------


def columns_shown(heads: Sequence[Head], layout: Layout) -> Iterator[tuple[str, str, tuple[Option, ...]]]:
    """Name of the field, what a column can be, and the columns to choose among."""
    for target in Target:
        held = layout.columns.get(target.value, "")
        options = (
            Option("", gettext("not in the spreadsheet")),
            *(Option(h.label, h.label, h.label == held) for h in heads),
        )
        yield COLUMN + target.value, gettext(target.label), options


def first_rows(sheet: Sheet, head: int) -> list[list[str]]:
    """The first rows below the heads, as text, in the columns that have something."""
    at = [one.column for one in heads_of(sheet, head)]
    rows = sheet.rows[head + 1 : head + 1 + FIRST_ROWS]
    return [[text_of(row[column] if column < len(row) else None)[:SHOWN] for column in at] for row in rows]


def dates_found(sheets: Sequence[Sheet], layout: Layout) -> tuple[str, int]:
    """In which styles dates are written, in words, and how many can be two days."""
    cells = day_cells(sheets, layout)
    said = [gettext("%(number)s as %(style)s", number=number, style=gettext(style)) for style, number in styles(cells)]
    return ", ".join(said), len(unclear(cells))


class WordShower:
    """Says which words a spreadsheet has and what each can mean."""

    def __init__(self, view: CatalogueView, rows: ForeignRows, chosen: Chosen) -> None:
        self.view, self.rows, self.chosen = view, rows, chosen
        self.decided = rows.decided

    def all(self) -> list[ShownWords]:
        """Every kind of word that the spreadsheet has."""
        asked = self.rows.questions
        given = self.rows.given
        items = [self._item(ITEM, one, self.decided.items) for one in _first(asked.items, given.items)]
        titles = [self._item(TITLE, one, self.decided.titles) for one in _first(asked.titles, given.titles)]
        names = [self._authority(one) for one in _first(asked.authorities, given.authorities)]
        found = [
            _shown("items", gettext("Which item their words mean"), items, len(asked.items), has_other=True),
            _shown("titles", gettext("Rows whose item is not said"), titles, len(asked.titles), has_other=True),
            _shown("authorities", gettext("Which authority their words mean"), names, len(asked.authorities)),
        ]
        for key, ones in asked.steps.items():
            workstream = self.view.workstreams[key]
            caption = gettext("Which step their words mean: %(ladder)s", ladder=workstream.title.in_(language()))
            words = [self._step(key, one) for one in _first(ones, given.steps.get(key, {}))]
            found.append(_shown(f"steps-{key}", caption, words, len(ones)))
        return [one for one in found if one.words]

    def _item(self, kind: str, one: Question, decided: Mapping[str, str]) -> ShownWord:
        held = decided.get(one.word, "")
        keys = _with(one.proposals, held)
        options = (
            Option("", gettext("not decided")),
            *(Option(key, self.item_in_words(self.rows.meanings.items[key]), key == held) for key in keys),
            Option(LEFT_OUT, gettext("leave these rows out"), held == LEFT_OUT),
        )
        name = kind + one.word
        return ShownWord(
            name, one.word, one.rows, options, self.chosen.typed.get(name, ""), self.chosen.errors.get(name, "")
        )

    def item_in_words(self, item: ItemView) -> str:
        """`3 Title of the item`: its block's number and what it is called."""
        return f"{self.view.blocks[item.block_key].code} {item.title.in_(language())}"

    def _authority(self, one: Question) -> ShownWord:
        held = self.decided.authorities.get(one.word, "")
        new = dict.fromkeys([NEW + one.word, *(name for name in self.decided.authorities.values() if name[:1] == NEW)])
        options = [Option(LEFT_OUT, gettext("no authority"), held == LEFT_OUT)]
        options += [
            Option(str(a.authority_id), a.name, held == str(a.authority_id)) for a in self.rows.meanings.authorities
        ]
        options += [Option(key, gettext("new: %(name)s", name=key[1:]), held == key) for key in new]
        return ShownWord(AUTHORITY + one.word, one.word, one.rows, tuple(options))

    def _step(self, workstream: str, one: Question) -> ShownWord:
        held = self.decided.steps.get(workstream, {}).get(one.word, "")
        ladder = self.view.workstreams[workstream].ladder
        options = (
            Option("", gettext("not decided")),
            *(Option(step.key, step.title.in_(language()), step.key == held) for step in ladder),
            Option(LEFT_OUT, gettext("no step"), held == LEFT_OUT),
        )
        return ShownWord(f"{STEP}{workstream}|{one.word}", one.word, one.rows, options)


def _with(proposals: Proposals, held: str) -> Iterable[str]:
    is_more = held not in ("", LEFT_OUT, *proposals.keys)
    return (held, *proposals.keys) if is_more else proposals.keys


def _first(questions: Sequence[Question], given: Mapping[str, str]) -> list[Question]:
    return sorted(questions, key=lambda one: bool(given.get(one.word)))[:MOST_WORDS]


def _shown(kind: str, caption: str, words: Sequence[ShownWord], total: int, *, has_other: bool = False) -> ShownWords:
    return ShownWords(kind, caption, tuple(words), total - len(words), has_other)


def table_heads(table: Table) -> list[Head]:
    """The columns of a table."""
    return heads_of(table.sheet, table.head)
