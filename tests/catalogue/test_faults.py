"""What is refused, and that the fault is named where it stands.

Each case puts a text into a file of the tiny catalogue; `¶` in it marks the line and column that must be named.
"""

from __future__ import annotations

import os
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from app.catalogue.reading import Faulty, read_catalogue
from app.catalogue.reading.nodes import MAX_FILE_BYTES, MAX_NODES
from tests.factories.catalogue import TINY, tiny_catalogue_folder

HEAD = "catalogue.yaml"
RECEPTION = "blocks/01-reception.yaml"
BORDERS = "blocks/02-borders.yaml"
STRATEGY = "blocks/00-strategy.yaml"

CASES: list[tuple[str, str, str, str, str]] = [
    # name, file, what stands there, what stands there instead, part of the message
    # --- YAML itself
    ("alias", RECEPTION, "funds: [AMIF]", "funds: [¶*AMIF]", "aliases are not allowed"),
    ("anchor", RECEPTION, "funds: [AMIF]", "funds: ¶&a [AMIF]", "anchors are not allowed"),
    ("anchor on text", RECEPTION, "acts: [RCD]", "acts: [¶&x RCD]", "anchors are not allowed"),
    ("merge key", RECEPTION, '    code: "1"', '    ¶<<: {code: "1"}\n    code: "1"', "merge keys are not allowed"),
    ("tag", RECEPTION, 'code: "1"', 'code: ¶!!int "1"', "tags are not allowed"),
    ("local tag", HEAD, "language: en", "language: ¶!lang en", "tags are not allowed"),
    ("bare tag", HEAD, "language: en", "language: ¶! en", "tags are not allowed"),
    ("tag on a mapping", HEAD, "notice: {", "notice: ¶!!map {", "tags are not allowed"),
    ("python tag", HEAD, "language: en", "language: ¶!!python/object/apply:os.system [ls]", "tags are not allowed"),
    ("duplicate key", HEAD, "language: en", "language: en\n¶language: en", "duplicate key 'language'"),
    ("duplicate language", HEAD, "notice: {en: For", "notice: {en: For all, ¶en: For", "duplicate key 'en'"),
    ("list as a key", HEAD, "language: en", "? ¶[a, b]\n: c\nlanguage: en", "a list or mapping as a key"),
    ("no value", HEAD, "language: en", "language: en\n¶documents_note:", "unknown key 'documents_note'"),
    ("null", STRATEGY, "origin: BB00-MS-01", "origin: ¶null", "no value for 'origin'"),
    ("tilde", STRATEGY, "origin: BB00-MS-01", "origin: ¶~", "no value for 'origin'"),
    ("null in a list", STRATEGY, "actors: [COM]", "actors: [¶~]", "no value"),
    ("second document", HEAD, "language: en\n", "language: en\n¶---\n", "a second document begins"),
    ("control character", HEAD, "A tiny catalogue", '¶"A tiny\\0catalogue"', "a control character"),
    ("bad indentation", RECEPTION, "    title: {en: Reception", "   ¶title: {en: Reception", "not YAML"),
    ("colon in plain text", RECEPTION, "{en: People are received.}", "People¶: are: received", "not YAML"),
    ("open bracket", RECEPTION, "acts: [RCD]", "acts: [RCD\n    title¶:\n", "that begins on line 7"),
    ("tab", RECEPTION, "    title: {en: Reception", "¶\t    title: {en: Reception", "not YAML"),
    ("too deep", HEAD, "language: en", "language: [[[[[[[[[[[¶[x]]]]]]]]]]]]", "nested more than 12 deep"),
    # --- shape
    ("unknown key", HEAD, "language: en", "¶langage: en", "did you mean 'language'?"),
    (
        "unknown key of an item",
        RECEPTION,
        "        key_item: true",
        "        ¶keyitem: true",
        "did you mean 'key_item'?",
    ),
    ("unknown key of a due", STRATEGY, "kind: legal}", "kind: legal, ¶every: P1Y}", "unknown key 'every'"),
    ("unknown key far off", HEAD, "language: en", "language: en\n¶qqqq: 1", "expected applies_from"),
    ("missing key", HEAD, "¶catalogue: tiny\n", "¶", "the required key 'catalogue' is missing"),
    (
        "missing in an item",
        RECEPTION,
        "      - item: reception.template\n        level: eu\n",
        "      - ¶item: reception.template\n",
        "the required key 'level' is missing",
    ),
    (
        "missing in a closing",
        RECEPTION,
        "closing: {kind: adopted_document, text: {en: The template}}",
        "closing: ¶{kind: adopted_document}",
        "the required key 'text' is missing",
    ),
    ("no English", HEAD, "{en: For tests alone}", "¶{de: Zum Testen}", "a text without English"),
    ("text instead of texts", HEAD, "{en: For tests alone}", "¶For tests alone", "where a mapping was expected"),
    ("mapping instead of text", HEAD, 'version: "1"', "version: ¶{a: b}", "a mapping where text was expected"),
    ("list instead of a mapping", HEAD, "notice: {en: For tests alone}", "notice: ¶[a]", "a list where a mapping"),
    ("mapping instead of a list", STRATEGY, "actors: [COM]", "actors: ¶{COM: x}", "a mapping where a list"),
    ("text instead of a list", STRATEGY, "actors: [COM]", "actors: ¶COM", "where a list was expected"),
    ("list of lists", STRATEGY, "actors: [COM]", "actors: [¶[COM]]", "a list where text was expected"),
    ("empty text", HEAD, "{en: For tests alone}", '{en: ¶"  "}', "an empty text"),
    ("long text", HEAD, "{en: For tests alone}", "{en: ¶" + "x" * 8001 + "}", "expected at most 8000"),
    ("language in capitals", HEAD, "de: Ein", "¶DE: Ein", "not a language"),
    ("day that is none", STRATEGY, "{on: 2024-12-12", "{on: ¶2026-02-30", "not a day of the calendar"),
    ("quoted day that is none", STRATEGY, "{on: 2024-12-12", '{on: ¶"2023-02-29"', "not a day of the calendar"),
    ("day in another form", STRATEGY, "{on: 2024-12-12", "{on: ¶12.12.2024", "expected YYYY-MM-DD"),
    ("instant", STRATEGY, "{on: 2024-12-12", "{on: ¶2024-12-12T00:00:00", "expected YYYY-MM-DD"),
    ("seconds since 1970", STRATEGY, "{on: 2024-12-12", "{on: ¶1733961600", "expected YYYY-MM-DD"),
    ("day far off", STRATEGY, "{on: 2024-12-12", "{on: ¶9999-12-31", "a day between"),
    ("foreign digits", STRATEGY, "{on: 2024-12-12", "{on: ¶٢٠٢٤-12-12", "expected YYYY-MM-DD"),
    ("yes is text", STRATEGY, "in_sum: false", "in_sum: ¶no", "expected true or false"),
    ("quoted truth", STRATEGY, "in_sum: false", 'in_sum: ¶"false"', "expected true or false"),
    ("number in words", "workstreams.yaml", "value: 10}", "value: ¶ten}", "not a whole number"),
    ("quoted number", "workstreams.yaml", "value: 10}", 'value: ¶"10"}', "not a whole number"),
    ("decimal number", "workstreams.yaml", "value: 45", "value: ¶45.5", "not a whole number"),
    ("sexagesimal", "countries.yaml", "order: 4", "order: ¶190:20:30", "not a whole number"),
    ("hexadecimal", "countries.yaml", "order: 4", "order: ¶0x10", "not a whole number"),
    ("number of many digits", "countries.yaml", "order: 4", "order: ¶" + "9" * 5000, "not a whole number"),
    ("over a hundred", "workstreams.yaml", "value: 45", "value: ¶101", "expected at most 100"),
    ("nought", "countries.yaml", "order: 4", "order: ¶0", "expected at least 1"),
    ("unknown obligation", STRATEGY, "obligation: shall", "obligation: ¶must", "not one of those expected: 'shall'"),
    ("unknown level", RECEPTION, "level: eu", "level: ¶union", "'eu', 'member_state'"),
    ("unknown due", STRATEGY, "kind: legal}", "kind: ¶sometimes}", "not one of those expected"),
    ("due without kind", STRATEGY, "{on: 2024-12-12, kind: legal}", "¶{on: 2024-12-12}", "with the key 'kind'"),
    (
        "neither item nor section",
        RECEPTION,
        "section: reception.capacity",
        "¶sektion: reception.capacity",
        "expected an item or a section",
    ),
    ("key in capitals", RECEPTION, "item: reception.template", "item: ¶Reception.Template", "not a key"),
    ("code in small letters", "actors.yaml", "code: EULISA", "code: ¶eulisa", "not a code"),
    ("article in words", RECEPTION, 'article: "35(1)"', "article: ¶Article 35", "not an article"),
    ("duration", BORDERS, "within: P7D", "within: ¶7 days", "not a duration"),
    ("empty duration", BORDERS, "within: P7D", "within: ¶PT", "not a duration"),
    ("day of the year", BORDERS, 'day: "06-01"', 'day: ¶"02-30"', "expected MM-DD"),
    ("celex", HEAD, "celex: 52024DC0251", "celex: ¶x52024DC0251", "not a CELEX number"),
    ("address", "sources.yaml", "url: https://eur-lex.europa.eu/", "url: ¶javascript:alert(1)", "not an address"),
    ("lead time out of range", RECEPTION, "lead_time_days: 90", "lead_time_days: ¶999", "expected at most 730"),
    ("other language first", HEAD, "language: en", "language: ¶fr", "expected: 'en'"),
    (
        "no ladder",
        "workstreams.yaml",
        "ladder: [{key: specified, title: {en: Specified}, value: 10}, "
        "{key: running, title: {en: Running}, value: 100}]",
        "ladder: ¶[]",
        "expected at least 1 entry",
    ),
    ("space after a code", "countries.yaml", "{code: DK,", "{code: ¶'DK ',", "not a country's code"),
    ("space after a key", RECEPTION, "item: reception.template", "item: ¶'reception.template '", "not a key"),
    ("nought before a number", "countries.yaml", "order: 4", "order: ¶04", "not a whole number"),
    ("nought before an article", RECEPTION, 'article: "35(1)"', 'article: ¶"035(1)"', "not an article"),
    ("braces", STRATEGY, "{on: 2024-12-12", "{on: ¶'{value}%(x)s{}'", "'{value}%(x)s{}' is not a day"),
    ("long name of a catalogue", HEAD, "catalogue: tiny", "catalogue: ¶" + "a" * 101, "expected at most 100"),
    # --- files
    ("no such file", HEAD, "sources: sources.yaml", "sources: ¶nothing.yaml", "there is no file"),
    ("file outside", HEAD, "sources: sources.yaml", "sources: ¶../sources.yaml", "leads out of the folder"),
    ("absolute file", HEAD, "sources: sources.yaml", "sources: ¶/etc/passwd", "leads out of the folder"),
    ("not a YAML file", HEAD, "sources: sources.yaml", "sources: ¶sources.txt", "does not end in .yaml"),
    (
        "file twice",
        HEAD,
        "01-reception.yaml, blocks",
        "01-reception.yaml, ¶blocks/01-reception.yaml, blocks",
        "named twice",
    ),
    ("a folder", HEAD, "sources: sources.yaml", "sources: ¶folder.yaml", "is not a file"),
    ("another file's content", "funds.yaml", "funds:", "¶fonds:", "did you mean 'funds'?"),
    # --- references
    (
        "unknown act",
        RECEPTION,
        'legal: [{act: RCD, article: "5(2)"}]',
        'legal: [{act: ¶RDC, article: "5(2)"}]',
        "unknown act 'RDC'",
    ),
    ("unknown article", RECEPTION, 'article: "35(1)"', 'article: ¶"99(1)"', "RCD has no article '99'"),
    ("unknown article in a range", RECEPTION, 'article: "33(1)"', 'article: ¶"33-99"', "RCD has no article '99'"),
    ("falling range", "acts.yaml", '"7-15", "84"', '¶"15-7", "84"', "expected a range that rises"),
    ("unknown actor", RECEPTION, "[MS_INT, MS_RECEP]", "[MS_INT, ¶MS_REC]", "unknown actor 'MS_REC'"),
    ("unknown fund", RECEPTION, "funds: [AMIF]", "funds: [¶BMVI]", "unknown fund 'BMVI'"),
    ("unknown act of a block", RECEPTION, "acts: [RCD]", "acts: [RCD, ¶QR]", "unknown act 'QR'"),
    ("unknown workstream", RECEPTION, "workstream: legal", "workstream: ¶lawyers", "unknown workstream 'lawyers'"),
    ("unknown condition", BORDERS, "condition: external-land-border", "condition: ¶land-border", "unknown condition"),
    ("unknown source", "participation.yaml", "source: oj", "source: ¶ojeu", "unknown source 'ojeu'"),
    (
        "unknown country",
        "participation.yaml",
        "{country: DK, act: RCD",
        "{country: ¶SE, act: RCD",
        "unknown country 'SE'",
    ),
    ("unknown country of a condition", "conditions.yaml", "{country: FR", "{country: ¶AT", "unknown country 'AT'"),
    ("unknown item", STRATEGY, "depends_on: [strategy.template]", "depends_on: [¶strategy.templates]", "unknown item"),
    ("unknown parent", "acts.yaml", "parent: AMMR", "parent: ¶AMM", "unknown act 'AMM'"),
    ("unknown act of a fund", "funds.yaml", "act: EUAA", "act: ¶EASO", "unknown act 'EASO'"),
    ("unknown act of an article", "articles.yaml", '{act: RCD, number: "5"', '{act: ¶RCX, number: "5"', "unknown act"),
    ("unknown adopter", "empowerments.yaml", "adopted_by: COM", "adopted_by: ¶EP", "unknown actor 'EP'"),
    ("unknown block", "linkages.yaml", "to: reception", "to: ¶receptions", "unknown block 'receptions'"),
    ("unknown act of a deadline", "deadlines.yaml", "act: AMMR", "act: ¶AMMX", "unknown act 'AMMX'"),
    ("unknown actor of a step", "cycle.yaml", "actor: EULISA", "actor: ¶MS_X", "unknown actor 'MS_X'"),
    ("confidence of no name", "terms.yaml", "confidence: {fr: medium}", "confidence: {¶bg: medium}", "no 'bg'"),
    # --- twice
    (
        "item twice",
        BORDERS,
        "item: borders.evaluation",
        "item: ¶borders.screening",
        "already stands in blocks/02-borders.yaml",
    ),
    (
        "item in two files",
        BORDERS,
        "item: borders.evaluation",
        "item: ¶reception.template",
        "in blocks/01-reception.yaml:10",
    ),
    (
        "section like an item",
        RECEPTION,
        "section: reception.reserve",
        "section: reception.reserve-places",
        "duplicate key",
    ),
    ("block's code twice", BORDERS, 'code: "2"', 'code: ¶"1"', "duplicate code '1'"),
    ("country twice", "countries.yaml", "code: DK", "code: ¶BE", "duplicate code 'BE'"),
    ("order twice", "countries.yaml", "order: 4", "order: ¶1", "duplicate order '1'"),
    ("actor with a country's code", "actors.yaml", "code: MS_RECEP", "code: ¶IE", "is the code of a country"),
    ("actor twice", "actors.yaml", "code: EULISA", "code: ¶COM", "duplicate code 'COM'"),
    ("article twice", "articles.yaml", 'number: "33"', 'number: ¶"5"', "duplicate number 'RCD 5'"),
    (
        "participation twice",
        "participation.yaml",
        "{country: IE, act: EUAA",
        "{country: IE, act: ¶SCR",
        "duplicate act 'IE SCR'",
    ),
    ("step's order twice", "cycle.yaml", "order: 2", "order: ¶1", "duplicate order '1'"),
    ("step twice", "cycle.yaml", "key: report", "key: ¶meeting", "duplicate key 'meeting'"),
    ("record twice", "cycle_record.yaml", "{year: 2025, step: forum", "¶{year: 2025, step: report", "stand in line 3"),
    (
        "key's year twice",
        "reference_keys.yaml",
        "  - year: 2026\n",
        "  - {year: 2026}\n  - year: ¶2026\n",
        "duplicate year",
    ),
    ("member twice", "reference_keys.yaml", "country: DK", "country: ¶BE", "duplicate country 'BE'"),
    ("reference twice", RECEPTION, '- {act: RCD, article: "5"}', '- ¶{act: RCD, article: "35(1)"}', "stands twice"),
    ("dependency twice", STRATEGY, "[strategy.template]", "[strategy.template, ¶strategy.template]", "stands twice"),
    (
        "same days twice",
        "conditions.yaml",
        "{country: IE, holds: to_be_confirmed,",
        "¶{country: FR, holds: false,",
        "same days",
    ),
    # --- rules
    (
        "waits for itself",
        STRATEGY,
        "[strategy.template]",
        "[¶strategy.national-plan]",
        "strategy.national-plan → strategy.national-plan",
    ),
    (
        "circle",
        RECEPTION,
        "        lead_time_days: 90",
        "        depends_on: [reception.directive-transposed]",
        "reception.template → reception.directive-transposed → reception.template",
    ),
    (
        "circle of parents",
        "acts.yaml",
        "celex: 32024R1351",
        "celex: 32024R1351\n    parent: ¶IRX",
        "parents in a circle",
    ),
    (
        "condition forgotten",
        BORDERS,
        "obligation: shall_if\n        condition: external-land-border",
        "obligation: ¶shall_if",
        "'shall_if' without condition",
    ),
    (
        "condition too many",
        BORDERS,
        "obligation: shall_if\n        condition: ",
        "obligation: shall\n        condition: ¶",
        "expected obligation: shall_if",
    ),
    ("ladder falls", "workstreams.yaml", "value: 45", "value: ¶5", "expected values that rise to 100"),
    ("ladder stands still", "workstreams.yaml", "value: 45", "value: ¶10", "expected values that rise to 100"),
    (
        "ladder ends early",
        "workstreams.yaml",
        "notified}, value: 100}",
        "notified}, value: ¶90}",
        "the ladder ends at 90",
    ),
    (
        "steps in a circle",
        "cycle.yaml",
        "needs: [information-sent]",
        "needs: [follow-up]",
        "steps wait for each other in a circle: meeting → follow-up → forum → report → meeting",
    ),
    (
        "a step that hangs on itself",
        "cycle.yaml",
        "kind: before, of: [report]",
        "kind: before, of: [¶hearing]",
        "hearing → hearing",
    ),
    (
        "a hearing that needs what it comes before",
        "cycle.yaml",
        "kind: before, of: [report]},",
        "kind: before, of: [¶report]}, needs: [report],",
        "steps wait for each other in a circle",
    ),
    ("counted from what each does", "cycle.yaml", "of: [forum]", "of: [¶information-sent]", "is done by each"),
    (
        "counted from what begins later",
        "cycle.yaml",
        "period: P15D, of: [report]}, from_year: 2025",
        "period: P15D, of: [¶report]}, from_year: 2024",
        "begins in a later year",
    ),
    ("window turned round", "cycle.yaml", 'until: "07-15"', 'until: ¶"06-15"', "'06-15' is before from"),
    (
        "nobody responsible",
        "cycle.yaml",
        "[{actor: COM, role: responsible}], needs: [meeting]",
        "¶[{actor: COM, role: chairs}], needs: [meeting]",
        "nobody is responsible",
    ),
    ("actor of a step twice", "cycle.yaml", "actor: EULISA", "actor: ¶MS_INT", "'MS_INT' stands twice"),
    ("unknown step", "cycle.yaml", "needs: [meeting]", "needs: [¶meetings]", "unknown step 'meetings'"),
    ("unknown step to count from", "cycle.yaml", "of: [forum]", "of: [¶forums]", "unknown step 'forums'"),
    ("unknown item of a step", "cycle.yaml", "[borders.yearly-report]", "[¶borders.nothing]", "unknown item"),
    ("unknown kind of a step", "cycle.yaml", "kind: undated", "kind: ¶sometimes", "not one of those expected"),
    ("period in hours", "cycle.yaml", "period: P15D", "period: ¶PT15H", "not a period"),
    (
        "a part in no event",
        "cycle.yaml",
        "due: {kind: undated}, from_year: 2025,",
        "due: {kind: undated}, from_year: 2025, ¶concerns: receives,",
        "the step is no event",
    ),
    (
        "freed by nothing",
        "cycle.yaml",
        "due: {kind: undated}, from_year: 2025,",
        "due: {kind: undated}, from_year: 2025, unless: {condition: ¶luck, text: {en: unless lucky}},",
        "unknown condition 'luck'",
    ),
    ("role of nobody", "cycle.yaml", "role: chairs", "role: ¶leads", "not one of those expected"),
    ("record of no step", "cycle_record.yaml", "step: forum", "step: ¶fora", "unknown step 'fora'"),
    (
        "record before the first year",
        "cycle_record.yaml",
        "year: 2025, step: forum",
        "year: ¶2024, step: forum",
        "the step begins in 2025",
    ),
    (
        "nothing said",
        "cycle_record.yaml",
        "{year: 2025, step: forum, planned_on: 2025-11-20,",
        "¶{year: 2025, step: forum,",
        "neither on",
    ),
    (
        "nothing found and something",
        "cycle_record.yaml",
        "nothing_found: true",
        "nothing_found: true, ¶on: 2025-06-01",
        "although nothing was found",
    ),
    ("unknown source of a key", "reference_keys.yaml", "source: oj, note", "source: ¶nowhere, note", "unknown source"),
    ("money in persons", "pools.yaml", 'money: "500000.50"', "persons: 5", "is counted in money"),
    (
        "two of the same",
        "pools.yaml",
        "{country: IE, type: relocation, persons: 12",
        "¶{country: BE, type: financial, money: 1",
        "a second statement on BE pledge financial",
    ),
    ("a fund nobody knows", "allocations.yaml", "funds: [AMIF]", "funds: [¶NOFUND]", "unknown fund"),
    (
        "a public amount twice",
        "allocations.yaml",
        "key: letter-to-france",
        "key: ¶named-with-the-plan",
        "named-with-the-plan",
    ),
    (
        "found, and the condition denies it",
        "conditions.yaml",
        "{country: IE, holds: true, from: 2025-11-11",
        "{country: IE, holds: ¶false, from: 2025-11-11",
        "is said not to hold for IE",
    ),
    (
        "found for longer than the condition holds",
        "findings.yaml",
        '[IE], reference: (EU) 2025/8, url: "https://eur-lex.europa.eu/8",\n     on: 2025-11-11, from: 2025-11-11',
        '[¶IE], reference: (EU) 2025/8, url: "https://eur-lex.europa.eu/8",\n     on: 2025-11-11, from: 2025-11-10',
        "does not hold for it on all these days",
    ),
    (
        "the condition holds without a finding",
        "conditions.yaml",
        "{country: BE, holds: false, from: 2025-11-11",
        "{country: BE, holds: ¶true, from: 2025-11-11",
        "has no finding",
    ),
    ("unknown kind of finding", "findings.yaml", "kind: pressure", "kind: ¶nothing", "unknown kind of finding"),
    ("found twice", "findings.yaml", "countries: [BE]", "countries: [BE, ¶BE]", "stands twice in the list"),
    ("found for nobody", "findings.yaml", "countries: [BE]", "countries: ¶[]", "at least 1"),
    ("unknown item of a finding", "finding_kinds.yaml", "[borders.yearly-report]", "[¶borders.none]", "unknown item"),
    ("guidance by nobody known", "guidance.yaml", "by: [EULISA],", "by: [¶NOBODY],", "unknown actor"),
    ("guidance on no item", "guidance.yaml", "items: [borders.screening]", "items: [¶borders.none]", "unknown item"),
    ("a kind of guidance", "guidance.yaml", "kind: standards", "kind: ¶rumour", "rumour"),
    ("cents of three digits", "pools.yaml", '"500000.50"', '¶"500000.505"', "not an amount in euro"),
    (
        "two presidencies at once",
        "presidencies.yaml",
        "from: 2026-07-01",
        "from: ¶2026-06-30",
        "overlaps the Presidency of 'BE'",
    ),
    (
        "a presidency that ends first",
        "presidencies.yaml",
        "until: 2025-12-31",
        "until: ¶2025-06-30",
        "is before from",
    ),
    ("share in words", "reference_keys.yaml", '"3.0714"', "¶three", "not a share"),
    ("share of five decimals", "reference_keys.yaml", '"3.0714"', '¶"3.07141"', "not a share"),
    ("nobody lives there", "reference_keys.yaml", "population: 5992700", "population: ¶0", "at least 1"),
    (
        "part without articles",
        "participation.yaml",
        'bound: part, articles: ["16-55", "84(2)"]',
        "bound: ¶part",
        "without articles",
    ),
    (
        "articles without part",
        "participation.yaml",
        "act: SCR, bound: no",
        'act: SCR, bound: no, ¶articles: ["1"]',
        "without bound",
    ),
    ("no legal basis", BORDERS, 'legal: [{act: SCR, article: "24"}]', "legal: ¶[]", "although provenance is act"),
    (
        "duty on nothing",
        RECEPTION,
        "legal: []\n                obligation: recommended",
        "legal: ¶[]\n                obligation: shall",
        "a duty without reference",
    ),
    (
        "due against nature",
        BORDERS,
        "nature: per_case\n        due: {kind: per_case",
        "nature: arrangement\n        due: {kind: ¶per_case",
        "expected nature: per_case",
    ),
    (
        "starts after its date",
        STRATEGY,
        "        key_item: true",
        "        starts_on: ¶2025-01-01\n        key_item: true",
        "after the item's date",
    ),
    (
        "number without unit",
        RECEPTION,
        "{kind: number, text: {en: Places}, unit: {en: places}}",
        "¶{kind: number, text: {en: Places}}",
        "a number without unit",
    ),
    (
        "unit without number",
        STRATEGY,
        "text: {en: The common plan}}",
        "text: {en: Plan}, ¶unit: {en: plans}}",
        "a unit with",
    ),
    (
        "lead time of a country",
        RECEPTION,
        "        key_item: true",
        "        ¶lead_time_days: 30\n        key_item: true",
        "level eu only",
    ),
    (
        "programme ends before it starts",
        HEAD,
        "applies_from: 2026-06-12",
        "applies_from: ¶2024-01-01",
        "before starts_on",
    ),
    ("until before from", "conditions.yaml", "until: 2026-06-30", "until: ¶2024-06-30", "is before from"),
    ("a country named EU", "countries.yaml", "code: FR", "code: ¶EU", "stands for the EU level"),
    ("two names in one", "countries.yaml", "native: [Danmark]", "native: [¶Danmark / Danmarkur]", "two names in one"),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_fault_is_named_where_it_stands(tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    old = old.replace("¶", "")
    folder = tiny_catalogue_folder(tmp_path, (file, old, new))
    (folder / "folder.yaml").mkdir()
    text = (folder / file).read_text()
    expected = None
    if "¶" in text:
        before = text[: text.index("¶")]
        expected = f"{file}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
        (folder / file).write_text(text.replace("¶", ""))
    with pytest.raises(Faulty) as refused:
        read_catalogue(folder)
    told = [str(fault) for fault in refused.value.faults]
    assert any(said in line and (expected is None or line.startswith(f"{expected}: ")) for line in told), told


def test_the_table_is_large() -> None:
    assert len(CASES) >= 130
    assert len({case[0] for case in CASES}) == len(CASES)


def test_the_tiny_catalogue_has_no_faults(tmp_path: Path) -> None:
    catalogue = read_catalogue(tiny_catalogue_folder(tmp_path))
    assert [block.key for block in catalogue.blocks] == ["strategy", "reception", "borders"]


def test_all_faults_are_told_at_once_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    folder = tiny_catalogue_folder(
        tmp_path,
        (BORDERS, "workstream: it", "workstream: nothing"),
        (RECEPTION, "key_item: true", "keyitem: true"),
        (RECEPTION, "{on: 2026-06-12", "{on: 2026-02-30"),
        (RECEPTION, "[MS_INT, MS_RECEP]", "[MS_INT, MS_X]"),
        ("acts.yaml", "parent: AMMR", "parent: AMM"),
        ("workstreams.yaml", "value: 45", "value: 5"),
    )
    with pytest.raises(Faulty) as refused:
        read_catalogue(folder)
    places = [(fault.file, fault.line) for fault in refused.value.faults]
    assert len(places) == 6
    assert [file for file, _ in places] == ["acts.yaml", "workstreams.yaml", RECEPTION, RECEPTION, RECEPTION, BORDERS]
    lines = [line for file, line in places if file == RECEPTION]
    assert lines == sorted(lines)


def test_a_fault_names_the_whole_path(tmp_path: Path) -> None:
    folder = tiny_catalogue_folder(tmp_path, (RECEPTION, "{on: 2026-06-12", "{on: 2026-02-30"))
    with pytest.raises(Faulty) as refused:
        read_catalogue(folder)
    assert str(refused.value.faults[0]) == (
        "blocks/01-reception.yaml:32:19: blocks.0.children.1.due.on: "
        "'2026-02-30' is not a day of the calendar: expected YYYY-MM-DD"
    )


def test_a_wrong_file_does_not_make_what_refers_to_it_wrong(tmp_path: Path) -> None:
    folder = tiny_catalogue_folder(tmp_path, ("actors.yaml", "actors:", "actors: ]"))
    with pytest.raises(Faulty) as refused:
        read_catalogue(folder)
    assert [fault.file for fault in refused.value.faults] == ["actors.yaml"]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n\n",
        b"# nothing but a comment\n",
        b"---\n",
        b"[]",
        b"{}",
        b"text",
        b"- a\n- b\n",
        b"a: b\n",
        b"\xff\xfe\x00\x01",
        b"\xef\xbb\xbfa: b\n",
        b"a: \xc3\x28\n",
        b"\x00" * 100,
        b"[" * 20_000,
        b"{" * 20_000,
        b"- " * 20_000,
        b"? " * 20_000,
        b"a: &a [*a]\n",
        b"&a [&b [*a]]",
        b"a: !!timestamp xyz\nb: !!bool zz\nc: !!int ''\nd: !!float abc\n",
        b"%YAML 9.9\n---\na: b\n",
        b'"\\ud800": "\\x07"\n',
        b"? {a: b}\n: {c: d}\n",
        b'catalogue: "',
        b"'",
        b"blocks: [{children: [{item: {}, section: []}]}]",
        b"blocks: [{children: {item: a}}]",
        b"acts: [[], {}, x, {code: [], exceptions: {}}]",
        b"files: {blocks: x, sources: []}",
        b"files: [1]",
    ],
    ids=lambda raw: repr(raw[:24]),
)
def test_no_file_makes_a_traceback(tmp_path: Path, raw: bytes) -> None:
    folder = tiny_catalogue_folder(tmp_path)
    for name, text in TINY.items():
        (folder / name).write_bytes(raw)
        with pytest.raises(Faulty) as refused:
            read_catalogue(folder)
        assert all(fault.line >= 1 and fault.column >= 1 and fault.message for fault in refused.value.faults)
        (folder / name).write_text(text)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    folder = tiny_catalogue_folder(tmp_path)
    (folder / "terms.yaml").write_bytes(b"terms: []\n" + b"#" * MAX_FILE_BYTES)
    with pytest.raises(Faulty, match="at most 1048576 are allowed"):
        read_catalogue(folder)


