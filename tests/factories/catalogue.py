"""A catalogue small enough to know by heart: three blocks, fourteen items, four countries, six acts."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM
from app.catalogue.queries import get_view
from app.catalogue.reading import read_catalogue
from app.catalogue.services import load_release
from app.catalogue.views import CatalogueView

TINY: Final[dict[str, str]] = {
    "catalogue.yaml": """\
# A catalogue for tests.
catalogue: tiny
version: "1"
title: {en: A tiny catalogue, de: Ein winziger Katalog}
notice: {en: For tests alone}
language: en
starts_on: 2024-06-11
applies_from: 2026-06-12
in_force_from: 2024-06-12
documents:
  - {reference: COM(2024) 251 final, celex: 52024DC0251, date: 2024-06-12, note: {en: The common plan}}
plan_sections:
  - {key: legal-framework, title: {en: Legal framework}, hint: {en: What changes in law}}
  - {key: costs, title: {en: Costs}}
files:
  sources: sources.yaml
  acts: acts.yaml
  articles: articles.yaml
  actors: actors.yaml
  funds: funds.yaml
  countries: countries.yaml
  participation: participation.yaml
  conditions: conditions.yaml
  workstreams: workstreams.yaml
  empowerments: empowerments.yaml
  linkages: linkages.yaml
  deadlines: deadlines.yaml
  cycle: cycle.yaml
  cycle_record: cycle_record.yaml
  reference_keys: reference_keys.yaml
  pools: pools.yaml
  allocations: allocations.yaml
  presidencies: presidencies.yaml
  finding_kinds: finding_kinds.yaml
  findings: findings.yaml
  guidance: guidance.yaml
  support: support.yaml
  terms: terms.yaml
  blocks: [blocks/00-strategy.yaml, blocks/01-reception.yaml, blocks/02-borders.yaml]
""",
    "sources.yaml": """\
