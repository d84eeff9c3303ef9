"""A publication: what it is, where it was found or who recorded it, what it is about, and how it is used."""

from __future__ import annotations

from flask import redirect, render_template

from app.core.errors import NotFound
from app.core.policy import allows
from app.guidance.policy import RECORD, UseSubject
from app.guidance.queries.publications import NO_ENTRY, list_versions
from app.guidance.queries.uses import list_uses
from app.guidance.records import Entry, UseRecord, key_of, recorded_entry, totals_of
from app.guidance.services.publishing import may_publish
from app.http.context import actor, catalogue, session, viewpoint
from app.http.days import read_viewpoint
from app.http.doors import signed_in
from app.web.frame import day_url
from app.web.guidance.area import Answer, area, recording
from app.web.guidance.forms import WithdrawForm
from app.web.published import known_until, listed


@area.get("/guidance/<key>")
@signed_in
def show_entry(key: str) -> Answer:
    """A publication. One that was withdrawn says so; in the place of a recorded one that the catalogue has by now, the
    catalogue's is shown."""
    read_viewpoint()
    found = next((one for one in listed() if key in one.keys), None)
    if found is not None and key != found.key:
        return redirect(day_url("guidance.show_entry", key=found.key), 302)
    if found is not None:
        return recorded_page(found)
    number = key_of(key)
    versions = list_versions(session(), number, known_until(viewpoint())) if number is not None else []
    if not versions:
        raise NotFound(NO_ENTRY)
    return recorded_page(recorded_entry(versions[-1]))


def recorded_page(entry: Entry, withdrawing: WithdrawForm | None = None) -> str:
    """The page of a publication, of the catalogue or recorded. `withdrawing`: the form that was refused."""
    view, seen = catalogue(), viewpoint()
    one = entry.recorded
    uses = [] if seen.is_past else list_uses(session(), view, actor(), entry.keys)
    stands = one is None or not one.is_withdrawal
    may = one is not None and stands and not seen.is_past and may_publish(session(), actor(), one)
    return render_template(
        "guidance/show_entry.html",
        view=view,
        entry=entry,
        versions=list_versions(session(), one.publication_id, known_until(seen)) if one else [],
        uses=uses,
        totals=totals_of(uses),
        recording=recording() if stands and not seen.is_past else [],
        may_correct={use.use_id for use in uses if _may_correct(use)},
        may_publish=may,
        withdrawing=(withdrawing or WithdrawForm(formdata=None)) if may or withdrawing else None,
    )


def _may_correct(record: UseRecord) -> bool:
    return allows(actor(), RECORD, UseSubject(record.owner, frozenset({record.authority_id})))
