"""Forms with which a coordinator hands on work in the own country."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional

from app.accounts.services import Scope
from app.web.fields import DateField


class DeputyForm(FlaskForm):  # type: ignore[misc]
    """Who acts for somebody, and until when."""

    name = StringField(_("Name"), [InputRequired(), Length(max=200)], render_kw={"autocomplete": "off"})
    email = EmailField(_("E-mail address"), [InputRequired(), Length(max=254)], render_kw={"autocomplete": "off"})
    starts_on = DateField(_("From"), [Optional()])
    ends_on = DateField(_("Last day"), [InputRequired()])


class ContributorForm(FlaskForm):  # type: ignore[misc]
    """Who contributes, for which authorities and blocks, and until when."""

    name = StringField(_("Name"), [InputRequired(), Length(max=200)], render_kw={"autocomplete": "off"})
    email = EmailField(_("E-mail address"), [InputRequired(), Length(max=254)], render_kw={"autocomplete": "off"})
    authorities = SelectMultipleField(_("Acts for these authorities"), coerce=int)
    blocks = SelectMultipleField(_("Limited to these blocks"))
    ends_on = DateField(_("Last day"), [Optional()])

    def scope(self, country: str) -> Scope:
        """What the form says the role covers."""
        return Scope(
            country=country,
            ends_on=self.ends_on.data,
            authorities=frozenset(self.authorities.data or ()),
            blocks=frozenset(self.blocks.data or ()),
        )