def test_a_catalogue_that_is_too_large_in_all_is_refused(tmp_path: Path) -> None:
    folder = tiny_catalogue_folder(tmp_path)
    for name in ("terms", "funds", "actors", "sources", "articles"):
        path = folder / f"{name}.yaml"
        path.write_bytes(path.read_bytes() + b"#" * (MAX_FILE_BYTES - 10_000))
    with pytest.raises(Faulty, match="more than 4194304 bytes in all"):
        read_catalogue(folder)


def test_a_file_with_too_many_values_is_refused(tmp_path: Path) -> None:
    folder = tiny_catalogue_folder(tmp_path)
    (folder / "terms.yaml").write_text("terms: [" + "a," * (MAX_NODES + 1) + "]")
    with pytest.raises(Faulty, match=f"more than {MAX_NODES} values"):
        read_catalogue(folder)


HUGE = {
    "unknown keys": ("catalogue.yaml", "\n".join(f"k{number}: x" for number in range(80_000))),
    "the same key": ("terms.yaml", "a: b\n" * 100_000),
    "aliases": ("terms.yaml", "terms: [" + "*a," * 200_000 + "]"),
    "nothing": ("terms.yaml", "terms: [" + "~," * 55_000 + "]"),
    "empty entries": ("terms.yaml", "terms: [" + "{}," * 55_000 + "]"),
    "wrong entries": ("acts.yaml", "acts: [" + "{code: a}," * 18_000 + "]"),
    "the same entry": ("terms.yaml", "terms: [" + "{key: a, title: {en: b}}," * 8_000 + "]"),
    "all days": (
        "conditions.yaml",
        "conditions: [{key: a, title: {en: a}, otherwise: true, holds: ["
        + "{country: BE, holds: true}," * 11_000
        + "]}]",
    ),
    "a long chain of parents": (
        "acts.yaml",
        "acts:\n"
        + "".join(f"- {{code: A{n}, parent: A{n + 1}}}\n" for n in range(11_000))
        + "- {code: A11000, parent: A0}",
    ),
    "all wait for all": (
        "blocks/02-borders.yaml",
        "blocks: [{key: a, children: ["
        + ",".join(f"{{item: i{n}, depends_on: [{','.join(f'i{m}' for m in range(230))}]}}" for n in range(230))
        + "]}]",
    ),
    "an unknown act in every article": ("articles.yaml", "articles: [" + '{act: X, number: "1"},' * 11_000 + "]"),
    "long text": ("terms.yaml", "terms: '" + "x " * 500_000 + "'"),
    "quotes": ("terms.yaml", "terms: [" + "''," * 55_000 + "]"),
    "comments": ("terms.yaml", "#\n" * 500_000),
    "brackets that close": ("terms.yaml", "terms: " + "]" * 1_000_000),
    "dashes": ("terms.yaml", "-\n" * 500_000),
}


