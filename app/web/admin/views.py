"""People and their roles, releases of the catalogue, the audit trail. An administrator sees no plan."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.accounts import queries, services
from app.accounts.policy import READ_AUDIT, READ_HEALTH
from app.accounts.states import Role, TokenPurpose
from app.audit.queries import AT_MOST, list_newest_entries, read_head
from app.catalogue.queries import list_releases
from app.core import clock
from app.core.errors import Invalid, WrongState
from app.core.labels import message
from app.core.policy import require
from app.http.commits import after_commit, writes
from app.http.context import actor, config, session
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken
from app.http.signin import end_sessions_of, present
from app.plans.services import roles
from app.web.admin import correcting  # noqa: F401 - hangs its views on the area
from app.web.admin.area import area
from app.web.admin.forms import InviteForm, Place, PlaceForm, RevokeForm, ScopeForm, codes
from app.web.admin.health import look_at_health
from app.web.admin.wording import changes_in_words, grants_of, in_words
from app.web.frame import country_name

PEOPLE_A_PAGE = 50


@area.get("")
@signed_in
def list_people() -> str:
    """Everybody with an account, by name, or those a search finds."""
    wanted = " ".join(request.args.get("q", "").split())[:200]
    page = _page_number()
    people = queries.list_users(session(), wanted, skip=(page - 1) * PEOPLE_A_PAGE, at_most=PEOPLE_A_PAGE)
    return render_template(
        "admin/list_people.html",
        people=[(person, grants_of(person)) for person in people],
        wanted=wanted,
        page=page,
        total=queries.count_users_containing(session(), wanted),
        size=PEOPLE_A_PAGE,
    )


@area.route("/invite", methods=["GET", "POST"])
@signed_in
@writes
def invite_person() -> str | tuple[str, int]:
    """Make an account with its first role, and show its invitation link, once."""
    place = Place.read(request.args.get("role"), request.args.get("country"))
    if place is None:
        return _choose_role(None)
    form = InviteForm(place)
    if form.validate_on_submit():
        try:
            person = services.create_user(session(), actor=actor(), email=form.email.data, name=form.name.data)
            roles.give_role(session(), person, place.role, form.scope(place), actor=actor())
            return _show_link(person, TokenPurpose.INVITATION)
        except Invalid as error:
            put_beside(form, error)
    page = render_template("admin/give_role.html", form=form, place=place, person=None)
    return (page, 422) if form.is_submitted() else page


@area.get("/people/<int:user_id>")
@signed_in
def show_person(user_id: int) -> str:
    """A person: address, roles, and what can be done."""
    return _person_page(queries.get_user(session(), user_id))


@area.post("/people/<int:user_id>/link")
@signed_in
@writes
def make_link(user_id: int) -> str:
    """A one-use link to choose a password, good for an hour; shown once."""
    person = queries.get_user(session(), user_id)
    purpose = TokenPurpose.PASSWORD if person.password_hash else TokenPurpose.INVITATION
    return _show_link(person, purpose)


@area.post("/people/<int:user_id>/disable")
@signed_in
@writes
def disable_person(user_id: int) -> Response | tuple[str, int]:
    """Close an account: its sessions end at once, its deeds stay. A refusal stands beside the button."""
    person = queries.get_user(session(), user_id)
    try:
        services.disable_user(session(), person, actor=actor())
    except WrongState as refusal:
        return _person_page(person, refusal), 409
    _after_change_of_rights(user_id)
    flash(gettext("The account is disabled. All its sessions have ended."), "success")
    return redirect(url_for("admin.show_person", user_id=user_id), 303)


@area.post("/people/<int:user_id>/enable")
@signed_in
@writes
def enable_person(user_id: int) -> Response:
    """Open a disabled account again."""
    services.enable_user(session(), queries.get_user(session(), user_id), actor=actor())
    flash(gettext("The account is open again, with the roles it has."), "success")
    return redirect(url_for("admin.show_person", user_id=user_id), 303)


@area.route("/people/<int:user_id>/roles", methods=["GET", "POST"])
@signed_in
@writes
def give_role(user_id: int) -> Response | str | tuple[str, int]:
    """Give a person a further role with its scope."""
    person = queries.get_user(session(), user_id)
    place = Place.read(request.args.get("role"), request.args.get("country"))
    if place is None:
        return _choose_role(person)
    form = ScopeForm(place)
    if form.validate_on_submit():
        try:
            roles.give_role(session(), person, place.role, form.scope(place), actor=actor())
        except Invalid as error:
            put_beside(form, error)
        else:
            _after_change_of_rights(user_id)
            flash(gettext("The role is given. The person signs in again to use it."), "success")
            return redirect(url_for("admin.show_person", user_id=user_id), 303)
    page = render_template("admin/give_role.html", form=form, place=place, person=person)
    return (page, 422) if form.is_submitted() else page


@area.route("/roles/<int:grant_id>/revoke", methods=["GET", "POST"])
@signed_in
@writes
def revoke_role(grant_id: int) -> Response | str | tuple[str, int]:
    """End a role; a country's last coordinator hands over first."""
    grant = queries.get_grant(session(), grant_id)
    form = RevokeForm()
    status = 422
    if not (Role(grant.role) is Role.COORDINATOR and not grant.is_deputy):
        del form.hand_over_to
    if form.validate_on_submit():
        try:
            successor = _successor(form)
            services.revoke_role(session(), grant, actor=actor(), hand_over_to=successor)
        except Invalid as error:
            put_beside(form, error)
        except WrongState as refusal:
            status = 409
            put_beside(form, _beside_successor(refusal))
        else:
            _after_change_of_rights(grant.user_id)
            if successor is not None:
                _after_change_of_rights(successor.id)
            flash(gettext("The role is revoked. The person's sessions have ended."), "success")
            return redirect(url_for("admin.show_person", user_id=grant.user_id), 303)
    page = render_template("admin/revoke_role.html", form=form, grant=grant, words=in_words(grant))
    return (page, status) if form.is_submitted() else page


