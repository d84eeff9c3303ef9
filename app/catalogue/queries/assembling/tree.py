"""Blocks, sections and items of a release, put together, and what they are for each plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, select

from app.catalogue import models, views
from app.catalogue import states as st
from app.catalogue.queries.assembling.law import Law
from app.catalogue.queries.assembling.tables import Tables


class Tree:
    """The nodes of a release with what they refer to."""

    def __init__(self, tables: Tables, law: Law) -> None:
        self.tables = tables
        self.law = law
        self.nodes = tables.rows(models.Node)
        self.actors = {row.id: row for row in tables.rows(models.CatalogueActor)}
        self.funds = {row.id: row for row in tables.rows(models.Fund)}
        self.workstreams = {row.id: row for row in tables.rows(models.Workstream)}
        self.proofs = self._proofs()

    def workstream_views(self) -> dict[str, views.WorkstreamView]:
        steps = self.tables.grouped(models.LadderStep, "workstream_id")
        return {
            row.key: views.WorkstreamView(
                key=row.key,
                title=self.tables.texts[row.title_id],
                measured_by=st.Measure(row.measured_by),
                ladder=tuple(
                    views.LadderStepView(step.key, self.tables.texts[step.title_id], step.value)
                    for step in steps.get(row.id, ())
                ),
            )
            for row in self.workstreams.values()
        }

    def item_views(self) -> dict[int, views.ItemView]:
        """Items by the key of their node, in order."""
        requirements = {row.node_id: row for row in self.tables.rows(models.Requirement)}
        parents = {node.id: node for node in self.nodes}
        keys = {row.id: parents[row.node_id].key for row in requirements.values()}
        order = {row.id: parents[row.node_id].position for row in requirements.values()}
        depends_on, needed_for = defaultdict(list), defaultdict(list)
        for row in self.tables.rows(models.Dependency):
            depends_on[row.requirement_id].append(row.on_requirement_id)
            needed_for[row.on_requirement_id].append(row.requirement_id)
        actors = self.tables.grouped(models.RequirementActor, "requirement_id")
        legal = self.tables.grouped(models.LegalReference, "requirement_id")
        found = {}
        for node in self.nodes:
            if node.id not in requirements:
                continue
            row = requirements[node.id]
            parent = parents[node.parent_id]
            waiting = sorted(needed_for.get(row.id, ()), key=order.__getitem__)
            found[node.id] = self.item_view(
                node,
                row,
                block_key=parents[node.block_id].key,
                section_key=parent.key if parent.kind == st.NodeKind.SECTION.value else None,
                actors=tuple(self.actors[a.actor_id].code for a in actors.get(row.id, ())),
                legal=self.law.legal(legal.get(row.id, ())),
                depends_on=tuple(keys[other] for other in depends_on.get(row.id, ())),
                needed_for=tuple(keys[other] for other in waiting),
            )
        return found

    def item_view(self, node: Row[Any], row: Row[Any], **around: Any) -> views.ItemView:
        closing = st.ClosingKind(row.closing_kind)
        outcome = self.tables.text(row.outcome_id)
        return views.ItemView(
            item_id=row.item_id,
            requirement_id=row.id,
            key=node.key,
            origin=row.origin,
            level=st.Level(row.level),
            title=self.tables.texts[node.title_id],
            description=self.tables.text(node.description_id),
            workstream=self.workstreams[row.workstream_id].key,
            obligation=st.Obligation(row.obligation),
            condition=self.law.conditions[row.condition_id].key if row.condition_id is not None else None,
            nature=st.Nature(row.nature),
            due=self.due_view(row),
            needed_by=row.needed_by,
            needed_by_kind=st.NeededByKind(row.needed_by_kind),
            needed_by_anchor=row.needed_by_anchor,
            is_later_duty=row.is_later_duty,
            is_key=row.is_key,
            closing_kind=closing,
            closing_text=self.tables.texts[row.closing_text_id],
            closing_unit=self.tables.text(row.closing_unit_id),
            proofs=self.proofs.get(row.id, ()),
            is_sensitive=row.is_sensitive,
            closes_by_product=row.closes_by_product,
            starts_on=row.starts_on,
            lead_time_days=row.lead_time_days,
            provenance=st.Provenance(row.provenance),
            confidence=st.Confidence(row.confidence),
            outcome=views.OutcomeView(outcome, row.outcome_on, row.outcome_reference) if outcome else None,
            position=node.position,
            **around,
        )

    def due_view(self, row: Row[Any]) -> views.DueView | None:
        if row.due_kind is None:
            return None
        return views.DueView(
            kind=st.DueKind(row.due_kind),
            on=row.due_on,
            printed_on=row.due_printed_on,
            anchor=row.due_anchor,
            every=row.due_every,
            day=row.due_day,
            within=row.due_within,
            starts_from=self.tables.text(row.due_from_id),
            note=self.tables.text(row.due_note_id),
        )

    def _proofs(self) -> dict[int, tuple[frozenset[st.EvidenceKind], ...]]:
        groups: defaultdict[int, defaultdict[int, set[st.EvidenceKind]]] = defaultdict(lambda: defaultdict(set))
        for row in self.tables.rows(models.ClosingProof):
            groups[row.requirement_id][row.group_number].add(st.EvidenceKind(row.evidence_kind))
        return {
            requirement: tuple(frozenset(kinds) for _, kinds in sorted(numbered.items()))
            for requirement, numbered in groups.items()
        }

    def block_views(self, items: Mapping[int, views.ItemView]) -> dict[str, views.BlockView]:
        objectives = self.tables.grouped(models.BlockObjective, "block_id")
        acts = self.tables.grouped(models.BlockAct, "block_id")
        funds = self.tables.grouped(models.BlockFund, "block_id")
        children: defaultdict[int, list[views.SectionView | views.ItemView]] = defaultdict(list)
        # Depth first order read backwards: what stands below a node is complete before the node is made.
        for node in reversed(self.nodes):
            if node.kind == st.NodeKind.ITEM.value:
                children[node.parent_id].append(items[node.id])
            elif node.kind == st.NodeKind.SECTION.value:
                below = tuple(reversed(children[node.id]))
                section = views.SectionView(
                    node.key, self.tables.texts[node.title_id], self.tables.text(node.description_id), below
                )
                children[node.parent_id].append(section)
        flat: defaultdict[str, list[views.ItemView]] = defaultdict(list)
        for item in items.values():
            flat[item.block_key].append(item)
        return {
            node.key: views.BlockView(
                key=node.key,
                code=node.code,
                node_id=node.id,
                title=self.tables.texts[node.title_id],
                description=self.tables.text(node.description_id),
                is_in_sum=node.is_in_sum,
                objectives=tuple(self.tables.texts[row.text_id] for row in objectives.get(node.id, ())),
                acts=tuple(self.law.act_codes[row.act_id] for row in acts.get(node.id, ())),
                funds=tuple(self.funds[row.fund_id].code for row in funds.get(node.id, ())),
                children=tuple(reversed(children[node.id])),
                items=tuple(flat[node.key]),
                position=node.position,
            )
            for node in self.nodes
            if node.kind == st.NodeKind.BLOCK.value
        }

    def duty_views(self) -> dict[tuple[str, int], views.DutyView]:
        duty = models.Duty
        columns = (duty.owner, duty.item_id, duty.standing, duty.basis_id)
        wanted = select(*columns).where(duty.release_id == self.tables.release_id)
        made: dict[tuple[str, int | None], views.DutyView] = {}
        found = {}
        for owner, item_id, standing, basis_id in self.tables.session.execute(wanted.order_by(duty.id)):
            view = made.get((standing, basis_id))
            if view is None:
                view = made[standing, basis_id] = views.DutyView(st.Standing(standing), self.tables.text(basis_id))
            found[owner, item_id] = view
        return found
