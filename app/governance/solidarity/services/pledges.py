"""Write down how a country prepares its pledge, for itself alone: in words; in figures once the act is published."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.catalogue.states import Solidarity
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.money import clean_amount
from app.core.policy import allows, require
from app.core.texts import clean_line, clean_text
from app.governance.pools import MOST_PERSONS, check_pool, is_counted, read_ledger
from app.governance.solidarity.figures import figures_in
from app.governance.solidarity.limits import DUE_WORDS_LIMIT, MOST_DUES, WORDS_LIMIT
from app.governance.solidarity.models import PledgeDue, PledgePreparation
from app.governance.solidarity.policy import READ_PLEDGE, WRITE_PLEDGE
from app.governance.solidarity.queries import JOINED, list_preparations
from app.governance.solidarity.records import PreparationRecord
from app.plans.rules.values import clean_day

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

NO_PLEDGE = message("There is no pledge to be prepared here, or none that you may see.")
NOT_PUBLISHED = message("Figures can be entered once the Council act is published (AMMR Art. 12(6)).")
WORDS = ("decides", "authorities", "steps", "questions")
PERSONS, MONEY = ("relocations", "offsets"), ("financial", "alternative")
AMOUNTS = (*PERSONS, *MONEY)


def check_pledge(view: CatalogueView, country: str, year: int, actor: Actor) -> None:
    """Raise NotFound for a pool or a country that there is not, and for everybody who is not of the country."""
    if not allows(actor, READ_PLEDGE, country):
        raise NotFound(NO_PLEDGE)
    check_pool(view, year, actor)
    if not is_counted(view, country):
        raise NotFound(NO_PLEDGE)


def preparations_of(
    session: Session, view: CatalogueView, country: str, year: int, *, actor: Actor
) -> list[PreparationRecord]:
    """All versions, the first one first. Raises NotFound for everybody who is not of the country."""
    check_pledge(view, country, year, actor)
    return list_preparations(session, country, year)


def prepare_pledge(
    session: Session,
    view: CatalogueView,
    country: str,
    year: int,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    seen: int,
) -> int:
    """Write down all that holds of a preparation from now on; returns the number of the version.

    `values`: `considered` (types), `decides`, `decide_by`, `authorities`, `steps`, `questions`, `dues` (pairs of day
    and words), and amounts by type: `relocations` and `offsets` in persons, `financial` and `alternative` in cents.
    Amounts are refused until the Council act is published (AMMR Art. 12(6)); until then a text with what looks like a
    figure is refused as well, unless `is_checked` says that a person looked at it again. `seen`: the version that the
    actor has seen, 0 for none. Raises NotFound, NotAllowed, Invalid, Conflict, WrongState.
    """
    check_pledge(view, country, year, actor)
    require(actor, WRITE_PLEDGE, country)
    ledger = read_ledger(session, view, year, actor=actor)
    versions = list_preparations(session, country, year)
    before = versions[-1] if versions else None
    if (before.version if before else 0) != seen:
        raise Conflict(current_version=before.version if before else 0)
    said, dues = _cleaned(values), _cleaned_dues(values.get("dues") or ())
    has_amounts = any(said[name] is not None for name in AMOUNTS)
    if has_amounts and not ledger.is_open:
        raise WrongState(NOT_PUBLISHED)
    is_checked = bool(values.get("is_checked")) and not ledger.is_open
    if not ledger.is_open and not is_checked:
        _check_words(said, dues)
    if before is None and not has_amounts and not any((*said.values(), *dues)):
        raise Invalid(message("Write down something of the preparation."), field="decides")
    if before is not None and _is_same(before, said, dues):
        return before.version
    made = PledgePreparation(
        country=country,
        year=year,
        version=seen + 1,
        is_checked=is_checked,
        act=ledger.act if has_amounts else "",
        salt=secrets.token_hex(16),
        said_at=clock.now(),
        author_id=actor.user_id,
        **said | {"considered": JOINED.join(one.value for one in said["considered"])},
    )
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
            session.add_all(
                PledgeDue(preparation_id=made.id, position=number, on_day=day, what=what)
                for number, (day, what) in enumerate(dues)
            )
            session.flush()
    except IntegrityError as error:  # somebody wrote the same version at the same moment
        raise Conflict(current_version=seen) from error
    now = list_preparations(session, country, year)[-1]
    record(
        session,
        actor=actor,
        deed="governance:pledge:prepared",
        subject_kind="pledge_preparation",
        subject_id=made.id,
        country=country,
        changes={"pool": [None, year], "said": [_digest(before), _digest(now)]},
    )
    return made.version


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields in their proper shape. Raises Invalid naming the field."""
    said: dict[str, Any] = {"considered": _types(values.get("considered") or ())}
    said |= {name: clean_text(values.get(name), name, WORDS_LIMIT) for name in WORDS}
    said["decide_by"] = clean_day(values.get("decide_by"), "decide_by")
    for name in PERSONS:
        amount = values.get(name)
        if amount is not None and (not isinstance(amount, int) or isinstance(amount, bool) or amount < 0):
            raise Invalid(message("Please give a number of at least 0."), field=name)
        if amount is not None and amount > MOST_PERSONS:
            raise Invalid(message("The number is too large."), field=name)
        said[name] = amount
    return said | {name: clean_amount(values.get(name), name) for name in MONEY}


def _types(named: Any) -> tuple[Solidarity, ...]:
    chosen = {str(one) for one in named}
    if not chosen <= {one.value for one in Solidarity}:
        raise Invalid(message("Choose one of the list."), field="considered")
    return tuple(one for one in Solidarity if one.value in chosen)


def _cleaned_dues(pairs: Any) -> tuple[tuple[Any, str], ...]:
    """Days with what is to be done by then, in their order; empty ones are left out. Raises Invalid."""
    found = []
    for day, what in pairs:
        words, on_day = clean_line(what, "dues", DUE_WORDS_LIMIT), clean_day(day, "dues")
        if bool(words) != (on_day is not None):
            raise Invalid(message("A day of your own has a day and what is to be done by then."), field="dues")
        if on_day is not None:
            found.append((on_day, words))
    if len(found) > MOST_DUES:
        raise Invalid(message("So many days of your own cannot be kept here."), field="dues")
    return tuple(sorted(found))


def _check_words(said: Mapping[str, Any], dues: tuple[tuple[Any, str], ...]) -> None:
    """Refuse what looks like a figure of money or of persons. Raises Invalid naming the field and what was seen."""
    texts = [(name, said[name]) for name in WORDS] + [("dues", what) for _, what in dues]
    for name, text in texts:
        found = figures_in(text)
        if found:
            raise Invalid(
                message(
                    "This looks like a figure: %(figures)s. Figures of needs, pool and pledges are classified until "
                    "the Council act is published. Take it out; if it is none, confirm so below."
                ),
                field=name,
                figures="; ".join(found[:3]),
            )


def _is_same(before: PreparationRecord, said: Mapping[str, Any], dues: tuple[tuple[Any, str], ...]) -> bool:
    return before.dues == dues and all(getattr(before, name) == value for name, value in said.items())


def _digest(one: PreparationRecord | None) -> str | None:
    """Vouches for the words without telling them; with the salt of the version, nobody finds them by trying."""
    if one is None:
        return None
    told = (*one.amounts.values(), one.considered, one.decides, one.decide_by, one.authorities, one.steps)
    words = repr((*told, one.questions, one.dues, one.act, one.is_checked, one.salt))
    return f"sha256:{hashlib.sha256(words.encode()).hexdigest()}"
