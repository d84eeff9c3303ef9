"""Texts and days in the reader's language, looked up once a request: a page asks some hundred times."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from typing import Any

from babel.dates import format_date
from babel.support import Translations
from flask import Flask, g, has_request_context
from flask_babel import get_locale, get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup
from wtforms.i18n import DefaultTranslations, messages_path


def use_tongue(app: Flask) -> None:
    """Let templates translate through the request's own look-up."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=gettext, ngettext=ngettext, newstyle=True
    )
    app.jinja_env.globals |= {"_": _in_template, "gettext": _in_template}


def language() -> str:
    """The reader's language."""
    if not has_request_context():
        return str(get_locale() or "en")
    held: str | None = g.get("language")
    if held is None:
        held = g.language = str(get_locale() or "en")
    return held


def _translations() -> Any:
    if not has_request_context():
        return get_translations()
    held = g.get("translations")
    if held is None:
        held = g.translations = get_translations()
    return held


def gettext(text: str, **values: Any) -> str:
    """A message in the reader's language; without values its places stay unfilled."""
    said = str(_translations().ugettext(text))
    return said % values if values else said


@pass_eval_context
def _in_template(where: EvalContext, text: str, /, **values: Any) -> str:
    """What the library's own function says, in a tenth of its time for the many texts that have no places to fill."""
    said = gettext(text)
    if where.autoescape:
        said = _safe(said)
    return said % values if "%" in said else said


_safe = lru_cache(maxsize=4096)(Markup)


def ngettext(singular: str, plural: str, number: int, **values: Any) -> str:
    """A message that depends on a number; `num` is filled in with the values, and without any stays unfilled."""
    said = str(_translations().ungettext(singular, plural, number))
    return said % {"num": number, **values} if values else said


@cache
def form_texts(tongue: str) -> DefaultTranslations:
    """What the library of forms says by itself, in one of our languages."""
    return DefaultTranslations(Translations.load(messages_path(), [tongue], domain="wtforms"))


@lru_cache(maxsize=4096)
def _in_full(day: date, tongue: str) -> str:
    return str(format_date(day, "d MMMM y", locale=tongue))


def day_in_full(day: date) -> str:
    """12 June 2026, in the reader's language."""
    return _in_full(day, language())


@lru_cache(maxsize=4096)
def _unbroken(day: date, tongue: str) -> str:
    return _in_full(day, tongue).replace(" ", "\u00a0")


def day_on_page(day: date) -> str:
    """12 June 2026 for a page, where it stands on one line; files and letters have plain spaces (`day_in_full`)."""
    return _unbroken(day, language())


def short_month(day: date) -> str:
    """Jun, in the reader's language."""
    return str(format_date(day, "LLL", locale=language()))
