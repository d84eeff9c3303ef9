"""Forms of what stands: which version the page showed, and what each field then held."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import HiddenField
from wtforms.i18n import DefaultTranslations
from wtforms.validators import Optional

from app.web.tongue import form_texts, language

NO_VALUES = frozenset({"csrf_token", "version", "was", "form"})
"""Fields of a form that are no values of the row."""


def as_typed(value: Any) -> tuple[str, ...]:
    """A stored value as a form's field would write it; of several choices the order says nothing."""
    if isinstance(value, (tuple, list, set, frozenset)):
        return tuple(sorted(str(part) for part in value))
    return ("" if value is None else str(value),)


def mark_of(typed: tuple[str, ...]) -> str:
    """A short mark of what a field held: it tells whether the field was changed since, and nothing else."""
    return blake2b("\x1f".join(typed).encode(errors="replace"), digest_size=6).hexdigest()


def marks_of(values: Mapping[str, Any]) -> str:
    """The marks of stored values by their fields' names, as one hidden field carries them."""
    return " ".join(f"{name}:{mark_of(as_typed(value))}" for name, value in values.items())


class VersionForm(FlaskForm):  # type: ignore[misc]
    """A form of something that stands: which version of it the page showed, and what its fields then held."""

    class Meta:
        """The library's own messages, which it would read from its files for every request."""

        def get_translations(self, _form: VersionForm) -> DefaultTranslations:
            """Asked by the library when a form is made."""
            return form_texts(language())

    LEFT_EMPTY: frozenset[str] = frozenset()
    """Fields that pages show empty whatever stands: an empty one says nothing."""

    version = HiddenField(validators=[Optional()])
    was = HiddenField(validators=[Optional()])

    def shown(self, before: str = "") -> Markup:
        """The hidden fields that say what the page showed; `before` stands before their ids."""
        if not self.was.data:
            self.was.data = marks_of({f.name: f.object_data for f in self if f.name not in NO_VALUES})
        version: Markup = self.version(id=f"{before}version")
        was: Markup = self.was(id=f"{before}was")
        return version + was
