"""Forms of the workbook's page. The choices of a preview come by the names of its rows and columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, MultipleFileField
from wtforms import SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from app.catalogue.views import BlockView
from app.exchange.states import Choice
from app.plans.queries.records import AuthorityRecord
from app.web.countries.choices import whole_number
from app.web.tongue import language

CELL, COLUMN = "choice|", "column|"
MOST_FILES = 10


class DownloadForm(FlaskForm):  # type: ignore[misc]
    """What of the plan to take away; sent with the address."""

    class Meta:
        csrf = False

    blocks = SelectMultipleField(_("Blocks"), validate_choice=False)
    authority = SelectField(_("Rows of"), [Optional()], validate_choice=False)

    def offer(self, blocks: Iterable[BlockView], authorities: Iterable[AuthorityRecord], *, may_all: bool) -> None:
        """Fill the lists; `may_all`: all rows can be taken, not only those of one's own authorities."""
        self.blocks.choices = [
            SelectChoice(value=block.code, label=f"{block.code} {block.title.in_(language())}") for block in blocks
        ]
        first = gettext("all authorities") if may_all else gettext("all my authorities")
        self.authority.choices = [
            SelectChoice(value="", label=first),
            *(SelectChoice(value=str(one.authority_id), label=one.name) for one in authorities),
        ]

    def authority_ids(self) -> frozenset[int] | None:
        """The authority chosen, if one."""
        key = whole_number(self.authority.data)
        if key is None and self.authority.data:
            return frozenset({-1})
        return None if key is None else frozenset({key})


class UploadForm(FlaskForm):  # type: ignore[misc]
    """Workbooks that come back."""

    file = MultipleFileField(_("Workbooks (.xlsx, .ods) or CSV"), [InputRequired()])


class SpreadsheetForm(FlaskForm):  # type: ignore[misc]
    """A list from elsewhere to begin with."""

    file = FileField(_("Spreadsheet (.xlsx, .ods) or CSV"), [InputRequired()])


def choices_in(form: Mapping[str, str]) -> tuple[dict[str, Choice], dict[str, Choice]]:
    """What was chosen in a preview: by row and field, and by field for a whole column. What is no choice is none."""
    known = {choice.value: choice for choice in Choice}
    cells = {k.removeprefix(CELL): known[v] for k, v in form.items() if k.startswith(CELL) and v in known}
    columns = {k.removeprefix(COLUMN): known[v] for k, v in form.items() if k.startswith(COLUMN) and v in known}
    return cells, columns
