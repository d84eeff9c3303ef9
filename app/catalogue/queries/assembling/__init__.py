"""A release read from its tables, one SELECT a table, and put together as one view."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue import models, views
from app.catalogue.queries.assembling.around import Around
from app.catalogue.queries.assembling.cycle import Cycle
from app.catalogue.queries.assembling.findings import Findings
from app.catalogue.queries.assembling.law import Law
from app.catalogue.queries.assembling.tables import Tables
from app.catalogue.queries.assembling.tree import Tree


def build_view(session: Session, release_id: int) -> views.CatalogueView:
    """Read a release whole, with about fifty statements."""
    tables = Tables(session, release_id)
    law = Law(tables)
    tree = Tree(tables, law)
    release = models.Release
    row = session.execute(select(release.__table__).where(release.id == release_id)).one()
    items = tree.item_views()
    keys = {item.item_id: item.key for item in items.values()}
    return views.CatalogueView(
        release_id=row.id,
        catalogue=row.catalogue,
        version=row.version,
        title=tables.texts[row.title_id],
        notice=tables.texts[row.notice_id],
        language=row.language,
        starts_on=row.starts_on,
        applies_from=row.applies_from,
        in_force_from=row.in_force_from,
        content_hash=row.content_hash,
        acts=law.acts,
        articles=law.articles,
        countries=law.country_views(),
        participation=law.participation_views(),
        conditions=law.condition_views(),
        workstreams=tree.workstream_views(),
        blocks=tree.block_views(items),
        items={item.key: item for item in items.values()},
        duties=tree.duty_views(),
        **Around(tables, law, tree).beside(),
        **Cycle(tables, law, tree, keys, row.starts_on.year).beside(),
        **Findings(tables, law, keys).beside(),
    )