sources:
  - {code: oj, title: Official Journal, url: https://eur-lex.europa.eu/, seen: in full}
  - {code: press, title: Press}
""",
    "acts.yaml": """\
acts:
  - code: IRX
    number: "(EU) 2025/1"
    group: implementing
    kind: implementing_act
    title: {en: Rules for the report}
    applies_from: 2026-09-01
    parent: AMMR
    confidence: medium
  - code: AMMR
    celex: 32024R1351
    number: "(EU) 2024/1351"
    group: pact
    kind: regulation
    title: {en: Asylum and Migration Management Regulation}
    subject: {en: Responsibility and solidarity}
    published_on: 2024-05-22
    in_force_on: 2024-06-11
    applies_from: 2026-06-12
    applies_from_printed: 2026-07-01
    exceptions: [{articles: ["7-15", "84"], from: 2024-06-11}]
  - {code: RCD, celex: 32024L1346, number: "(EU) 2024/1346", group: pact, kind: directive,
     title: {en: Reception Conditions Directive}, applies_from: 2026-06-12}
  - {code: SCR, celex: 32024R1356, number: "(EU) 2024/1356", group: pact, kind: regulation,
     title: {en: Screening Regulation}, applies_from: 2026-06-12}
  - {code: EUAA, number: "(EU) 2021/2303", group: related, kind: regulation, title: {en: EU Agency for Asylum}}
  - {code: RECO, number: "(EU) 2020/1366", group: related, kind: recommendation, title: {en: A recommendation}}
""",
    "articles.yaml": """\
articles:
  - {act: RCD, number: "5", heading: {en: Information}, paragraphs: 2}
  - {act: RCD, number: "33", heading: {en: Staff and resources}, paragraphs: 2}
  - {act: RCD, number: "35", heading: {en: Transposition, de: Umsetzung}, paragraphs: 3}
""",
    "actors.yaml": """\
actors:
  - {code: COM, title: {en: European Commission}, group: eu, role: {en: Prepares and reports}}
  - {code: EULISA, title: {en: eu-LISA}, group: agency}
  - {code: MS_INT, title: {en: Ministry of the interior}, group: national}
  - {code: MS_RECEP, title: {en: Reception authority}, group: national}
  - {code: CSO, title: {en: Civil society}, group: partner, role: {en: Counselling and services}}
""",
    "funds.yaml": """\
funds:
  - {code: AMIF, title: {en: "Asylum, Migration and Integration Fund"}, note: {en: Larger than before}}
  - {code: EUAAF, title: {en: Money of the agency}, act: EUAA}
""",
    "countries.yaml": """\
countries:
  - {code: BE, iso2: BE, iso3: BEL, order: 1, title: {en: Belgium, fr: Belgique}, native: [Belgique, België, Belgien],
     schengen: full, borders: {external_land: false, sea: true, air: true}}
  - {code: DK, iso2: DK, iso3: DNK, order: 4, title: {en: Denmark}, native: [Danmark], schengen: full,
     borders: {external_land: false, sea: true, air: true}}
  - {code: IE, iso2: IE, iso3: IRL, order: 7, title: {en: Ireland}, native: [Éire, Ireland],
     borders: {external_land: true, sea: true, air: true, neighbours: [United Kingdom], note: {en: Common travel area}}}
  - {code: FR, iso2: FR, iso3: FRA, order: 10, title: {en: France}, native: [France], schengen: full,
     borders: {external_land: true, sea: true, air: true, neighbours: [Brazil, Suriname]}}
""",
    "participation.yaml": """\
participation:
  - {country: DK, act: RCD, bound: no, basis: {en: "Protocol 22, Art. 1-2: not bound"}, source: oj}
  - {country: DK, act: AMMR, bound: part, articles: ["16-55", "84(2)"], basis: {en: By agreement}, confidence: medium}
  - {country: IE, act: SCR, bound: no, basis: {en: "Protocol 19: not bound"}}
  - {country: IE, act: RCD, bound: opted_in, basis: {en: By own choice}}
  - {country: IE, act: EUAA, bound: to_be_confirmed, basis: {en: Not seen}, confidence: low}
""",
    "conditions.yaml": """\
conditions:
  - key: external-land-border
    title: {en: Has an external land border}
    description: {en: A border with a country outside the area without border control}
    legal: [{act: SCR, article: "1"}]
    otherwise: false
    holds:
      - {country: FR, holds: true, basis: {en: Overseas}, source: oj}
      - {country: IE, holds: to_be_confirmed, from: 2025-01-01, until: 2026-06-30}
  - {key: under-pressure, title: {en: Under migratory pressure}, otherwise: to_be_confirmed}
  - key: in-a-situation
    title: {en: In a significant situation}
    otherwise: to_be_confirmed
    holds:
      - {country: BE, holds: false, from: 2025-11-11, until: 2026-12-31}
      - {country: IE, holds: true, from: 2025-11-11, until: 2026-12-31}
""",
    "workstreams.yaml": """\
workstreams:
  - key: legal
    title: {en: Legislation}
    measured_by: steps
    ladder:
      - {key: analysed, title: {en: Analysed}, value: 10}
      - {key: by-government, title: {en: Adopted by the government}, value: 45}
      - {key: notified, title: {en: In force and notified}, value: 100}
  - key: it
    title: {en: IT systems}
    measured_by: steps
    ladder: [{key: specified, title: {en: Specified}, value: 10}, {key: running, title: {en: Running}, value: 100}]
  - key: training
    title: {en: Training}
    measured_by: target
    ladder: [{key: started, title: {en: Started}, value: 25}, {key: done, title: {en: Done}, value: 100}]
""",
    "empowerments.yaml": """\
empowerments:
  - {code: IA-01, act: AMMR, article: "7(6)", kind: implementing, adopted_by: COM, subject: {en: The template},
     status: {en: adopted}, adopted_as: (EU) 2025/1}
""",
    "linkages.yaml": """\
linkages:
  - {from: borders, to: reception, reason: {en: Whoever was screened needs a place}}
""",
    "deadlines.yaml": """\
deadlines:
  - {on: 2024-09-12, title: {en: The common plan}, kind: legal, legal: [{act: AMMR, article: "84(1)"}],
     done_on: 2024-06-12, done: {en: Adopted}}
""",
    "cycle.yaml": """\
cycle:
  - {key: information-sent, order: 1, title: {en: Information sent}, when: {en: by 1 June},
     due: {kind: day, day: "06-01"}, from_year: 2025, by_each: true,
     actors: [{actor: MS_INT, role: responsible}, {actor: EULISA, role: responsible}, {actor: COM, role: receives}],
     unless: {condition: under-pressure, text: {en: unless it is under pressure}},
     done: {en: sent}, items: [borders.yearly-report], legal: [{act: AMMR, article: "9(7)"}]}
  - {key: meeting, order: 2, title: {en: Meeting}, when: {en: in the first half of July},
     due: {kind: window, from: "07-01", until: "07-15"}, from_year: 2025,
     actors: [{actor: COM, role: responsible}, {actor: MS_INT, role: takes_part}], needs: [information-sent]}
  - {key: report, order: 3, title: {en: Annual report}, when: {en: by 15 October},
     description: {en: On the year that was}, due: {kind: day, day: "10-15"}, from_year: 2025,
     actors: [{actor: COM, role: responsible}], needs: [meeting],
     produces: {en: The report}, done: {en: presented}}
  - {key: hearing, order: 4, title: {en: Hearing}, when: {en: before the report}, due: {kind: before, of: [report]},
     from_year: 2025, actors: [{actor: COM, role: responsible}, {actor: MS_INT, role: consulted}]}
  - {key: forum, order: 5, title: {en: Forum}, when: {en: within 15 days of the report},
     due: {kind: within, period: P15D, of: [report]}, from_year: 2025, actors: [{actor: COM, role: responsible}],
     needs: [report], done: {en: held}, legal: [{act: AMMR, article: "13(2)"}]}
  - {key: follow-up, order: 6, title: {en: Follow-up}, when: {en: after the forum}, due: {kind: after, of: [forum]},
     from_year: 2025, actors: [{actor: COM, role: responsible}, {actor: MS_INT, role: chairs}]}
  - {key: call-for-help, order: 7, title: {en: Call for help}, when: {en: at any time},
     due: {kind: event, event: {en: A country calls}}, from_year: 2025, actors: [{actor: MS_INT, role: responsible}]}
  - {key: answer, order: 8, title: {en: Answer}, when: {en: within five working days},
     due: {kind: within, period: P5D, working_days: true, of: [call-for-help]}, from_year: 2025,
     actors: [{actor: COM, role: responsible}]}
  - {key: delivery, order: 9, title: {en: Delivery}, when: {en: by the end of the next year},
     due: {kind: day, day: "12-31", years_after: 1}, from_year: 2026, by_each: true,
     actors: [{actor: MS_INT, role: responsible}], legal: [{act: AMMR, article: "9(7)"}]}
  - {key: talks, order: 10, title: {en: Talks}, when: {en: regularly}, due: {kind: undated}, from_year: 2025,
     actors: [{actor: COM, role: responsible}]}
""",
    "cycle_record.yaml": """\
cycle_record:
  - {year: 2025, step: information-sent, nothing_found: true}
  - {year: 2025, step: report, on: 2025-11-11, reference: COM(2025) 1, url: "https://eur-lex.europa.eu/x",
     note: {en: Covers a year}, source: oj}
  - {year: 2025, step: forum, planned_on: 2025-11-20, confidence: medium}
  - {year: 2025, step: call-for-help, turn: 2, country: FR, on: 2025-12-01}
""",
    "reference_keys.yaml": """\
reference_keys:
  - year: 2026
    legal: [{act: AMMR, article: "84(1)"}]
    population: {year: 2025, unit: {en: persons}, source: oj, note: {en: On 1 January}}
    gdp: {year: 2024, unit: {en: million euro}, source: oj, confidence: medium}
    note: {en: Invented for tests}
    members:
      - {country: BE, population: 11900100, gdp: 614000, official: {share: "3.0714", source: oj, confidence: medium}}
      - {country: DK, population: 5992700, gdp: 392000}
      - {country: IE, population: 5439900, gdp: 533000}
      - {country: FR, population: 68635900, gdp: 2919000}
""",
    "pools.yaml": """\
pools:
  - year: 2026
    act: (EU) 2025/9
    url: https://eur-lex.europa.eu/9
    published_on: 2025-12-23
    relocations: 100
    money: "2000000"
    note: {en: Invented for tests}
    source: oj
    entries:
      - {country: BE, type: financial, money: "500000.50", note: {en: As said}, source: press, confidence: medium}
      - {country: IE, type: relocation, persons: 12, source: oj, on: 2025-12-23}
      - {country: FR, kind: deduction, type: offset, persons: 0, source: press}
""",
    "allocations.yaml": """\
allocations:
  - {key: named-with-the-plan, order: 1, title: {en: Named with the plan}, by: Commission, money: "3600000000",
     on: 2024-06-12, period: until 2027, note: {en: Invented for tests}, sources: [oj, press]}
  - {key: letter-to-france, order: 2, title: {en: A letter}, by: Commission, country: FR, funds: [AMIF],
     blocks: [borders], sources: [press], confidence: medium}
""",
    "presidencies.yaml": """\
presidencies:
  - {country: DK, from: 2025-07-01, until: 2025-12-31, source: oj}
  - {country: BE, from: 2026-01-01, until: 2026-06-30, source: oj, confidence: medium}
  - {country: IE, from: 2026-07-01, until: 2026-12-31, source: oj}
""",
    "finding_kinds.yaml": """\
finding_kinds:
  - {key: situation, order: 2, title: {en: facing a significant migratory situation},
     legal: [{act: AMMR, article: "11(1)"}], condition: in-a-situation}
  - key: pressure
    order: 1
    title: {en: under migratory pressure}
    legal: [{act: AMMR, article: "11(1)"}, {act: AMMR, article: "59(4)"}]
    effects:
      - {text: {en: May use the pool}, legal: [{act: AMMR, article: "58(1)"}], items: [borders.yearly-report],
         condition: under-pressure}
      - {text: {en: May ask for a deduction}, legal: [{act: AMMR, article: "61(1)"}]}
""",
    "findings.yaml": """\
findings:
  - {year: 2025, kind: situation, countries: [IE], reference: (EU) 2025/8, url: "https://eur-lex.europa.eu/8",
     on: 2025-11-11, from: 2025-11-11, until: 2026-12-31, note: {en: As printed}, source: oj}
  - {year: 2025, kind: pressure, countries: [BE], reference: (EU) 2025/8, on: 2025-11-11, from: 2025-11-11,
     until: 2026-12-31, source: press, confidence: medium}
""",
    "guidance.yaml": """\
guidance:
  - {key: reception-standards, order: 1, kind: standards, title: {en: Standards on reception}, by: [EULISA],
     on: 2025-03-01, url: "https://agency.example/standards", blocks: [reception], sources: [oj]}
  - {key: system-course, order: 2, kind: training, title: {en: Course on the system}, by: [EULISA, COM],
     period: spring 2025, items: [borders.screening], note: {en: Invented for tests}, sources: [oj, press],
     confidence: medium}
  - {key: rumoured-tool, order: 3, kind: tool, title: {en: A rumoured tool}, by: [COM],
     sources: [press], confidence: low}
""",
    "support.yaml": """\
measures:
  - {key: situational-analysis, order: 1, title: {en: Situational analysis}, description: {en: What is there}}
themes:
  - {key: asylum-procedures, order: 1, title: {en: Asylum procedures}}
""",
    "terms.yaml": """\
terms:
  - {key: solidarity-pool, title: {en: Annual Solidarity Pool, fr: Réserve annuelle}, confidence: {fr: medium}}
""",
    "blocks/00-strategy.yaml": """\
blocks:
  - key: strategy
    code: "0"
    title: {en: Strategy}
    in_sum: false
    acts: [AMMR]
    children:
      - item: strategy.template
        level: eu
        title: {en: Template for plans}
        workstream: legal
        actors: [COM]
        legal: [{act: AMMR, article: "84(1)"}]
        obligation: shall
        nature: arrangement
        due: {on: 2024-09-12, kind: legal, anchor: AMMR Art. 84(1)}
        closing: {kind: adopted_document, text: {en: The common plan}}
        provenance: act
        confidence: high
        outcome: {text: {en: Adopted}, on: 2024-06-12, reference: COM(2024) 251}
      - item: strategy.national-plan
        origin: BB00-MS-01
        level: member_state
        title: {en: National plan adopted, fr: Plan national adopté}
        description: {en: What the country will do.}
        workstream: legal
        actors: [MS_INT]
        legal: [{act: AMMR, article: "84(2)"}]
        obligation: shall
        nature: arrangement
        due: {on: 2024-12-12, kind: legal}
        key_item: true
        closing: {kind: adopted_document, text: {en: The plan}, product: true}
        depends_on: [strategy.template]
        provenance: act
        confidence: high
""",
    "blocks/01-reception.yaml": """\
blocks:
  - key: reception
    code: "1"
    title: {en: Reception, de: Aufnahme}
    description: {en: People are received.}
    objectives: [{en: Places}, {en: Staff}]
    acts: [RCD]
    funds: [AMIF]
    children:
      - item: reception.template
        level: eu
        title: {en: Template for information}
        workstream: legal
        actors: [COM]
        legal: [{act: RCD, article: "5(2)"}]
        obligation: shall
        nature: arrangement
        closing: {kind: adopted_document, text: {en: The template}}
        lead_time_days: 90
        provenance: act
        confidence: high
      - item: reception.directive-transposed
        level: member_state
        title: {en: Directive transposed}
        workstream: legal
        actors: [MS_INT, MS_RECEP]
        legal:
          - {act: RCD, article: "35(1)"}
          - {act: RCD, article: "5"}
        obligation: shall
        nature: arrangement
        due: {on: 2026-06-12, kind: legal, anchor: RCD Art. 35(1), as_printed: 2026-06-12, note: {en: As printed}}
        key_item: true
        closing: {kind: published_act_notified, text: {en: Published act}}
        depends_on: [reception.template, strategy.national-plan]
        provenance: act
        confidence: high
      - section: reception.capacity
        title: {en: Capacity}
        description: {en: Places and staff}
        children:
          - item: reception.staff-trained
            level: member_state
            title: {en: Staff trained}
            workstream: training
            actors: [MS_RECEP, EULISA]
            legal: [{act: RCD, article: "33(1)"}]
            obligation: shall
            nature: arrangement
            due: {on: 2026-01-31, kind: indicative, note: {en: A suggestion}}
            closing: {kind: training_record, text: {en: Number trained}, unit: {en: persons}}
            starts_on: 2025-01-01
            provenance: act
            confidence: medium
          - section: reception.reserve
            title: {en: Reserve}
            children:
              - item: reception.reserve-places
                level: member_state
                title: {en: Places in reserve}
                workstream: training
                legal: []
                obligation: recommended
                nature: arrangement
                closing: {kind: number, text: {en: Places}, unit: {en: places}}
                sensitive: true
                provenance: common_plan
                confidence: low
""",
    "blocks/02-borders.yaml": """\
blocks:
  - key: borders
    code: "2"
    title: {en: Borders}
    acts: [SCR, AMMR]
    children:
      - item: borders.it-system
        level: eu
        title: {en: IT system ready}
        workstream: it
        actors: [EULISA]
        legal: [{act: SCR, article: "8(3)"}]
        obligation: shall
        nature: arrangement
        closing: {kind: test_report, text: {en: Report}}
        provenance: act
        confidence: high
      - item: borders.screening
        level: member_state
        title: {en: Screening within seven days}
        workstream: it
        legal: [{act: SCR, article: "8(3)"}]
        obligation: shall
        nature: per_case
        due: {kind: per_case, within: P7D, from: {en: the person's apprehension}, anchor: SCR Art. 8(3)}
        key_item: true
        closing: {kind: statement, text: {en: In use}}
        depends_on: [borders.it-system]
        provenance: act
        confidence: high
      - item: borders.land-crossings
        level: member_state
        title: {en: Land crossings equipped}
        workstream: it
        legal: [{act: SCR, article: "8(1)"}]
        obligation: shall_if
        condition: external-land-border
        nature: arrangement
        closing: {kind: contract, text: {en: Contract}}
        provenance: act
        confidence: high
      - item: borders.extra-sites
        level: member_state
        title: {en: More sites}
        workstream: it
        legal: [{act: SCR, article: Annex I}]
        obligation: may
        nature: arrangement
        closing: {kind: notification, text: {en: Notice}}
        provenance: act
        confidence: high
      - item: borders.yearly-report
        level: member_state
        title: {en: Yearly report}
        workstream: legal
        legal: [{act: IRX, article: "2"}, {act: AMMR, article: "20(1)"}]
        obligation: shall
        nature: recurring
        due: {kind: recurring, every: P1Y, day: "06-01", first_on: 2026-06-01, anchor: AMMR Art. 20(1)}
        closing: {kind: notification, text: {en: The report}}
        provenance: act
        confidence: high
      - item: borders.agency-experts
        level: member_state
        title: {en: Experts for the agency}
        workstream: legal
        legal: [{act: EUAA, article: "16-19"}]
        obligation: shall
        nature: arrangement
        closing: {kind: statement, text: {en: Named}}
        provenance: act
        confidence: high
      - item: borders.crisis-request
        level: member_state
        title: {en: Able to submit a request in a crisis}
        workstream: legal
        legal: [{act: AMMR, article: "10"}]
        obligation: shall
        nature: event
        due: {kind: on_event, within: P1Y, event: {en: a crisis}}
        closing: {kind: statement, text: {en: Able}}
        provenance: act
        confidence: high
      - item: borders.evaluation
        level: member_state
        title: {en: Data for the evaluation}
        workstream: legal
        legal: [{act: SCR, article: "24"}]
        obligation: shall
        nature: arrangement
        due: {on: 2028-06-12, kind: legal, anchor: SCR Art. 24}
        closing: {kind: notification, text: {en: Data}}
        provenance: act
        confidence: high
""",
}
"""The files of the tiny catalogue by name."""


def tiny_catalogue_folder(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """Write the tiny catalogue under a folder, with texts replaced: (file, old, new), each old once at least."""
    files = dict(TINY)
    for name, old, new in changes:
        if old not in files[name]:
            raise ValueError(f"{name} does not hold {old!r}")
        files[name] = files[name].replace(old, new, 1)
    root = folder / "tiny"
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


HANGS_ON_PRESSURE = ("blocks/02-borders.yaml", "condition: external-land-border", "condition: under-pressure")
"""A change by which `borders.land-crossings` hangs on a finding of the Commission."""


def load_tiny_catalogue(session: Session, folder: Path, *changes: tuple[str, str, str]) -> CatalogueView:
    """Load the tiny catalogue, with changes, into a session's database and read it back."""
    loaded = load_release(session, read_catalogue(tiny_catalogue_folder(folder, *changes)), actor=SYSTEM)
    return get_view(session, loaded.release_id)
