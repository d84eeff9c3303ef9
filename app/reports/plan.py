"""A plan as a document, in the order of the template of national implementation plans. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from app.catalogue.states import EvidenceKind
from app.catalogue.views import BlockView, CatalogueView, ItemView
from app.comments.queries.records import ConsultationRecord
from app.core.labels import message
from app.core.money import Euro
from app.exchange.book.instructions import DISCLAIMER
from app.plans.funding import OtherInstrument, instruments_of, named
from app.plans.queries.records import EvidenceRecord, ItemRecord, MilestoneRecord, PlanInScope, ProseRecord
from app.plans.states import CLOSING_TITLE, EU, Measure, Scope
from app.readiness.items import case_again
from app.readiness.plan import PlanReading
from app.readiness.state import why
from app.readiness.states import LOOK, State
from app.reports.parts import Document, Heading, Paragraph, Part, Table
from app.reports.stated import stated
from app.reports.tongue import Tongue
from app.statements.records import StatementRecord

R = TypeVar("R", ItemRecord, MilestoneRecord, EvidenceRecord)

NIP = message("National implementation plan: %(country)s")
EU_PLAN = message("Measures of the EU level")


@dataclass(frozen=True)
class PlanMaterial:
    """All that a document of a plan is made from, as its reader may see it. `prose` by the key of the block."""

    view: CatalogueView
    plan: PlanInScope
    reading: PlanReading
    items: Sequence[ItemRecord]
    milestones: Sequence[MilestoneRecord]
    evidence: Sequence[EvidenceRecord]
    prose: Mapping[str, Sequence[ProseRecord]]
    authorities: Mapping[int, str]
    consultations: Sequence[ConsultationRecord]
    statements: Sequence[StatementRecord]
    day: date
    known: date | None
    made_at: datetime
    made_by: str


def plan_document(material: PlanMaterial, tongue: Tongue) -> Document:
    """The document: state and figures, then block by block prose and items, at the end the timeline."""
    return _Maker(material, tongue).document()


class _Maker:
    def __init__(self, material: PlanMaterial, tongue: Tongue) -> None:
        self.of, self.tongue, self.say, self.view = material, tongue, tongue.say, material.view
        self.items = {one.item_id: one for one in material.items}
        self.milestones = _by_item(material.milestones)
        self.evidence = _by_item(material.evidence)

    def document(self) -> Document:
        say, plan = self.say, self.of.plan
        country = self.view.countries.get(plan.owner)
        name = self.tongue.text(country.title) if country else plan.owner
        title = say(EU_PLAN) if plan.owner == EU else say(NIP) % {"country": name}
        foot, mark = say(DISCLAIMER), ""
        if plan.head.is_demonstration:
            title = f"{title} ({say(message('invented data'))})"
            mark = say(message("Invented data"))
            foot = f"{mark}. {foot}"
        parts = [*self.front(), *self.summary(), *self.consulted()]
        for block in self.view.blocks.values():
            parts += self.block(block)
        return Document(title, self.tongue.language, self.of.made_by, foot, (*parts, *self.timeline()), mark)

    def front(self) -> Iterator[Part]:
        of, say, day = self.of, self.say, self.tongue.day
        is_working = of.plan.scope is Scope.WORKING
        state = message("working state, not for others") if is_working else message("shared state")
        yield Paragraph(say(state), say(message("State")))
        yield Paragraph(day(of.day), say(message("As of")))
        if of.known:
            yield Paragraph(day(of.known), say(message("As known on")))
        made = f"{of.made_by}, {self.tongue.moment(of.made_at)}"
        yield Paragraph(made, say(message("Made by")), is_of_the_making=True)
        yield Paragraph(say(DISCLAIMER))

    def summary(self) -> Iterator[Part]:
        say, total = self.say, self.of.reading.total
        yield Heading(1, say(message("Summary")))
        if total.shown_progress is None:
            yield Paragraph(say(message("Nothing that counts has been shared")))
        else:
            said = say(message("%(progress)s %% on %(informed)s of %(counted)s items"))
            values = {"progress": total.shown_progress, "informed": total.informed, "counted": total.counted}
            yield Paragraph(said % values)
        said = say(
            message("Key items in place: %(reported)s of %(total)s reported, %(shown)s shown, %(confirmed)s confirmed.")
        )
        values = {
            "reported": total.key_reported,
            "total": total.key_total,
            "shown": total.key_shown,
            "confirmed": total.key_confirmed,
        }
        yield Paragraph(said % values)
        rows = []
        for block in self.view.blocks.values():
            cell = self.of.reading.blocks[block.key]
            progress = "–" if cell.shown_progress is None else f"{cell.shown_progress} %"
            key = f"{cell.key_reported}, {cell.key_shown}, {cell.key_confirmed}, {cell.key_total}"
            with_information = f"{cell.informed} / {cell.counted}"
            rows.append((self.block_name(block), self.say(cell.state.label), progress, with_information, key))
        heads = (
            message("Block"),
            message("State"),
            message("Progress"),
            message("Items with information"),
            message("Key items in place: reported, shown, confirmed, of"),
        )
        yield self.table(message("State and progress by block"), heads, rows)

    def consulted(self) -> Iterator[Part]:
        """Who was consulted on the plan as a whole and on which items, and what changed because of it."""
        rows = [
            (
                self.tongue.text(self.view.items_by_id[one.item_id].title) if one.item_id else "–",
                one.with_whom,
                self.tongue.day(one.held_on),
                "\n".join(filter(None, (one.what_changed, one.url))),
                self.say(one.reach.label),
            )
            for one in self.of.consultations
            if one.item_id is None or one.item_id in self.view.items_by_id
        ]
        if rows:
            yield Heading(1, self.say(message("Consultations")))
            heads = (
                message("Item"),
                message("With whom"),
                message("Day"),
                message("What changed because of it"),
                message("Who may read it"),
            )
            yield self.table(message("Consultations on the plan and its items"), heads, rows)

    def block(self, block: BlockView) -> Iterator[Part]:
        yield Heading(1, self.block_name(block))
        written = {one.section_key: one for one in self.of.prose.get(block.key, ())}
        for section in self.view.plan_sections:
            if section.key in written and written[section.key].text:
                yield Heading(2, self.tongue.text(section.title))
                yield Paragraph(written[section.key].text, language=written[section.key].language)
        here = [item for item in block.items if item.item_id in self.of.reading.items]
        if here:
            yield Heading(2, self.say(message("Items")))
        for item in here:
            yield from self.item(item)

    def item(self, item: ItemView) -> Iterator[Part]:
        say, day = self.say, self.tongue.day
        record = self.items.get(item.item_id)
        reading = self.of.reading.items[item.item_id]
        yield Heading(3, self.tongue.text(item.title))
        legal = "; ".join(reference.label for reference in item.legal)
        reasons = why(case_again(self.of.reading.circumstances, self.of.plan.owner, reading), reading.state)
        state = stated(reading.state, reasons, self.tongue)
        needed = f"{day(item.needed_by)} ({say(item.needed_by_kind.label)})"
        duty = self.view.duty(self.of.plan.owner, item.item_id)
        basis = self.tongue.text(duty.basis) if duty and duty.basis else ""
        said = record.applicability_reason if record else ""
        applies = ". ".join(filter(None, (say(reading.counting.label), basis, said)))
        told = [
            (message("Legal basis"), legal),
            (message("Obligation"), say(item.obligation.label)),
            (message("Applicability"), applies),
            (message("Needed by"), needed),
            (message("State"), state),
        ]
        if record:
            told += [
                (message("Lead authority"), self.names(record.lead_authority_id)),
                (message("Contributing authorities"), self.names(*record.contributing)),
                (message("Current state"), record.current_state),
                (message("What is missing"), record.missing),
                (message("Change planned"), record.change_planned),
            ]
        yield from (Paragraph(text, say(label)) for label, text in told if text)
        if rows := [self.milestone(one) for one in self.milestones[item.item_id]]:
            heads = (
                message("Reference"),
                message("Milestone"),
                message("Step or target"),
                message("Baseline"),
                message("Forecast"),
                message("Done on"),
                message("Authority"),
            )
            yield self.table(message("Milestones"), heads, rows)
        if pieces := [self.piece(one) for one in self.evidence[item.item_id]]:
            columns = (message("Kind"), message("Evidence"), message("Reference"), message("Day it is about"))
            yield self.table(message("Evidence"), columns, pieces)
        if found := [self.statement(one) for one in self.of.statements if one.item_id == item.item_id]:
            columns = (message("Agency"), message("Statement"), message("Reference"), message("Day it is about"))
            yield self.table(message("Statements of agencies"), columns, found)

    def milestone(self, one: MilestoneRecord) -> tuple[str, ...]:
        day = self.tongue.day
        days = (day(one.baseline_on), day(one.forecast_on), day(one.actual_on))
        return (one.reference, self.title(one), self.stands(one), *days, self.names(one.authority_id))

    def title(self, one: MilestoneRecord) -> str:
        title = self.say(CLOSING_TITLE) if one.is_closing else one.title
        return "\n".join(filter(None, (title, self.money(one), one.note)))

    def money(self, one: MilestoneRecord) -> str:
        """What it is estimated to cost and who pays; nothing where neither was said."""
        say, titles = self.say, instruments_of(self.view)
        names = {
            key: say(title.label) if isinstance(title, OtherInstrument) else self.tongue.text(title)
            for key, title in titles.items()
        }
        stages = say(message("planned")), say(message("committed")), say(message("spent"))
        told = [say(message("budget %(amount)s")) % {"amount": Euro(one.budget)}] if one.budget else []
        told += [named(one.funding, names, stages)] if one.funding else []
        told += [say(message("not covered: %(amount)s")) % {"amount": Euro(one.uncovered)}] if one.uncovered else []
        return "; ".join(told)

    def stands(self, one: MilestoneRecord) -> str:
        if one.is_cancelled:
            said = self.say(message("continued as %(reference)s")) % {"reference": one.continued_as}
            how = said if one.continued_as else self.say(message("cancelled"))
            return f"{how}: {one.cancel_reason or self.say(message('the reason is kept within the country'))}"
        if one.measured_by == Measure.TARGET.value:
            value, target = ("–" if number is None else f"{number:,}" for number in (one.value, one.target_value))
            said = self.say(message("%(value)s of %(target)s %(unit)s"))
            return said % {"value": value, "target": target, "unit": one.target_unit or ""}
        stream = self.view.workstreams.get(one.workstream_key)
        steps = {step.key: step.title for step in stream.ladder} if stream else {}
        return self.tongue.text(steps[one.step_key]) if one.step_key in steps else "–"

    def piece(self, one: EvidenceRecord) -> tuple[str, ...]:
        number = "" if one.number is None else f"{one.number:,} {one.unit}"
        reference = "\n".join(filter(None, (one.reference, one.url, number, ", ".join(one.milestones))))
        return (self.say(EvidenceKind(one.kind).label), one.title, reference, self.tongue.day(one.about_on))

    def statement(self, one: StatementRecord) -> tuple[str, ...]:
        reference = "\n".join(filter(None, (one.reference, one.url)))
        return (one.agency, one.text, reference, self.tongue.day(one.about_on))

    def timeline(self) -> Iterator[Part]:
        yield Heading(1, self.say(message("Timeline")))
        listed = [one for one in self.of.milestones if not one.is_cancelled and one.item_id in self.view.items_by_id]
        listed.sort(key=lambda one: (one.actual_on or one.due_on or date.max, one.reference))
        heads = (message("Day"), message("Reference"), message("Milestone"), message("Item"), message("Authority"))
        rows = [
            (
                self.when(one),
                one.reference,
                self.say(CLOSING_TITLE) if one.is_closing else one.title,
                self.tongue.text(self.view.items_by_id[one.item_id].title),
                self.names(one.authority_id),
            )
            for one in listed
        ]
        yield self.table(message("Milestones by day: when done, else as forecast, else by the baseline"), heads, rows)

    def when(self, one: MilestoneRecord) -> str:
        if one.actual_on:
            return f"{self.tongue.day(one.actual_on)} {LOOK[State.IN_PLACE].sign}"
        return self.tongue.day(one.due_on)

    def table(self, caption: str, head: Sequence[str], rows: Sequence[tuple[str, ...]]) -> Table:
        said = self.say(caption)
        if self.of.plan.head.is_demonstration:
            said = f"{said} · {self.say(message('Invented data'))}"
        return Table(said, tuple(map(self.say, head)), tuple(rows))

    def block_name(self, block: BlockView) -> str:
        return f"{block.code} {self.tongue.text(block.title)}"

    def names(self, *keys: int | None) -> str:
        return ", ".join(self.of.authorities[key] for key in keys if key is not None and key in self.of.authorities)


def _by_item(records: Sequence[R]) -> Mapping[int, list[R]]:
    found: dict[int, list[R]] = defaultdict(list)
    for record in records:
        found[record.item_id].append(record)
    return found
