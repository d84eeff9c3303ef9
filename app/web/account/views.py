"""Signing in and out, invitations, the own account."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from app.accounts import queries, services
from app.core.errors import Invalid, NotFound
from app.core.labels import message
from app.http.commits import after_commit, writes
from app.http.context import actor, config, session
from app.http.doors import public, put_beside, safe_next, signed_in
from app.http.signin import (
    end_sessions_of,
    go_on_after_password_change,
    guesses,
    list_own_sessions,
    passwords,
    present,
    start_session,
    store_of_sessions,
)
from app.http.signin import sign_in as check_and_sign_in
from app.http.signin import sign_out as end_session
from app.notices.policy import kinds_for
from app.notices.queries.mails import read_choice
from app.web.account.forms import ChangePasswordForm, NewPasswordForm, NoticesForm, SignInForm
from app.web.frame import role_sentence

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
        if not services.link_is_good(session(), secret):
            raise NotFound(services.LINK_IS_OVER)
        return render_template("account/use_link.html", form=form)
    if form.validate():
        try:
            user = services.use_link(session(), secret, form.password.data, passwords=passwords())
        except Invalid as error:
            put_beside(form, error)
        else:
            user_id = user.id
            after_commit(lambda: end_sessions_of(user_id))
            after_commit(lambda: start_session(user_id))
            return redirect(url_for("overview.show_overview"), 303)
    return render_template("account/use_link.html", form=form), 422


@area.get("/account")
@signed_in
def show_account() -> str:
    """The own account: roles, password, open sessions."""
    return account_page(ChangePasswordForm())


def account_page(form: ChangePasswordForm, notices: NoticesForm | None = None) -> str:
    """The page, with what stands in the forms."""
    offered = kinds_for(actor())
    if offered and notices is None:
        choice = read_choice(session(), actor().user_id)
        wanted = [kind.value for kind in offered if kind not in choice.muted]
        notices = NoticesForm(offered, formdata=None, data={"mailing": choice.mailing.value, "kinds": wanted})
    return render_template(
        "account/show_account.html",
        form=form,
        notices=notices,
        is_mailed=config().mail_server is not None,
        sessions=list_own_sessions(int(actor().user_id or 0)),
        role_sentence=role_sentence(actor()),
    )


@area.post("/account/password")
@signed_in
@writes
def change_password() -> Response | tuple[str, int]:
    """Change the own password; all other sessions of the person end."""
    form = ChangePasswordForm()
    if form.validate():
        user = queries.get_user(session(), int(actor().user_id or 0))
        try:
            with guesses(f"password:{user.id}"):
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
            user_id, set_at = user.id, user.password_set_at
            after_commit(lambda: end_sessions_of(user_id, keep_present=True))
            after_commit(lambda: go_on_after_password_change(set_at))
            flash(gettext("Your password is changed. All your other sessions have ended."), "success")
            return redirect(url_for("account.show_account"), 303)
    return account_page(form), 422


@area.post("/account/sessions/end")
@signed_in
def end_other_sessions() -> Response:
    """End all sessions of the person but this one."""
    ended = end_sessions_of(int(actor().user_id or 0), keep_present=True)
    flash(ngettext("%(num)s other session ended.", "%(num)s other sessions ended.", ended), "success")
    return redirect(url_for("account.show_account"), 303)


@area.post("/account/sessions/<name>/end")
@signed_in
def end_named_session(name: str) -> Response:
    """End one session of the person's own; anybody else's is not found."""
    if not store_of_sessions().end_named(int(actor().user_id or 0), name):
        raise NotFound(message("There is no such session."))
    flash(gettext("The session has ended."), "success")
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
    present().modified = True
    return "", 204
