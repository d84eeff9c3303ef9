"""The page of notices, and what is mailed of them."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core import clock
from app.core.errors import Invalid
from app.core.labels import message
from app.http.commits import writes
from app.http.context import actor, catalogue, config, session
from app.http.doors import put_beside, signed_in
from app.notices.policy import kinds_for
from app.notices.records import Notice
from app.notices.services import choosing
from app.notices.words import sentence
from app.web.account.forms import ChangePasswordForm, NoticesForm
from app.web.account.views import account_page
from app.web.noticed import Spoken, heard, news_here, news_now
from app.web.notices.area import area
from app.web.tongue import gettext

area.app_template_global("news_here")(news_here)
area.record_once(lambda state: state.app.extensions.update(draw_news=news_now))


@area.get("/notices")
@signed_in
def show_notices() -> str:
    """What happened in the last 30 days that concerns the reader, by day."""
    told = heard()
    days = [(day, list(of_day)) for day, of_day in groupby(told.notices, key=lambda one: clock.day_of(one.at))]
    return render_template(
        "notices/show_notices.html",
        told=told,
        days=days,
        said=_said,
        is_meant=bool(kinds_for(actor())),
        is_mailed=config().mail_server is not None,
    )


def _said(notice: Notice) -> str:
    return sentence(notice, catalogue(), Spoken())


@area.post("/notices/seen")
@signed_in
@writes
def mark_seen() -> Response:
    """Say that one has seen what one was shown; what happened since stays new."""
    try:
        upto = datetime.fromisoformat(request.form.get("upto", ""))
    except ValueError:
        upto = None
    if upto is None or upto.tzinfo is None:
        raise Invalid(message("This is no instant. Open the page of notices again."))
    choosing.mark_seen(session(), upto, actor=actor())
    flash(gettext("Seen."), "success")
    return redirect(url_for("notices.show_notices"), 303)


@area.post("/account/notices")
@signed_in
@writes
def choose_mails() -> Response | tuple[str, int]:
    """Choose what is mailed, and how often."""
    form = NoticesForm(kinds_for(actor()))
    if form.validate():
        try:
            choosing.choose(
                session(),
                actor=actor(),
                mailing=form.mailing.data,
                kinds=form.kinds.data or (),
                offered=kinds_for(actor()),
            )
        except Invalid as error:
            put_beside(form, error)
        else:
            flash(gettext("Saved."), "success")
            return redirect(url_for("account.show_account", _anchor="notices-heading"), 303)
    return account_page(ChangePasswordForm(formdata=None), form), 422
