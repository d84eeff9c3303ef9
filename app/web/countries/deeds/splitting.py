"""A milestone split into parts: rows are added without losing what was typed, also one for each authority."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request
from wtforms.fields.choices import SelectChoice

from app.catalogue.views import CatalogueView
from app.core.errors import Conflict, DomainError, Invalid, WrongState
from app.core.policy import allows, require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import signed_in
from app.http.errors import spoken, status_of
from app.plans import policy
from app.plans.policy import WorkSubject, one_authority
from app.plans.queries.heads import list_authorities
from app.plans.queries.milestones import get_milestone
from app.plans.queries.parts import list_waiting
from app.plans.queries.records import MilestoneRecord, PlanInScope
from app.plans.services import splitting
from app.plans.services.several import AT_MOST
from app.plans.states import EU, Awaited, Measure, SubjectKind
from app.web.countries.area import area
from app.web.countries.choices import authority_choices
from app.web.countries.deeds.common import back_to, version_shown
from app.web.countries.deeds.milestones import Answer, subject_of
from app.web.countries.deeds.pages import address_of, latest_changes
from app.web.countries.part_forms import PartForm, SplitForm, Together, parts_sent
from app.web.tongue import gettext, ngettext

TITLE_LIMIT = 300


@area.route("/<code>/milestones/<reference>/split", methods=["GET", "POST"])
@signed_in
@writes
def split_milestone(code: str, reference: str) -> Answer:
    """Split a milestone into parts; two of the page's buttons only add rows to it."""
    view = catalogue()
    plan, record = get_milestone(session(), code, reference, actor())
    require(actor(), policy.SPLIT_MILESTONE, subject_of(view, code, record))
    desk = _Desk(view, plan, record)
    if not desk.form.is_submitted():
        return desk.page(), 200
    deed = request.form.get("deed")
    if deed == "more":
        desk.add_blank()
    elif deed == "authorities":
        desk.add_for_authorities()
    elif desk.all.is_good():
        return desk.split()
    return desk.page(), 200 if deed in ("more", "authorities") else 422


