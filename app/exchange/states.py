"""What becomes of an uploaded workbook, and the kinds of file a plan is exchanged as."""

from __future__ import annotations

from app.core.labels import LabelledEnum, message


class ImportState(LabelledEnum):
    """How far an import is."""

    PREVIEWED = "previewed", message("to be looked at")
    APPLIED = "applied", message("brought in")
    REFUSED = "refused", message("set aside")


class FileKind(LabelledEnum):
    """What kind of file was read."""

    WORKBOOK = "workbook", message("workbook")
    CSV = "csv", message("CSV")


class Choice(LabelledEnum):
    """Which of two values stays where a cell was changed both in the workbook and here."""

    ONLINE = "online", message("as it is here")
    WORKBOOK = "workbook", message("as in the workbook")
