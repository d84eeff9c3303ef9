"""What is kept of an import: who brought which file when, what it would change, and what became of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key, Versioned, bounded, one_of
from app.exchange.states import FileKind, ImportState


class WorkbookImport(Versioned, Base):
    """A workbook or CSV that was uploaded for a plan. The file's bytes are kept under `file_hash` (SHA-256).

    `proposal` is what it would change, as JSON (app/exchange/proposal.py): what the preview shows and what is applied.
    The counts are those of the last preview, or of what was applied.
    """

    __tablename__ = "workbook_import"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    kind: Mapped[str]
    file_name: Mapped[str]
    file_hash: Mapped[str]
    file_size: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(default=ImportState.PREVIEWED.value)
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    changes: Mapped[int] = mapped_column(Integer, default=0)
    conflicts: Mapped[int] = mapped_column(Integer, default=0)
    refusals: Mapped[int] = mapped_column(Integer, default=0)
    proposal: Mapped[str]

    __table_args__ = (
        one_of("state", ImportState),
        one_of("kind", FileKind),
        bounded("file_name", 150),
        CheckConstraint("length(file_hash) = 64", name="file_hash_length"),
        Index("ix_workbook_import_plan_id", "plan_id", "id"),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}


class Spreadsheet(Versioned, Base):
    """A list from elsewhere that was uploaded to begin a plan with; its bytes are kept under `file_hash` (SHA-256).

    `layout`: how it is read, as JSON (app/exchange/foreign/layout.py). `import_id`: the preview made of it last.
    """

    __tablename__ = "spreadsheet"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    kind: Mapped[str]
    file_name: Mapped[str]
    file_hash: Mapped[str]
    file_size: Mapped[int] = mapped_column(Integer)
    uploaded_at: Mapped[datetime]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    layout: Mapped[str]
    kept_as: Mapped[str] = mapped_column(default="")
    import_id: Mapped[int | None] = mapped_column(ForeignKey("workbook_import.id"))

    __table_args__ = (
        one_of("kind", FileKind),
        bounded("file_name", 150),
        bounded("kept_as", 80),
        CheckConstraint("length(file_hash) = 64", name="file_hash_length"),
        Index("ix_spreadsheet_plan_id", "plan_id", "id"),
        Index("ix_spreadsheet_import_id", "import_id"),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}


class SpreadsheetLayout(Versioned, Base):
    """How a country's list from elsewhere is read, kept under a name for the next file with the same heads."""

    __tablename__ = "spreadsheet_layout"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    name: Mapped[str]
    layout: Mapped[str]
    kept_at: Mapped[datetime]
    kept_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (UniqueConstraint("plan_id", "name"), bounded("name", 80))
    __mapper_args__ = {"version_id_col": Versioned.version}
