"""A new name of an authority is read by others from the next release on."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.plans.queries.heads import list_authorities
from app.plans.services.authorities import rename_authority
from app.plans.services.releases import share
from app.plans.states import Scope
from tests.factories.plans import authority, coordinator, opened


def names(session: Session, plan_id: int, scope: Scope) -> list[tuple[str, str]]:
    return [(held.name, held.short_name) for held in list_authorities(session, plan_id, scope)]


def test_others_read_the_new_name_from_the_next_release_on(session: Session) -> None:
    opened(session)
    ireland = coordinator(session, "IE")
    key = authority(session, "IE", "Ministry of Old")
    held = rename_authority(session, "IE", key, "Ministry of New", short_name="MoN", actor=ireland, expected_version=1)
    plan_id = held.plan_id
    assert names(session, plan_id, Scope.WORKING) == [("Ministry of New", "MoN")]
    assert names(session, plan_id, Scope.SHARED)[0][0] == "Ministry of Old"
    rename_authority(session, "IE", key, "Ministry of Newest", actor=ireland, expected_version=None)
    assert names(session, plan_id, Scope.SHARED)[0][0] == "Ministry of Old"
    share(session, "IE", actor=ireland)
    assert names(session, plan_id, Scope.SHARED) == names(session, plan_id, Scope.WORKING)
