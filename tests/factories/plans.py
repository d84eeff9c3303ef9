"""A small catalogue in memory, its plans, and people with roles, for tests of plans."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM, Actor, Held
from app.accounts.models import User
from app.accounts.states import Role
from app.catalogue.models import Item
from app.catalogue.states import (
    ClosingKind,
    Confidence,
    Level,
    Measure,
    Nature,
    NeededByKind,
    Obligation,
    Provenance,
)
from app.catalogue.views import (
    BlockView,
    CatalogueView,
    CountryView,
    FundView,
    ItemView,
    LadderStepView,
    PlanSectionView,
    Text,
    WorkstreamView,
)
from app.plans.models import Authority
from app.plans.queries.heads import find_head
from app.plans.services.plans import open_plans

STARTS_ON = date(2024, 6, 11)
APPLIES_FROM = date(2026, 6, 12)
NOON = datetime(2025, 3, 10, 12, 0, tzinfo=UTC)
"""The instant that most tests of plans freeze."""

LEGAL_LADDER = (
    ("analysed", 10),
    ("draft", 25),
    ("government", 45),
    ("adopted", 75),
    ("published", 85),
    ("notified", 100),
)
COUNTRIES = {"IE": "Ireland", "FR": "France", "AT": "Austria", "DE": "Germany"}


def text(words: str) -> Text:
    """A text in English only."""
    return Text({"en": words})


def _item(session: Session, key: str, block: str, position: int, **differing: object) -> ItemView:
    row = Item(key=key)
    session.add(row)
    session.flush()
    values: dict[str, object] = {
        "item_id": row.id,
        "requirement_id": position,
        "key": key,
        "origin": None,
        "block_key": block,
        "section_key": None,
        "level": Level.MEMBER_STATE,
        "title": text(key),
        "description": None,
        "workstream": "legal",
        "actors": (),
        "legal": (),
        "obligation": Obligation.SHALL,
        "condition": None,
        "nature": Nature.ARRANGEMENT,
        "due": None,
        "needed_by": APPLIES_FROM,
        "needed_by_kind": NeededByKind.PLANNING,
        "needed_by_anchor": "",
        "is_later_duty": False,
        "is_key": False,
        "closing_kind": ClosingKind.STATEMENT,
        "closing_text": text("A statement"),
        "closing_unit": None,
        "proofs": (),
        "is_sensitive": False,
        "closes_by_product": False,
        "starts_on": STARTS_ON,
        "lead_time_days": 60,
        "depends_on": (),
        "needed_for": (),
        "provenance": Provenance.ACT,
        "confidence": Confidence.HIGH,
        "outcome": None,
        "position": position,
    }
    return ItemView(**{**values, **differing})  # type: ignore[arg-type]


def _block(key: str, code: str, items: tuple[ItemView, ...]) -> BlockView:
    return BlockView(key, code, int(code), text(key), None, True, (), (), ("AMIF",), items, items, int(code))


def _country(code: str, position: int) -> CountryView:
    return CountryView(code, code, code, position, text(COUNTRIES[code]), (), None, False, False, True, (), None)


def small_view(session: Session) -> CatalogueView:
    """Two blocks; in `alpha` a law, a training (target), a sensitive item and an EU-level template; `beta.law`."""
    items = {
        "alpha": (
            _item(session, "alpha.law", "alpha", 1),
            _item(session, "alpha.training", "alpha", 2, workstream="training"),
            _item(session, "alpha.secret", "alpha", 3, is_sensitive=True),
            _item(session, "alpha.template", "alpha", 4, level=Level.EU),
        ),
        "beta": (_item(session, "beta.law", "beta", 5),),
    }
    legal = tuple(LadderStepView(key, text(key), value) for key, value in LEGAL_LADDER)
    other = (LadderStepView("started", text("Started"), 25), LadderStepView("done", text("Done"), 100))
    return CatalogueView(
        release_id=1,
        catalogue="small",
        version="1",
        title=text("Small"),
        notice=text("For tests"),
        language="en",
        starts_on=STARTS_ON,
        applies_from=APPLIES_FROM,
        in_force_from=STARTS_ON,
        content_hash="0",
        documents=(),
        plan_sections=(PlanSectionView("state-of-play", text("State of play"), None),),
        sources={},
        acts={},
        articles={},
        actors={},
        funds={code: FundView(code, text(code), None, None) for code in ("AMIF", "BMVI")},
        countries={code: _country(code, number) for number, code in enumerate(COUNTRIES)},
        participation={},
        conditions={},
        workstreams={
            "legal": WorkstreamView("legal", text("Legislation"), Measure.STEPS, legal),
            "training": WorkstreamView("training", text("Training"), Measure.TARGET, other),
        },
        empowerments=(),
        linkages=(),
        deadlines=(),
        cycle=(),
        cycle_record=(),
        reference_keys={},
        pools={},
        allocations=(),
        presidencies=(),
        finding_kinds={},
        findings=(),
        guidance=(),
        measures=(),
        themes=(),
        calls=(),
        terms={},
        blocks={key: _block(key, str(number), of) for number, (key, of) in enumerate(items.items(), start=1)},
        items={item.key: item for of in items.values() for item in of},
        duties={},
    )


def opened(session: Session) -> CatalogueView:
    """The small catalogue with a plan for each country and the EU level."""
    view = small_view(session)
    open_plans(session, view, actor=SYSTEM)
    return view


def person(session: Session, name: str, *held: Held) -> Actor:
    """Somebody with these roles."""
    user = User(email=f"{name}@demo.example", name=name, created_at=NOON)
    session.add(user)
    session.flush()
    return Actor(user.id, name, user.email, held)


def coordinator(session: Session, country: str) -> Actor:
    """A coordinator of a country."""
    return person(session, f"coordinator.{country.lower()}", Held(Role.COORDINATOR, country))


def contributor(
    session: Session, country: str, *authorities: int, blocks: frozenset[str] = frozenset(), name: str = ""
) -> Actor:
    """A contributor for some authorities of a country."""
    held = Held(Role.CONTRIBUTOR, country, authorities=frozenset(authorities), blocks=blocks)
    return person(session, name or f"contributor.{country.lower()}", held)


def reviewer(session: Session, *desk: str) -> Actor:
    """A reviewer of all countries, or of a desk."""
    return person(session, "reviewer" + "".join(desk).lower(), Held(Role.REVIEWER, desk=frozenset(desk)))


def authority(session: Session, owner: str, name: str, actor_code: str | None = None) -> int:
    """The key of a new authority of a plan."""
    head = find_head(session, owner)
    assert head is not None
    row = Authority(plan_id=head.plan_id, name=name, short_name=name[:60], actor_code=actor_code)
    session.add(row)
    session.flush()
    return row.id


def observer(session: Session, country: str | None = None) -> Actor:
    """An observer of a country, or of the EU level."""
    return person(session, f"observer.{(country or 'eu').lower()}", Held(Role.OBSERVER, country))


def administrator(session: Session) -> Actor:
    """An administrator, who sees no plan."""
    return person(session, "admin", Held(Role.ADMINISTRATOR))
