"""Deeds of the story played through the services, each at its instant, by its country's coordinator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import singledispatchmethod
from typing import Any

import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM, Actor
from app.catalogue.views import CatalogueView
from app.core.errors import WrongState
from app.demo import deeds
from app.plans.models import Authority, Evidence, Milestone, Plan, PlanItem
from app.plans.services import (
    authorities,
    closing,
    evidence,
    items,
    milestone_status,
    milestones,
    parts,
    predecessors,
    prose,
    releases,
)


class ServicesPlayer:
    """Finds by itself what a deed names: authorities by code, milestones and evidence by their order in an item."""

    def __init__(self, session: Session, view: CatalogueView, actor: Actor = SYSTEM) -> None:
        self.session = session
        self.view = view
        self.actor = actor
        self._references: dict[tuple[str, str, int], str] = {}
        self._evidence: dict[tuple[str, str, int], int] = {}

    def play_all(self, told: Iterable[deeds.Deed]) -> None:
        for deed in told:
            with time_machine.travel(deed.at, tick=False):
                self.play(deed)

    @singledispatchmethod
    def play(self, deed: deeds.Deed) -> None:
        raise NotImplementedError(type(deed).__name__)

    @play.register
    def _(self, deed: deeds.NameAuthority) -> None:
        authorities.add_authority(
            self.session,
            deed.owner,
            deed.name,
            actor=self.actor,
            short_name=deed.short_name,
            actor_code=deed.code,
        )

    @play.register
    def _(self, deed: deeds.ShareRow) -> None:
        releases.set_row_sharing(self.session, deed.owner, True, actor=self.actor)

    @play.register
    def _(self, deed: deeds.Share) -> None:
        with suppress(WrongState):  # nothing new in these blocks: nobody shares then
            releases.share(self.session, deed.owner, deed.blocks or None, deed.note, actor=self.actor)

    @play.register
    def _(self, deed: deeds.WriteProse) -> None:
        prose.update_prose(
            self.session,
            self.view,
            deed.owner,
            deed.block,
            deed.section,
            deed.text,
            "en",
            actor=self.actor,
            expected_version=None,
            effective_on=deed.day,
        )

    @play.register
    def _(self, deed: deeds.DescribeItem) -> None:
        values = self._resolved(deed.owner, deed.values, "lead_authority_id")
        if "contributing" in values:
            values["contributing"] = [self._authority(deed.owner, code) for code in values["contributing"]]
        items.update_item(
            self.session,
            self.view,
            deed.owner,
            deed.item,
            values,
            actor=self.actor,
            expected_version=None,
            effective_on=deed.day,
        )
        self._remember_closing(deed.owner, deed.item)

    @play.register
    def _(self, deed: deeds.StateApplicability) -> None:
        items.set_applicability(
            self.session,
            self.view,
            deed.owner,
            deed.item,
            deed.applicability.value,
            actor=self.actor,
            reason=deed.reason,
            expected_version=None,
            effective_on=deed.day,
        )

    @play.register
    def _(self, deed: deeds.AddMilestone) -> None:
        values = self._resolved(deed.owner, deed.values, "authority_id")
        made = milestones.add_milestone(
            self.session, self.view, deed.owner, deed.item, values, actor=self.actor, effective_on=deed.day
        )
        self._references[deed.owner, deed.item, deed.number] = made.reference

    @play.register
    def _(self, deed: deeds.UpdateMilestone) -> None:
        if deed.number == deeds.CLOSING and "actual_on" in deed.values:
            closing.report_in_place(
                self.session,
                self.view,
                deed.owner,
                deed.item,
                actor=self.actor,
                day=deed.values["actual_on"],
                expected_version=None,
            )
            return
        milestones.update_milestone(
            self.session,
            self.view,
            deed.owner,
            self._reference(deed),
            deed.values,
            actor=self.actor,
            expected_version=None,
            effective_on=deed.day,
            reason=deed.reason,
            cause=deed.cause.value if deed.cause else None,
        )

    @play.register
    def _(self, deed: deeds.ReportParts) -> None:
        said = [
            parts.Said(self._authority(deed.owner, code), part.target, part.value, part.value_on)
            for code, part in deed.parts.items()
        ]
        parts.save_parts(self.session, deed.owner, self._reference(deed), said, actor=self.actor)

    @play.register
    def _(self, deed: deeds.ConfirmMilestone) -> None:
        milestone_status.confirm_milestones(self.session, deed.owner, {self._reference(deed): None}, actor=self.actor)

    @play.register
    def _(self, deed: deeds.CancelMilestone) -> None:
        milestone_status.cancel_milestone(
            self.session,
            deed.owner,
            self._reference(deed),
            actor=self.actor,
            expected_version=None,
            reason=deed.reason,
        )

    @play.register
    def _(self, deed: deeds.Link) -> None:
        before = self._references[deed.before_owner, deed.before_item, deed.before_number]
        predecessors.add_predecessor(
            self.session, self.view, deed.owner, self._reference(deed), before, actor=self.actor
        )

    @play.register
    def _(self, deed: deeds.AttachEvidence) -> None:
        made = evidence.attach_evidence(
            self.session,
            self.view,
            deed.owner,
            deed.item,
            deed.values,
            actor=self.actor,
            effective_on=deed.day,
        )
        self._evidence[deed.owner, deed.item, deed.number] = made.evidence_id

    @play.register
    def _(self, deed: deeds.WithdrawEvidence) -> None:
        held = self.session.get_one(Evidence, self._evidence[deed.owner, deed.item, deed.number])
        evidence.withdraw_evidence(
            self.session, deed.owner, held.id, actor=self.actor, expected_version=None, reason=deed.reason
        )

    def _reference(self, deed: Any) -> str:
        return self._references[deed.owner, deed.item, deed.number]

    def _remember_closing(self, owner: str, item: str) -> None:
        reference = self.session.scalar(
            select(Milestone.reference)
            .join(Plan, Plan.id == Milestone.plan_id)
            .join(PlanItem, PlanItem.id == Milestone.plan_item_id)
            .where(Plan.owner == owner, Milestone.item_id == self.view.items[item].item_id, Milestone.is_closing)
        )
        assert reference is not None
        self._references[owner, item, deeds.CLOSING] = reference

    def _authority(self, owner: str, code: str) -> int:
        key = self.session.scalar(
            select(Authority.id)
            .join(Plan, Plan.id == Authority.plan_id)
            .where(Plan.owner == owner, Authority.actor_code == code)
        )
        assert key is not None
        return key

    def _resolved(self, owner: str, values: Mapping[str, Any], name: str) -> dict[str, Any]:
        found = {key: value for key, value in values.items() if key != "authority"}
        return {**found, name: self._authority(owner, values["authority"])} if "authority" in values else found
