"""What was shared in the last 30 days, of the plans that the reader may open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.catalogue.views import CatalogueView
from app.core import clock
from app.http.context import Viewpoint
from app.plans.queries.across import Shared, list_shared
from app.readiness.queries.reading import database_of
from app.web.kept import Remembered
from app.web.readings import Readable

DAYS = 30
SHOWN_AT_MOST = 20


_acts: Remembered[list[Shared]] = Remembered(48)


@dataclass(frozen=True)
class Lately:
    """One act of sharing. `blocks` holds the blocks' numbers; empty for the whole plan."""

    owner: str
    at: datetime
    blocks: tuple[str, ...]
    changes: int


def shared_lately(
    session: Session, readable: Readable, view: CatalogueView, seen: Viewpoint
) -> tuple[tuple[Lately, ...], int]:
    """The latest first, and how many more there are. As known then where the page shows what was known then."""
    owners = {head.plan_id: head.owner for head, _ in readable.opened}
    if not owners:
        return (), 0
    until = clock.end_of(min(seen.as_of, seen.known or seen.as_of))
    # Every act of sharing moves the instant of some block, so that the same instants mean the same acts.
    instants = tuple((head.plan_id, tuple(head.blocks.items())) for head, _ in readable.opened)
    acts = _acts.of(
        (),
        (database_of(session), until, instants),
        lambda: list_shared(session, owners, until - timedelta(days=DAYS), until),
    )
    listed = tuple(
        Lately(
            owner=owners[act.plan_id],
            at=act.released_at,
            blocks=() if act.is_whole_plan else tuple(view.blocks[k].code for k in act.block_keys if k in view.blocks),
            changes=act.changes,
        )
        for act in acts
    )
    return listed[:SHOWN_AT_MOST], max(0, len(listed) - SHOWN_AT_MOST)
