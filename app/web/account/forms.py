"""Forms of signing in and of the own account."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField
from wtforms.validators import EqualTo, InputRequired, Length


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
