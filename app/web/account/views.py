"""Signing in and out, invitations, the own account."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as browser
from flask_babel import gettext
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from app.accounts import queries, services
from app.core.errors import Invalid
from app.http.commits import after_commit, writes
from app.http.context import actor, session
from app.http.doors import public, put_beside, safe_next, signed_in
from app.http.signin import end_sessions_of, passwords, start_session
from app.http.signin import sign_in as check_and_sign_in
from app.http.signin import sign_out as end_session
from app.web.account.forms import ChangePasswordForm, NewPasswordForm, SignInForm

area = Blueprint("account", __name__)


@area.route("/login", methods=["GET", "POST"])
@public
def sign_in() -> Response | str | tuple[str, int]:
    """Sign in with address and password."""
    target = safe_next(request.args.get("next"))
    if current_user.is_authenticated and request.method == "GET":
        return redirect(target, 303)
    form = SignInForm()
    if not form.is_submitted():
        return render_template("account/sign_in.html", form=form)
    if form.validate():
        try:
            check_and_sign_in(form.email.data, form.password.data)
        except Invalid as error:
            put_beside(form, error)
        else:
            return redirect(target, 303)
    return render_template("account/sign_in.html", form=form), 422


@area.post("/logout")
@public
def sign_out() -> Response:
    """End the session at once."""
    end_session()
    answer = redirect(url_for("account.sign_in"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@area.route("/invitation/<secret>", methods=["GET", "POST"])
@public
@writes
def use_link(secret: str) -> Response | str | tuple[str, int]:
    """Choose a password with a one-use link, and sign in."""
    form = NewPasswordForm()
    if not form.is_submitted():
        return render_template("account/use_link.html", form=form)
    if form.validate():
        try:
            user = services.use_link(session(), secret, form.password.data, passwords=passwords())
        except Invalid as error:
            put_beside(form, error)
        else:
            person = queries.actor_of(user)
            after_commit(lambda: end_sessions_of(user.id))
            after_commit(lambda: start_session(person))
            return redirect(url_for("overview.show_overview"), 303)
    return render_template("account/use_link.html", form=form), 422


@area.get("/account")
@signed_in
def show_account() -> str:
    """The own account: roles, password."""
    return render_template("account/show_account.html", form=ChangePasswordForm())


@area.post("/account/password")
@signed_in
@writes
def change_password() -> Response | tuple[str, int]:
    """Change the own password; all other sessions of the person end."""
    form = ChangePasswordForm()
    if form.validate():
        user = queries.get_user(session(), int(actor().user_id or 0))
        try:
            services.change_password(
                session(),
                user,
                actor=actor(),
                present=form.present.data,
                new=form.password.data,
                passwords=passwords(),
            )
        except Invalid as error:
            put_beside(form, error)
        else:
            browser.rotate()  # type: ignore[attr-defined]
            user_id = user.id
            after_commit(lambda: end_sessions_of(user_id, keep_present=True))
            flash(gettext("Your password is changed. All your other sessions have ended."), "success")
            return redirect(url_for("account.show_account"), 303)
    return render_template("account/show_account.html", form=form), 422


@area.post("/account/sessions/end")
@signed_in
def end_other_sessions() -> Response:
    """End all sessions of the person but this one."""
    ended = end_sessions_of(int(actor().user_id or 0), keep_present=True)
    flash(gettext("Ended: %(number)s other sessions.", number=ended), "success")
    return redirect(url_for("account.show_account"), 303)


@area.get("/account/form-token")
@signed_in
def form_token() -> dict[str, str]:
    """A form token of the present session: for a page that was open while the person signed in again."""
    return {"token": generate_csrf()}


@area.post("/account/stay")
@signed_in
def stay_signed_in() -> tuple[str, int]:
    """The person is still there: asked before a session ends for being idle."""
    browser.modified = True
    return "", 204
