"""Forms of signing in and of the own account."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, SelectField, SelectMultipleField
from wtforms.validators import EqualTo, InputRequired, Length

from app.notices.states import Kind, Mailing
from app.web.frame import spoken


class SignInForm(FlaskForm):  # type: ignore[misc]
    """E-mail address and password."""

    email = EmailField(_("E-mail address"), [InputRequired(), Length(max=254)], render_kw={"autocomplete": "username"})
    password = PasswordField(
        _("Password"), [InputRequired(), Length(max=1000)], render_kw={"autocomplete": "current-password"}
    )


class NewPasswordForm(FlaskForm):  # type: ignore[misc]
    """A password chosen with a one-use link."""

    password = PasswordField(
        _("New password"), [InputRequired(), Length(max=1000)], render_kw={"autocomplete": "new-password"}
    )
    again = PasswordField(
        _("New password, again"),
        [InputRequired(), EqualTo("password", _("The two passwords differ."))],
        render_kw={"autocomplete": "new-password"},
    )


class ChangePasswordForm(NewPasswordForm):
    """A new password, naming the present one."""

    present = PasswordField(
        _("Present password"), [InputRequired(), Length(max=1000)], render_kw={"autocomplete": "current-password"}
    )


class NoticesForm(FlaskForm):  # type: ignore[misc]
    """How often the person is mailed, and about what of that which can reach them."""

    mailing = SelectField(_("How often"), validate_choice=False)
    kinds = SelectMultipleField(_("About what"), validate_choice=False)

    def __init__(self, offered: Collection[Kind], **said: Any) -> None:
        super().__init__(**said)
        self.mailing.choices = [(one.value, spoken(one)) for one in Mailing]
        self.kinds.choices = [(one.value, spoken(one)) for one in offered]
