"""Agencies record what they publish; a correction and a withdrawal are new versions, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.catalogue.states import GuidanceKind
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, WrongState
from app.core.labels import message
from app.core.languages import LANGUAGES
from app.core.policy import allows, require
from app.core.texts import clean_line, clean_text
from app.guidance.models import Publication, PublicationVersion
from app.guidance.policy import PUBLISH, PublicationSubject, bodies_of, publishes_for_it, publishes_some
from app.guidance.queries.publications import (
    get_publication,
    hold_publication,
    list_publications,
    makers,
    with_accounts,
)
from app.guidance.records import PublicationRecord, same_place
from app.guidance.states import HELD, LINE_LIMIT, PURPOSE_LIMIT, REASON_LIMIT, URL_LIMIT, PublicationSide
from app.plans.rules.evidence import check_url
from app.plans.rules.values import clean_past_day
from app.plans.states import EU
from app.statements.policy import Bodies
from app.statements.queries import list_bodies

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

WITHDRAWN = message("This publication has been withdrawn already.")
_JOINED = ("languages", "blocks", "items")


def publishing_for(session: Session, view: CatalogueView, actor: Actor) -> list[str]:
    """Whose publications the actor may record, by the codes of the catalogue; two statements, none for most."""
    if not publishes_some(actor):
        return []
    bodies, taken = list_bodies(session), with_accounts(session)
    return [code for code in makers(view) if allows(actor, PUBLISH, _subject(code, bodies, taken))]


def may_publish(session: Session, actor: Actor, found: PublicationRecord) -> bool:
    """Whether the actor may correct and withdraw a publication at all; two statements, none for most."""
    return publishes_some(actor) and allows(
        actor, PUBLISH, _subject(found.maker, list_bodies(session), with_accounts(session))
    )


def record_publication(
    session: Session, view: CatalogueView, maker: Any, values: Mapping[str, Any], *, actor: Actor
) -> str:
    """Record a publication or a training of an institution or agency; returns what it is called.

    `values`: kind, title, said_on (up to today), languages (codes), reference, url (https), purpose, blocks and items
    (keys, at least one of them); of what is held also length and audience. The same said twice is one. Raises
    NotAllowed, Invalid, also for an address at which a publication stands already.
    """
    may = publishing_for(session, view, actor)
    if not may:
        raise NotAllowed(message("You may not do this."))
    if maker not in may:
        raise Invalid(message("Choose whose publication it is."), field="maker")
    said = _cleaned(view, values)
    side = _require(session, view, maker, said, actor)
    twin = _at_same_place(session, view, said["url"], None)
    if twin is not None and twin.maker == maker and all(_held(twin, name) == said[name] for name in said):
        return twin.key
    if twin is not None:
        raise Invalid(message("This address is recorded already: %(name)s."), field="url", name=twin.key)
    made = Publication(maker=maker, made_at=clock.now(), author_id=actor.user_id)
    session.add(made)
    session.flush()
    _add(session, made.id, 1, said, actor, side=side, said_at=made.made_at)
    _note(session, made.id, "recorded", actor, {"maker": [None, maker], "kind": [None, said["kind"]]})
    return f"G{made.id}"


def correct_publication(
    session: Session,
    view: CatalogueView,
    name: str,
    values: Mapping[str, Any],
    reason: Any,
    *,
    actor: Actor,
    seen: int | None,
) -> None:
    """Correct a publication, with the reason; see `record_publication`. `seen`: the version that the actor has read.

    Raises NotFound, NotAllowed, WrongState, Conflict, Invalid.
    """
    found, side = _hold(session, view, name, actor, seen)
    said = _cleaned(view, values)
    _require(session, view, found.maker, said, actor)
    twin = _at_same_place(session, view, said["url"], found.publication_id)
    if twin is not None:
        raise Invalid(message("This address is recorded already: %(name)s."), field="url", name=twin.key)
    if all(_held(found, field) == value for field, value in said.items()):
        raise Invalid(message("This is what stands already."), field="title")
    why = clean_text(reason, "reason", REASON_LIMIT, required=True)
    _add(session, found.publication_id, found.number + 1, said | {"reason": why}, actor, side=side)
    _note(session, found.publication_id, "corrected", actor, {"version": [found.number, found.number + 1]})


def withdraw_publication(
    session: Session, view: CatalogueView, name: str, reason: Any, *, actor: Actor, seen: int | None
) -> None:
    """Withdraw a publication, with the reason. It stays readable where it stands, and in no list.

    Raises NotFound, NotAllowed, WrongState, Conflict, Invalid.
    """
    found, side = _hold(session, view, name, actor, seen)
    said = {field: _held(found, field) for field in _FIELDS}
    said["reason"] = clean_text(reason, "reason", REASON_LIMIT, required=True)
    _add(session, found.publication_id, found.number + 1, said, actor, side=side, is_withdrawal=True)
    _note(session, found.publication_id, "withdrawn", actor, {})


_FIELDS = (
    *("kind", "title", "said_on", "languages", "reference", "url", "purpose", "blocks", "items", "length", "audience"),
)


def _subject(
    maker: str, bodies: Bodies, taken: frozenset[int], blocks: frozenset[str] = frozenset()
) -> PublicationSubject:
    own = bodies_of((maker,), bodies)
    return PublicationSubject(own, blocks, has_account=bool(own & taken))


def _require(
    session: Session, view: CatalogueView, maker: str, said: Mapping[str, Any], actor: Actor
) -> PublicationSide:
    """Raise NotAllowed unless the actor records such a publication; as what they do it."""
    items = (view.items[key] for key in said["items"].split() if key in view.items)
    blocks = frozenset(said["blocks"].split()) | {item.block_key for item in items}
    subject = _subject(maker, list_bodies(session), with_accounts(session), blocks)
    require(actor, PUBLISH, subject)
    return PublicationSide.MAKER if publishes_for_it(actor, subject) else PublicationSide.EU_LEVEL


def _hold(
    session: Session, view: CatalogueView, name: str, actor: Actor, seen: int | None
) -> tuple[PublicationRecord, PublicationSide]:
    """A publication as it is now, held, for who may correct it."""
    before = get_publication(session, name)
    hold_publication(session, before.publication_id)
    found = get_publication(session, name)
    said = {field: _held(found, field) for field in _FIELDS}
    side = _require(session, view, found.maker, said, actor)
    if seen is not None and found.number != seen:
        raise Conflict(current_version=found.number)
    if found.is_withdrawal:
        raise WrongState(WITHDRAWN)
    return found, side


def _at_same_place(session: Session, view: CatalogueView, url: str, but: int | None) -> PublicationRecord | None:
    """A publication that stands at the same address. Raises Invalid where the catalogue has it."""
    place = same_place(url)
    if any(one.is_shown and one.url and same_place(one.url) == place for one in view.guidance):
        raise Invalid(message("The catalogue has this address already."), field="url")
    standing = (one for one in list_publications(session) if not one.is_withdrawal and one.publication_id != but)
    return next((one for one in standing if same_place(one.url) == place), None)


def _held(found: PublicationRecord, field: str) -> Any:
    """A field as its column holds it."""
    value = getattr(found, field)
    if field in _JOINED:
        return " ".join(value)
    return value.value if isinstance(value, GuidanceKind) else value


def _cleaned(view: CatalogueView, values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields in their proper shape. Raises Invalid naming the field."""
    kind = next((one for one in GuidanceKind if values.get("kind") in (one, one.value)), None)
    if kind is None:
        raise Invalid(message("Choose from the list."), field="kind")
    title = clean_line(values.get("title"), "title", LINE_LIMIT, required=True)
    said_on = clean_past_day(values.get("said_on"), "said_on")
    if said_on is None:
        raise Invalid(message("Enter a day."), field="said_on")
    languages = _chosen(values.get("languages"), LANGUAGES, "languages")
    if not languages:
        raise Invalid(message("Choose at least one language."), field="languages")
    blocks, items = (_chosen(values.get(field), getattr(view, field), field) for field in ("blocks", "items"))
    if not blocks and not items:
        raise Invalid(message("Choose at least one block or item."), field="blocks")
    return {
        "kind": kind.value,
        "title": title,
        "said_on": said_on,
        "languages": languages,
        "reference": clean_line(values.get("reference"), "reference", LINE_LIMIT),
        "url": _url(values.get("url")),
        "purpose": clean_line(values.get("purpose"), "purpose", PURPOSE_LIMIT, required=True),
        "blocks": blocks,
        "items": items,
        **{field: _of_held(kind, values.get(field), field) for field in ("length", "audience")},
    }


