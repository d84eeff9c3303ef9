"""People, grants of roles with their scope, one-use links."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.states import NOWHERE, Role, TokenPurpose
from app.core.db import Base, Key, Versioned, bounded, one_of


class User(Versioned, Base):
    """A person who can sign in. Leavers are disabled or pseudonyms, never deleted: the audit trail names their key."""

    __tablename__ = "user_account"

    id: Mapped[Key]
    email: Mapped[str] = mapped_column(unique=True)  # always lower case
    name: Mapped[str]
    password_hash: Mapped[str | None]
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
    is_demonstration: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime]
    password_set_at: Mapped[datetime | None]

    grants: Mapped[list[Grant]] = relationship(back_populates="user", foreign_keys="Grant.user_id", order_by="Grant.id")

    @property
    def is_pseudonym(self) -> bool:
        """Whether the person left, and name and address have been replaced for good."""
        return self.email.endswith(NOWHERE)

    __table_args__ = (
        bounded("email", 254),
        bounded("name", 200),
        CheckConstraint("email = lower(email)", name="email_lower_case"),
        {"sqlite_autoincrement": True},
    )
    __mapper_args__ = {"version_id_col": Versioned.version}


class Grant(Base):
    """A role given to a person, with its scope, from a day to a day (inclusive; open when empty)."""

    __tablename__ = "role_grant"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    role: Mapped[str]
    country: Mapped[str | None]  # code of a Member State, or EU for the EU-level plan
    is_deputy: Mapped[bool] = mapped_column(Boolean, default=False)
    acting_for_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))  # whose rights a deputy has
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    granted_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    reads_working: Mapped[bool] = mapped_column(
        Boolean, default=False, server_default="0"
    )  # an expert's: the country opened what it has not shared

    user: Mapped[User] = relationship(back_populates="grants", foreign_keys=[user_id])
    acting_for: Mapped[User | None] = relationship(foreign_keys=[acting_for_id])
    authorities: Mapped[list[GrantAuthority]] = relationship(back_populates="grant", cascade="all, delete-orphan")
    blocks: Mapped[list[GrantBlock]] = relationship(back_populates="grant", cascade="all, delete-orphan")
    desk: Mapped[list[GrantDesk]] = relationship(back_populates="grant", cascade="all, delete-orphan")
    items: Mapped[list[GrantItem]] = relationship(back_populates="grant", cascade="all, delete-orphan")

    __table_args__ = (
        one_of("role", Role),
        CheckConstraint(
            "(role IN ('coordinator', 'contributor', 'expert') AND country IS NOT NULL) OR role = 'observer'"
            " OR (role IN ('administrator', 'reviewer', 'lead_reviewer', 'support_officer') AND country IS NULL)",
            name="country_fits_role",
        ),
        CheckConstraint("role <> 'expert' OR ends_on IS NOT NULL", name="experts_end"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period_in_order"),
        Index("ix_role_grant_user_id", "user_id"),
    )


class GrantAuthority(Base):
    """An authority that a contributor acts for (`authority_id` is a key of the plans' authority table)."""

    __tablename__ = "role_grant_authority"

    id: Mapped[Key]
    grant_id: Mapped[int] = mapped_column(ForeignKey("role_grant.id", ondelete="CASCADE"))
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"))

    grant: Mapped[Grant] = relationship(back_populates="authorities")
    __table_args__ = (UniqueConstraint("grant_id", "authority_id"),)


class GrantBlock(Base):
    """A block to which a contributor's grant is limited, by the block's key; none: all blocks. Of an expert's grant a
    block that it opens; none: none."""

    __tablename__ = "role_grant_block"

    id: Mapped[Key]
    grant_id: Mapped[int] = mapped_column(ForeignKey("role_grant.id", ondelete="CASCADE"))
    block_key: Mapped[str]

    grant: Mapped[Grant] = relationship(back_populates="blocks")
    __table_args__ = (UniqueConstraint("grant_id", "block_key"), bounded("block_key", 100))


class GrantDesk(Base):
    """A country on a reviewer's desk; none: all countries."""

    __tablename__ = "role_grant_desk"

    id: Mapped[Key]
    grant_id: Mapped[int] = mapped_column(ForeignKey("role_grant.id", ondelete="CASCADE"))
    country: Mapped[str]

    grant: Mapped[Grant] = relationship(back_populates="desk")
    __table_args__ = (UniqueConstraint("grant_id", "country"), bounded("country", 2))


class GrantItem(Base):
    """An item that an expert's grant names beside whole blocks (`item_id` is a key of the catalogue's items)."""

    __tablename__ = "role_grant_item"

    id: Mapped[Key]
    grant_id: Mapped[int] = mapped_column(ForeignKey("role_grant.id", ondelete="CASCADE"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))

    grant: Mapped[Grant] = relationship(back_populates="items")
    __table_args__ = (UniqueConstraint("grant_id", "item_id"),)


class Token(Base):
    """A one-use link that an administrator made: only the hash of its secret is kept."""

    __tablename__ = "account_token"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    purpose: Mapped[str]
    secret_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    __table_args__ = (
        one_of("purpose", TokenPurpose),
        CheckConstraint("length(secret_hash) = 64", name="secret_hash_length"),
        Index("ix_account_token_user_id", "user_id"),
    )