@area.get("/releases")
@signed_in
def show_releases() -> str:
    """The releases of the catalogue that are loaded."""
    return render_template("admin/show_releases.html", releases=list_releases(session()))


@area.get("/audit")
@signed_in
def show_audit() -> str:
    """The newest entries of the audit trail, without what plans say."""
    require(actor(), READ_AUDIT)
    country = request.args.get("country") or None
    address = request.args.get("person", "").strip()[:254]
    person = queries.find_user_by_email(session(), address) if address else None
    before = request.args.get("before", "")
    entries = (
        list_newest_entries(
            session(),
            country=country,
            actor_id=person.id if person else None,
            before=int(before) if before.isdecimal() and len(before) < 10 else None,
        )
        if person or not address
        else []
    )
    named = {key for entry in entries for key in (entry.actor_id, entry.acting_for)}
    named |= {entry.subject_id for entry in entries if entry.subject_kind == "user"}
    return render_template(
        "admin/show_audit.html",
        entries=entries,
        names=queries.names_of(session(), {key for key in named if key is not None}),
        head=read_head(session()),
        codes=codes(),
        country=country,
        address=address,
        is_unknown=bool(address) and person is None,
        has_more=len(entries) == AT_MOST,
        changes_in_words=changes_in_words,
    )


@area.get("/health")
@signed_in
def show_health() -> str:
    """Whether everything that serving needs is in order, and what there is."""
    require(actor(), READ_HEALTH)
    return render_template("admin/show_health.html", health=look_at_health())


def _person_page(person: Any, refusal: WrongState | None = None) -> str:
    """A person's page, with why the account was not disabled; a last coordinator's role leads to handing over."""
    to_hand_over = []
    if isinstance(refusal, services.LastCoordinator):
        to_hand_over = [grant for grant in person.grants if _keeps(grant, refusal.values["country"])]
    return render_template(
        "admin/show_person.html",
        person=person,
        grants=grants_of(person),
        refusal=_sentence(refusal) if refusal else "",
        to_hand_over=[in_words(grant) for grant in to_hand_over],
    )


def _keeps(grant: Any, country: str) -> bool:
    """Whether a grant is one that makes a person a country's coordinator today, other than as a deputy."""
    is_coordinator = Role(grant.role) is Role.COORDINATOR and grant.country == country and not grant.is_deputy
    return is_coordinator and queries.in_force(grant, clock.today())


def _beside_successor(refusal: WrongState) -> Invalid:
    """A refusal as an error of the form: a last coordinator's beside the field for who takes over, else on top."""
    is_last = isinstance(refusal, services.LastCoordinator)
    return Invalid(refusal.message, field="hand_over_to" if is_last else None, **_named(refusal))


def _sentence(refusal: WrongState) -> str:
    return spoken(Invalid(refusal.message, **_named(refusal)))


def _named(refusal: WrongState) -> dict[str, Any]:
    """The values of a refusal with the country's name in the place of its code."""
    values = dict(refusal.values)
    if "country" in values:
        values["country"] = country_name(values["country"])
    return values


def _choose_role(person: Any) -> str:
    """The first step, saying what is missing where it was sent without all that it asks."""
    form = PlaceForm(request.args)
    if "role" in request.args:
        form.validate()
    return render_template("admin/choose_role.html", form=form, person=person)


def _show_link(person: Any, purpose: TokenPurpose) -> str:
    secret = services.make_link(session(), person, purpose, actor=actor())
    link = config().public_url + url_for("account.use_link", secret=secret)
    return render_template("admin/show_link.html", person=person, link=link)


def _successor(form: RevokeForm) -> Any:
    address = form.hand_over_to.data if form.hand_over_to else ""
    if not address:
        return None
    found = queries.find_user_by_email(session(), address)
    if found is None:
        raise Invalid(message("There is no account with this address."), field="hand_over_to")
    return found


def _after_change_of_rights(user_id: int) -> None:
    """The person's sessions end; the administrator's own goes on under a new identifier."""
    if user_id == actor().user_id:
        after_commit(lambda: end_sessions_of(user_id, keep_present=True))
        after_commit(lambda: present().rotate())
    else:
        after_commit(lambda: end_sessions_of(user_id))


def _page_number() -> int:
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1