def _url(value: Any) -> str:
    url = clean_line(value, "url", URL_LIMIT, required=True)
    check_url(url)
    if not url.startswith("https://"):
        raise Invalid(message("Enter an address that begins with https://."), field="url")
    return url


def _of_held(kind: GuidanceKind, value: Any, field: str) -> str:
    """How long what is held takes, and for whom it is: of training and workshops, and of nothing else."""
    said = clean_line(value, field, LINE_LIMIT, required=kind in HELD)
    if said and kind not in HELD:
        raise Invalid(message("This is said of training and workshops alone: leave it empty."), field=field)
    return said


def _chosen(named: Any, known: Any, field: str) -> str:
    """Codes or keys that there are, in their order, apart by blanks. Raises Invalid."""
    wanted = set(named or ())
    if wanted - set(known):
        raise Invalid(message("Choose from the list."), field=field)
    return " ".join(key for key in known if key in wanted)


def _add(
    session: Session,
    publication_id: int,
    number: int,
    said: Mapping[str, Any],
    actor: Actor,
    *,
    side: PublicationSide,
    said_at: Any = None,
    is_withdrawal: bool = False,
) -> None:
    row = PublicationVersion(
        publication_id=publication_id,
        number=number,
        is_withdrawal=is_withdrawal,
        side=side.value,
        said_at=said_at or clock.now(),
        author_id=actor.user_id,
        **({"reason": ""} | dict(said)),
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError as error:  # somebody followed the same version at the same moment
        raise Conflict(current_version=number - 1) from error


def _note(session: Session, key: int, deed: str, actor: Actor, changes: Mapping[str, Any]) -> None:
    record(
        session,
        actor=actor,
        deed=f"guidance:publication:{deed}",
        subject_kind="publication",
        subject_id=key,
        country=EU,
        changes=dict(changes),
    )
