"""Whose an occurrence is, by which place it is recorded, and where its page is."""

from __future__ import annotations

from app.accounts.actor import Actor
from app.catalogue.views import EU, CatalogueView
from app.core.policy import allows
from app.governance.cycle import Cycle, Line
from app.governance.policy import RECORD, StepSubject
from app.governance.services import Place
from app.web.frame import country_name, day_url, in_language


def subject_of(line: Line, cycle: Cycle) -> StepSubject:
    """What rights on an occurrence depend on."""
    owner, is_own = line.occurrence.owner, line.step.is_by_each
    is_country = owner in cycle.view.countries
    return StepSubject(owner if is_country else "", "" if is_country else owner, is_own=is_own)


def place_of(line: Line, cycle: Cycle) -> Place:
    """The place of an occurrence, by which it is recorded."""
    subject = subject_of(line, cycle)
    return Place(cycle.year, line.step.key, line.occurrence.turn, subject.country, subject.body)


def may_record(line: Line, cycle: Cycle, actor: Actor) -> bool:
    """Whether the reader keeps this occurrence."""
    return allows(actor, RECORD, subject_of(line, cycle))


def address_of(place: Place, endpoint: str = "governance.show_step", meeting: int | None = None) -> str:
    """The address of an occurrence's page, on the day that is looked at; `meeting`: with the day of one filled in."""
    asked: dict[str, int | str | None] = {
        "turn": place.turn if place.turn > 1 else None,
        "country": place.country,
        "body": place.body,
        "meeting": meeting,
    }
    return day_url(endpoint, year=place.year, step=place.step, **{k: v for k, v in asked.items() if v})


def address_of_line(line: Line, cycle: Cycle) -> str:
    """The same of a line of a cycle."""
    return address_of(place_of(line, cycle))


def owner_name(view: CatalogueView, code: str) -> str:
    """A Member State, the EU level, or an actor of the catalogue, by its name; nothing for what concerns all."""
    if code == EU or code in view.countries:
        return country_name(code)
    return in_language(view.actors[code].title) if code in view.actors else code
