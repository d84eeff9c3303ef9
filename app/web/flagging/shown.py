"""What pages of plans show of flags: those on a plan that a reader may read, and whether they may write one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.flags.policy import reads_flags
from app.flags.queries.flags import list_flags
from app.flags.queries.notes import MentionOfFlag, list_own_mentions
from app.http.context import Viewpoint, actor, data_version, session, unseen_mentions
from app.plans.queries.records import PlanInScope
from app.readiness.cache import Recent
from app.readiness.queries.reading import database_of
from app.web.flagging.listing import Listed, Row, address_of, listed
from app.web.flagging.rights import asker_for
from app.web.frame import day_pattern

_listed: Recent[Listed] = Recent(200)
NOTHING = Listed((), (), (), ())


@dataclass(frozen=True)
class Flagging:
    """The flags on a plan that a reader finds, by whose turn it is.

    `is_open`: whether pages show them at all. `asks`: whether the reader may write one; `is_question`: about an
    EU-level measure, in the name of their country.
    """

    is_open: bool = False
    asks: bool = False
    is_question: bool = False
    listed: Listed = NOTHING

    @property
    def open_rows(self) -> tuple[Row, ...]:
        """Those on which something can still be said, the reader's turn first."""
        return (*self.listed.mine, *self.listed.theirs, *self.listed.resting)

    def on(self, item_id: int, milestone_id: int | None = None) -> tuple[Row, ...]:
        """Those on an item and its milestones, or on one milestone, also those that have ended."""
        rows = (row for row in (*self.open_rows, *self.listed.ended) if row.flag.item_id == item_id)
        return tuple(row for row in rows if milestone_id in (None, row.flag.milestone_id))

    def address_of(self, row: Row) -> str:
        """The page of a flag."""
        return address_of(row.flag)


def flagging_of(plan: PlanInScope, seen: Viewpoint) -> Flagging:
    """What pages of today show of flags, asked once while the data stand; those of another day show none."""
    person = actor()
    if seen.is_past or not reads_flags(person):
        return Flagging()
    key = (database_of(session()), data_version().mark, seen.today, plan.owner, person.held)
    found = _listed.get_or_make(
        key, lambda: listed(list_flags(session(), person, owners=[plan.owner]), person, seen.today)
    )
    asker = asker_for(plan.owner)
    return Flagging(True, asker is not None, bool(asker), found)


def asked_about(owners: Iterable[str], seen: Viewpoint) -> frozenset[str]:
    """Those of some plans on which the reader may write a flag today."""
    if seen.is_past or not reads_flags(actor()):
        return frozenset()
    return frozenset(owner for owner in owners if asker_for(owner) is not None)


def flag_pattern() -> str:
    """The address of the form of a flag made of a gap, for `str.format`: `{code}`, `{item}`, `{gap}`."""
    return day_pattern("flags.write_flag", "code", "item", "gap")


def unseen_on_flags(owner: str) -> list[MentionOfFlag]:
    """Where in messages on flags of a plan the person is mentioned and has not seen it; asked only where there is
    any."""
    if not unseen_mentions():
        return []
    return [one for one in list_own_mentions(session(), actor(), only_unseen=True) if one.owner == owner]
