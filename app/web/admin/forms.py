"""Forms of the administration. Role and country are chosen first; what else a role needs is asked then."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.accounts.services import Scope
from app.accounts.states import COUNTRY_ROLES, REVIEWING_ROLES, Role
from app.catalogue.queries import view_in_force
from app.core import clock
from app.core.errors import NotFound
from app.http.context import session
from app.plans.queries.heads import find_head, list_authorities
from app.plans.states import EU
from app.web.fields import DateField
from app.web.frame import country_name, in_language


@dataclass(frozen=True)
class Place:
    """What a role is given for: the role, and its country where it has one."""

    role: Role
    country: str | None

    @classmethod
    def read(cls, role: str | None, country: str | None) -> Place | None:
        """From an address; None while the choice is not complete."""
        try:
            chosen = Role(role or "")
        except ValueError:
            return None
        has_country = chosen in COUNTRY_ROLES or chosen is Role.OBSERVER
        code = country if has_country and country in codes() else None
        if chosen in COUNTRY_ROLES and code is None:
            return None
        return cls(chosen, code)


def codes() -> list[str]:
    """Who can have a plan: the EU level, then the Member States in protocol order; none without a catalogue."""
    try:
        return [EU, *view_in_force(session(), clock.today()).countries]
    except NotFound:
        return []


class PlaceForm(FlaskForm):  # type: ignore[misc]
    """The first step; sent by GET."""

    class Meta:
        csrf = False

    role = SelectField(_("Role"), [InputRequired(_("Choose a role."))])
    country = SelectField(_("Country"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        roles = [SelectChoice(value=role.value, label=gettext(role.label)) for role in Role if role is not Role.EXPERT]
        self.role.choices = [SelectChoice(value="", label=gettext("choose …")), *roles]
        listed = [SelectChoice(value=code, label=country_name(code)) for code in codes()]
        self.country.choices = [SelectChoice(value="", label=gettext("none")), *listed]

    def validate_country(self, field: SelectField) -> None:
        """Raises ValidationError where the role needs a country and none is chosen."""
        if self.role.data in COUNTRY_ROLES and not field.data:
            raise ValidationError(gettext("Choose the country this role is for."))


class ScopeForm(FlaskForm):  # type: ignore[misc]
    """The second step: what the role covers. Fields that the role does not have are left out."""

    is_deputy = BooleanField(_("Deputy, until the end date"))
    starts_on = DateField(_("From"), [Optional()])
    ends_on = DateField(_("Last day"), [Optional()])
    authorities = SelectMultipleField(_("Acts for these authorities"), coerce=int)
    blocks = SelectMultipleField(_("Limited to these blocks"))
    desk = SelectMultipleField(_("Countries on the desk"))

    def __init__(self, place: Place, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if place.role is not Role.COORDINATOR:
            del self.is_deputy
        if place.role is Role.CONTRIBUTOR:
            self.authorities.choices = _authority_choices(place.country or "")
            self.blocks.choices = _block_choices()
        else:
            del self.authorities
            del self.blocks
        if place.role in REVIEWING_ROLES:
            self.desk.choices = [SelectChoice(value=code, label=country_name(code)) for code in codes()]
        else:
            del self.desk

    def scope(self, place: Place) -> Scope:
        """What the form says, for `grant_role`."""
        return Scope(
            country=place.country,
            is_deputy=bool(self.is_deputy and self.is_deputy.data),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            authorities=frozenset(self.authorities.data or ()) if self.authorities else frozenset(),
            blocks=frozenset(self.blocks.data or ()) if self.blocks else frozenset(),
            desk=frozenset(self.desk.data or ()) if self.desk else frozenset(),
        )


class WhoForm(FlaskForm):  # type: ignore[misc]
    """Who somebody is."""

    name = StringField(_("Name"), [InputRequired(), Length(max=200)], render_kw={"autocomplete": "off"})
    email = EmailField(_("E-mail address"), [InputRequired(), Length(max=254)], render_kw={"autocomplete": "off"})


class InviteForm(ScopeForm, WhoForm):
    """Who comes in, and what their first role covers."""


class CorrectForm(WhoForm):
    """A name or an address that was wrong; `version` is that of the person whom the page showed."""

    version = HiddenField(validators=[Optional()])

    def version_shown(self) -> int:
        """That version; none that anybody has where the form does not say it."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else -1


class RevokeForm(FlaskForm):  # type: ignore[misc]
    """Ending a role; a country's last coordinator names who takes over."""

    hand_over_to = EmailField(
        _("E-mail address of the person who takes over the country"), [Optional(), Length(max=254)]
    )


def _authority_choices(country: str) -> list[SelectChoice]:
    head = find_head(session(), country)
    listed = list_authorities(session(), head.plan_id) if head else []
    return [SelectChoice(value=one.authority_id, label=one.name) for one in listed if one.is_active]


def _block_choices() -> list[SelectChoice]:
    view = view_in_force(session(), clock.today())
    return [
        SelectChoice(value=block.key, label=f"{block.code} {in_language(block.title)}")
        for block in view.blocks.values()
    ]