@pytest.mark.parametrize(("name", "text"), HUGE.values(), ids=HUGE)
def test_a_huge_file_is_refused_within_seconds(tmp_path: Path, name: str, text: str) -> None:
    folder = tiny_catalogue_folder(tmp_path)
    (folder / name).write_text(text)
    started = process_time()
    with pytest.raises(Faulty) as refused:
        read_catalogue(folder)
    assert process_time() - started < 8
    assert refused.value.faults


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = tiny_catalogue_folder(tmp_path)
    outside = tmp_path / "outside.yaml"
    outside.write_text("terms: []\n")
    (folder / "terms.yaml").unlink()
    (folder / "terms.yaml").symlink_to(outside)
    with pytest.raises(Faulty, match="leads out of the folder"):
        read_catalogue(folder)


def test_a_file_that_nobody_would_read_is_named(tmp_path: Path) -> None:
    folder = tiny_catalogue_folder(tmp_path)
    (folder / "blocks").mkdir(exist_ok=True)
    (folder / "blocks" / "forgotten.yaml").write_text("blocks: []", encoding="utf-8")
    (folder / "notes.yml").write_text("", encoding="utf-8")
    (folder / "README.md").write_text("Beside it", encoding="utf-8")
    with pytest.raises(Faulty) as refused:
        read_catalogue(folder)
    said = [str(fault) for fault in refused.value.faults]
    assert len(said) == 2
    for name, sentence in zip(("blocks/forgotten.yaml", "notes.yml"), said, strict=True):
        assert name in sentence
        assert "catalogue.yaml" in sentence


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Faulty, match=r"there is no file 'catalogue\.yaml'"):
        read_catalogue(tmp_path)


