"""Fields whose refusals say what to write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import wtforms

from app.core import clock
from app.web.tongue import gettext


class DateField(wtforms.DateField):  # type: ignore[misc]
    """A day, as browsers send it: 2026-06-12."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            example = clock.today().isoformat()
            raise ValueError(gettext("This is no day. Write it as year-month-day: %(day)s.", day=example)) from None


class IntegerField(wtforms.IntegerField):  # type: ignore[misc]
    """A whole number."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("This is no whole number. Write digits alone, such as 400.")) from None