class _Desk:
    """The page of a milestone that is being split: its form, its rows, and whom work may be given to."""

    def __init__(self, view: CatalogueView, plan: PlanInScope, record: MilestoneRecord) -> None:
        self.view, self.plan, self.record = view, plan, record
        self.item = view.items_by_id[record.item_id]
        self.authorities = list_authorities(session(), plan.plan_id)
        self.names = {str(one.authority_id): one.short_name or one.name for one in self.authorities}
        waiting = [one for _link, one in list_waiting(session(), record.milestone_id)]
        self.waiting = [one for one in waiting if one.plan_id == plan.plan_id]
        kept = {"keeps_step": True, "keeps_links": True, "awaited": Awaited.EVERY.value}
        self.form = SplitForm(data={"version": str(record.version), **kept})
        self.parts: list[PartForm] = []
        for part in parts_sent() or [self.first(), self.blank()]:
            self.add(part)
        self.form.authorities.choices = [choice for choice in self._choices() if choice.value]
        self.all = Together(self.form, self.parts)

    def first(self) -> PartForm:
        """The milestone itself."""
        return self._part(0, self.record.title, str(self.record.authority_id or ""))

    def blank(self, authority: str = "") -> PartForm:
        """A further row, for an authority where one is given."""
        title = self.record.title
        return self._part(len(self.parts) or 1, self.named(title, authority) if authority else "", authority)

    def _part(self, number: int, title: str, authority: str) -> PartForm:
        target = self.record.target_value if number == 0 else None
        values = {"title": title, "authority_id": authority, "baseline_on": self.record.baseline_on}
        return PartForm(number, data={**values, "target_value": target})

    def named(self, title: str, authority: str) -> str:
        """A title with the name of an authority behind it."""
        name = self.names.get(authority, "")
        return f"{title[: TITLE_LIMIT - len(name) - 2]}: {name}"

    def add(self, part: PartForm) -> None:
        """One more row."""
        part.authority_id.choices = self._choices(self.record.authority_id)
        self.parts.append(part)

    def add_blank(self) -> None:
        """One more row to be filled, where there is room for one."""
        if len(self.parts) < AT_MOST:
            self.add(self.blank())

    def _choices(self, present: int | None = None) -> list[SelectChoice]:
        def may_choose(key: int | None) -> bool:
            subject = WorkSubject(self.plan.owner, self.item.block_key, one_authority(key))
            return allows(actor(), policy.ADD_MILESTONE, subject)

        return authority_choices(self.authorities, present, may_choose)

    def add_for_authorities(self) -> None:
        """One row for each authority chosen that has none yet; rows without a title or authority are used first."""
        held = {part.authority_id.data for part in self.parts if part.title.data}
        new = [key for key in self.form.authorities.data or [] if key in self.names and key not in held]
        first, *others = self.parts
        room = [part for part in others if not part.title.data]
        room = room if first.authority_id.data else [first, *room]
        if len(self.parts) - len(room) + len(new) > AT_MOST:
            limit = gettext("No more than %(number)s milestones can be made at once.", number=AT_MOST)
            self.form.authorities.errors = [limit]
            return
        for part, key in zip(room, new, strict=False):
            part.title.data, part.authority_id.data = self.named(part.title.data or self.record.title, key), key
        for key in new[len(room) :]:
            self.add(self.blank(key))

    @property
    def is_target(self) -> bool:
        """Whether it is measured by a target, which each part then has for itself."""
        return self.record.measured_by == Measure.TARGET.value

    def split(self) -> Answer:
        """Split it as the rows say; a row without a title is left out."""
        fields = ("title", "authority_id", "baseline_on", *(("target_value",) if self.is_target else ()))
        filled = [part for part in self.parts if part is self.parts[0] or (part.title.data or "").strip()]
        try:
            made = splitting.split_milestone(
                session(),
                self.view,
                self.plan.owner,
                self.record.reference,
                [part.values(*fields) for part in filled],
                actor=actor(),
                expected_version=version_shown(),
                reason=self.form.reason.data or "",
                cause=self.form.cause.data or None,
                keeps_step=self.form.keeps_step.data,
                keeps_links=self.form.keeps_links.data,
                awaited=Awaited(self.form.awaited.data),
            )
        except (Conflict, Invalid, WrongState) as refusal:
            session().rollback()
            return self.refused(refusal, filled)
        parts = len(made)
        flash(ngettext("Split into %(num)s milestone.", "Split into %(num)s milestones.", parts, num=parts), "success")
        return back_to(self.view, self.plan.owner, self.item)

    def refused(self, refusal: DomainError, filled: list[PartForm]) -> tuple[str, int]:
        """The page with what was typed, and why it cannot be done; after a conflict, what was changed meanwhile."""
        if isinstance(refusal, Conflict):
            self.form.version.data = str(refusal.current_version)
            changes = latest_changes(self.plan, SubjectKind.MILESTONE, self.record.milestone_id)
            return self.page(refused=spoken(refusal), latest=changes), 409
        if isinstance(refusal, WrongState):
            return self.page(refused=spoken(refusal)), 409
        if isinstance(refusal, Invalid):
            self.all.put(refusal, filled)
        return self.page(), status_of(refusal)

    def page(self, **more: Any) -> str:
        """The page as it stands."""
        return render_template(
            "countries/split_milestone.html",
            owner=self.plan.owner,
            milestone=self.record,
            item=self.item,
            form=self.form,
            parts=self.parts,
            all=self.all,
            is_target=self.is_target,
            waiting=self.waiting,
            may_wait_elsewhere=self.plan.owner == EU or self.record.is_offered,  # whether one does is its plan's affair
            back=address_of(self.plan.owner, self.record.reference),
            **more,
        )
