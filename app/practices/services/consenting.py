"""A country consents to a practice being shared, says with whom and whether with files, and withdraws that at once."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core import clock
from app.core.errors import Invalid, WrongState
from app.core.labels import message
from app.core.texts import clean_text
from app.practices.models import Practice, PracticeCountry
from app.practices.moves import next_state
from app.practices.policy import CONSENT
from app.practices.queries.life import names_of
from app.practices.queries.practices import last_number, list_country_rows
from app.practices.records import PracticeRecord
from app.practices.services.common import add_act, hold, note
from app.practices.states import TEXT_LIMIT, Act, PracticeState, Reach, Side

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView


def consent(
    session: Session,
    view: CatalogueView,
    practice_id: int,
    reach: Reach,
    countries: Collection[str] = (),
    *,
    with_files: bool,
    actor: Actor,
    expected_version: int | None,
) -> None:
    """Consent to it being shared as it stands, or narrow or widen the consent that stands; it holds from now on.

    `countries`: whom it names, where not all. Raises NotFound, NotAllowed, Conflict, WrongState, Invalid.
    """
    found, row = hold(session, practice_id, CONSENT, actor=actor, expected_version=expected_version)
    to = _next(found, Act.CONSENT)
    if not found.stands:
        raise WrongState(message("The deliverable was withdrawn: it cannot be shared."))
    named = _named(view, found, reach, countries)
    files = with_files and found.deliverable_id is not None
    if found.is_published and (found.reach, found.countries, found.with_files) == (reach, named, files):
        return
    before = list_country_rows(session, row.id)
    for gone in before:
        if gone.country not in named:
            session.delete(gone)
    held = {one.country for one in before}
    session.add_all(PracticeCountry(practice_id=row.id, country=code) for code in sorted(named - held))
    row.number = row.number or last_number(session, row.plan_id) + 1
    row.reach, row.with_files = reach.value, files
    _move(row, to)
    add_act(
        session,
        row.id,
        Act.CONSENT,
        Side.COUNTRY,
        found.owner,
        actor=actor,
        reach=reach,
        countries=named,
        with_files=files,
    )
    changes = {
        "state": [found.state.value, to.value],
        "reach": [found.reach.value if found.is_published else None, reach.value],
        "countries": [names_of(found.countries), names_of(named)],
        "with_files": [found.with_files, files],
    }
    note(session, row.id, found.owner, "consented", actor=actor, changes=changes)


def withdraw_consent(
    session: Session, practice_id: int, text: str = "", *, actor: Actor, expected_version: int | None
) -> None:
    """From now on nobody outside reads it. Raises NotFound, NotAllowed, Conflict, WrongState, Invalid."""
    found, row = hold(session, practice_id, CONSENT, actor=actor, expected_version=expected_version)
    to = _next(found, Act.WITHDRAW)
    said = clean_text(text, "text", TEXT_LIMIT)
    _close(session, row, to)
    add_act(session, row.id, Act.WITHDRAW, Side.COUNTRY, found.owner, actor=actor, text=said)
    note(session, row.id, found.owner, "withdrawn", actor=actor, changes={"state": [found.state.value, to.value]})


def decline(session: Session, practice_id: int, text: str, *, actor: Actor, expected_version: int | None) -> None:
    """Say why a proposal is not shared. Raises NotFound, NotAllowed, Conflict, WrongState, Invalid."""
    found, row = hold(session, practice_id, CONSENT, actor=actor, expected_version=expected_version)
    to = _next(found, Act.DECLINE)
    said = clean_text(text, "text", TEXT_LIMIT, required=True)
    _close(session, row, to)
    add_act(session, row.id, Act.DECLINE, Side.COUNTRY, found.owner, actor=actor, text=said)
    note(session, row.id, found.owner, "declined", actor=actor, changes={"state": [found.state.value, to.value]})


def _next(found: PracticeRecord, act: Act) -> PracticeState:
    to = next_state(found.state, act)
    if to is None:
        raise WrongState(message("This step is not possible any more, or not yet."))
    return to


def _named(view: CatalogueView, found: PracticeRecord, reach: Reach, countries: Collection[str]) -> frozenset[str]:
    if reach is Reach.ALL:
        return frozenset()
    named = frozenset(countries)
    if named - set(view.countries):
        raise Invalid(message("Choose from the list."), field="countries")
    if not named - {found.owner}:
        raise Invalid(message("Choose at least one other Member State, or all of them."), field="countries")
    return named - {found.owner}


def _close(session: Session, row: Practice, to: PracticeState) -> None:
    """Whom the last consent named stands in its act alone: nothing of it is left that could open it."""
    for named in list_country_rows(session, row.id):
        session.delete(named)
    row.reach, row.with_files = Reach.LISTED.value, False
    _move(row, to)


def _move(row: Practice, to: PracticeState) -> None:
    row.state = to.value
    if to is PracticeState.PUBLISHED:
        row.published_on = row.published_on or clock.today()
    else:
        row.published_on = None
    row.version = row.version + 1
