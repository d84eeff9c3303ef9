"""A first idea of how a spreadsheet is laid out, for somebody to correct: sheet, heads, columns. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from app.exchange.foreign.days import guess_order
from app.exchange.foreign.layout import DAYS, Layout, Target
from app.exchange.foreign.table import heads_of, offered, table_of, text_of
from app.exchange.foreign.words import plain
from app.exchange.reading.days import read_day
from app.exchange.reading.process import Sheet

HEADS_WITHIN = 20
"""The heads stand in one of the first rows."""
SHORTEST_TITLES = 10
"""Letters that titles have on average; what is shorter is a mark or a name."""
SHEETS_LOOKED_AT = 20
"""Among so many sheets the list is looked for; another one is chosen by hand."""

_WORDS: dict[Target, tuple[str, ...]] = {
    target: tuple(map(plain, words.split(", ")))
    for target, words in {
        Target.TITLE: "milestone, measure, action, title, task, activity, meilenstein, massnahme, maßnahme, aufgabe, "
        "titel, jalon, mesure, intitule, hito, medida, accion, misura, azione, traguardo, dzialanie, kamien milowy, "
        "maatregel, mijlpaal, actie, opatreni, ukol, atgard, foranstaltning, toimenpide, "
        "tehtava, intezkedes, masura, μετρο, мярка",
        Target.ITEM: "item, block, topic, requirement, area, baustein, thema, bereich, bloc, theme, bloque, tema, "
        "blocco, blok, oblast, aihe",
        Target.AUTHORITY: "authority, ministry, responsible, owner, lead, department, agency, behorde, ressort, "
        "zustandig, verantwortlich, ministerium, autorite, ministere, responsable, autoridad, ministerio, autorita, "
        "ministero, responsabile, organ, orgaan, urzad, "
        "gestor, urad, myndighet, myndighed, viranomainen, vastuu, hatosag, autoritate, φορεας, орган",
        Target.START: "start, begin, from, beginn, debut, inicio, inizio, poczatek, zacatek, zahajeni, alku",
        Target.FORECAST: "forecast, expected, prognose, erwartet, prevision, prevu, previsto, prognoza",
        Target.BASELINE: "baseline, due, deadline, target date, planned, end, until, date, frist, termin, fallig, "
        "ende, echeance, fin, plazo, scadenza, fine, "
        "datum, termijn, lhuta, hatarido, termen, προθεσμια, срок, tidsfrist",
        Target.DONE: "done, completed, actual, finished, erledigt, abgeschlossen, acheve, realise, terminado, "
        "completato, zakonczono, splneno, dokonceno, valmis",
        Target.STEP: "status, state, step, progress, stand, stufe, etat, avancement, estado, stato, stav, tila",
        Target.NOTE: "note, comment, remark, anmerkung, bemerkung, kommentar, remarque, nota, uwagi, "
        "poznamka, huomautus",
        Target.REFERENCE: "no, nr, id, ref, reference, number, code, nummer, numero, lfd nr",
    }.items()
}
"""Words above columns in the languages most used, without accents: a first idea that people correct."""

_QUESTIONS: dict[Target, tuple[str, ...]] = {
    Target.TITLE: (
        "what",
        "was",
        "wat",
        "quoi",
        "que",
        "cosa",
        "co",
        "vad",
        "hvad",
        "mita",
        "mit",
        "ce",
        "τι",
        "какво",
    ),
    Target.AUTHORITY: ("who", "by whom", "wer", "wie", "qui", "quien", "chi", "kto", "kdo", "vem", "hvem", "ki", "кои"),
    Target.BASELINE: (
        "when",
        "by when",
        "wann",
        "bis wann",
        "wanneer",
        "quand",
        "cuando",
        "quando",
        "kiedy",
        "kdy",
        "nar",
    ),
}
"""Questions as heads. They are heads as a whole only: within one they mean anything."""

_BEGINNINGS = {
    target: re.compile(f" (?:{'|'.join(word if len(word) > 3 else f'{word} ' for word in words)})")
    for target, words in _WORDS.items()
}
"""The same to be found at the beginning of a word; short ones as a whole word."""


def guess(sheets: Sequence[Sheet]) -> Layout:
    """The sheet that looks most like a list, its heads, and what its columns seem to be."""
    found = offered(sheets)[:SHEETS_LOOKED_AT]
    if not found:
        return Layout()
    best = max(found, key=lambda one: (not one.is_hidden, *_looks(one, guess_head(one))))
    return guess_on(sheets, best.name, guess_head(best))


def guess_on(sheets: Sequence[Sheet], name: str, head: int) -> Layout:
    """What the columns of a sheet seem to be under given heads."""
    sheet = next(one for one in offered(sheets) if one.name == name)
    columns: dict[str, str] = {}
    taken: set[str] = set()
    labels = [one.label for one in heads_of(sheet, head)]
    for is_exact in (True, False):
        for target in _WORDS:
            label = next((one for one in labels if one not in taken and _says(plain(one), target, is_exact)), None)
            if target.value not in columns and label is not None:
                columns[target.value] = label
                taken.add(label)
    layout = Layout(name, head, columns)
    columns = _only_days(sheets, layout)
    if Target.TITLE.value not in columns:
        columns = _widest(sheet, head, columns) | columns
    return Layout(name, head, columns, order=guess_order(day_cells(sheets, layout)))


def _widest(sheet: Sheet, head: int, columns: dict[str, str]) -> dict[str, str]:
    """The column with the longest texts as that of the titles, unless it is something else or none reads like one."""
    texts = {
        one.label: [row[one.column] for row in sheet.rows[head + 1 :] if one.column < len(row) and row[one.column]]
        for one in heads_of(sheet, head)
        if one.label not in columns.values()
    }
    widths = {
        label: sum(map(len, cells)) / len(cells)
        for label, cells in texts.items()
        if cells and all(isinstance(cell, str) and not _is_day(cell) for cell in cells)
    }
    best = max(widths, key=lambda label: widths[label], default="")
    return {Target.TITLE.value: best} if best and widths[best] >= SHORTEST_TITLES else {}


def _only_days(sheets: Sequence[Sheet], layout: Layout) -> dict[str, str]:
    """The columns without those of days in which no day stands."""
    table = table_of(sheets, layout)
    empty = {day.value for day in DAYS if table and not any(map(_is_day, table.column(day)))}
    return {target: label for target, label in layout.columns.items() if target not in empty}


def _is_day(cell: Any) -> bool:
    if isinstance(cell, dict):
        return "d" in cell
    return isinstance(cell, str) and (read_day(cell) is not None or (cell[:1].isdigit() and cell[-1:].isdigit()))


def day_cells(sheets: Sequence[Sheet], layout: Layout) -> list[Any]:
    """All cells of the columns of days."""
    table = table_of(sheets, layout)
    return [cell for day in DAYS for cell in table.column(day)] if table else []


def guess_head(sheet: Sheet) -> int:
    """The row, from 0, that looks most like heads: short texts, words that are known, something below."""
    rows = range(min(HEADS_WITHIN, len(sheet.rows)))
    return max(rows, key=lambda row: (*_looks(sheet, row), -row), default=0)


def _looks(sheet: Sheet, row: int) -> tuple[int, int]:
    """How many heads a row has that are known, and how many short texts."""
    texts = [plain(cell) for cell in sheet.rows[row] if isinstance(cell, str) and 0 < len(cell) <= 60]
    known = sum(1 for target in _WORDS if any(_says(text, target, False) for text in texts))
    return known, len(texts)


def _says(said: str, target: Target, is_exact: bool) -> bool:
    """Whether a head, in its plain form, is one of a target's words, or has one of them in it."""
    if said in _QUESTIONS.get(target, ()):
        return True
    return said in _WORDS[target] if is_exact else _BEGINNINGS[target].search(f" {said} ") is not None


def fits(sheets: Sequence[Sheet], kept: Layout) -> Layout | None:
    """A layout that was kept, on the sheet and row of this file where all its heads stand; None where none has them."""
    wanted = set(kept.columns.values())
    for sheet in sorted(offered(sheets), key=lambda one: (one.name != kept.sheet, one.is_hidden)):
        rows = range(min(HEADS_WITHIN, len(sheet.rows)))
        for row in sorted(rows, key=lambda row: row != kept.head):
            is_near = any(isinstance(cell, str) and text_of(cell) in wanted for cell in sheet.rows[row])
            if is_near and wanted <= {head.label for head in heads_of(sheet, row)}:
                return Layout(sheet.name, row, kept.columns).with_words_of(kept)
    return None