def _replaced(path: Path, kind: str) -> None:
    path.unlink()
    match kind:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "link to itself":
            path.symlink_to(path.name)
        case "link to nothing":
            path.symlink_to("nowhere.yaml")
        case "link without end":
            path.symlink_to("/dev/zero")


@pytest.mark.parametrize("name", ["catalogue.yaml", "terms.yaml", "blocks/01-reception.yaml"])
@pytest.mark.parametrize("kind", ["nothing", "folder", "pipe", "link to itself", "link to nothing", "link without end"])
def test_what_is_no_file_is_refused_where_it_is_named(tmp_path: Path, name: str, kind: str) -> None:
    folder = tiny_catalogue_folder(tmp_path)
    _replaced(folder / name, kind)
    with pytest.raises(Faulty) as refused:
        read_catalogue(folder)
    assert {fault.file for fault in refused.value.faults} == {"catalogue.yaml"}
    assert Path(name).name in str(refused.value)


@pytest.mark.parametrize("name", ["catalogue.yaml", "terms.yaml"])
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    folder = tiny_catalogue_folder(tmp_path)
    opened = Path.open

    def refusing(path: Path, *arguments: Any) -> Any:
        if path.name == name:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments)

    monkeypatch.setattr(Path, "open", refusing)
    with pytest.raises(Faulty, match=rf"'{name}' cannot be read \(PermissionError\)"):
        read_catalogue(folder)


def test_of_the_eu_level_only_the_presidency_chairs(tmp_path: Path) -> None:
    folder = tiny_catalogue_folder(
        tmp_path,
        ("actors.yaml", "actors:\n", "actors:\n  - {code: EP, title: {en: European Parliament}, group: eu}\n"),
        ("cycle.yaml", "{actor: MS_INT, role: chairs}", "{actor: EP, role: chairs}"),
        (
            "cycle.yaml",
            "due: {kind: undated}, from_year: 2025,\n     actors: [",
            "due: {kind: undated}, from_year: 2025,\n     actors: [{actor: EULISA, role: chairs}, "
            "{actor: MS_INT, role: chairs}, ",
        ),
    )
    read_catalogue(folder)
    cycle = folder / "cycle.yaml"
    cycle.write_text(cycle.read_text().replace("{actor: COM, role: responsible}]}", "{actor: COM, role: chairs}]}"))
    with pytest.raises(Faulty) as refused:
        read_catalogue(folder)
    assert any("'COM' chairs: expected EP" in str(fault) for fault in refused.value.faults)
