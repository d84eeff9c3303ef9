"""The rows of a release, made in memory: what blocks and items refer to first, then these, then the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from app.catalogue import law, models
from app.catalogue.rows_support import RowsOfSupport
from app.catalogue.states import Level, NodeKind, proofs_of

if TYPE_CHECKING:
    from app.catalogue.reading import CatalogueFile
    from app.catalogue.reading import shapes as s

EU = "EU"
DEFAULT_LEAD_TIME_DAYS = 60


class ReleaseRows(RowsOfSupport):
    """The rows of one release by mapped class, in an order in which each finds what it refers to."""

    def __init__(
        self,
        catalogue: CatalogueFile,
        *,
        first_keys: Mapping[str, int],
        item_ids: Mapping[str, int],
        loaded_at: datetime,
    ) -> None:
        """`first_keys`: the first free key of each table; `item_ids`: the keys of items that exist already."""
        super().__init__(catalogue, first_keys=first_keys, item_ids=item_ids, loaded_at=loaded_at)
        self.requirements: dict[str, int] = {}
        self._position = 0
        self._shapes = {act.code: act for act in catalogue.acts}
        blocks = self._tree()
        self._duties()
        self._beside(blocks)

    # --- the tree --------------------------------------------------------------------------------------------

    def _tree(self) -> dict[str, int]:
        blocks: dict[str, int] = {}
        items: list[tuple[s.ItemShape, int]] = []
        for block in self._catalogue.blocks:
            key = blocks[block.key] = self._node(
                NodeKind.BLOCK, block.key, block, code=block.code, is_in_sum=block.in_sum, parent_id=None, block_id=None
            )
            for position, objective in enumerate(block.objectives):
                self._add(models.BlockObjective, position=position, block_id=key, text_id=self._phrase(objective))
            for position, act in enumerate(block.acts):
                self._add(models.BlockAct, position=position, block_id=key, act_id=self._acts[act])
            for position, fund in enumerate(block.funds):
                self._add(models.BlockFund, position=position, block_id=key, fund_id=self._funds[fund])
            self._children(block.children, key, key, items)
        for item, requirement_id in items:
            for position, other in enumerate(item.depends_on):
                self._add(
                    models.Dependency,
                    position=position,
                    requirement_id=requirement_id,
                    on_requirement_id=self.requirements[other],
                )
        return blocks

    def _children(
        self,
        children: Sequence[s.ItemShape | s.SectionShape],
        parent: int,
        block: int,
        items: list[tuple[s.ItemShape, int]],
    ) -> None:
        # As deep as the reader allows files to be nested, no deeper.
        for child in children:
            place = {"code": None, "is_in_sum": True, "parent_id": parent, "block_id": block}
            section_key = getattr(child, "section", None)
            if section_key is not None:
                key = self._node(NodeKind.SECTION, section_key, child, **place)
                self._children(child.children, key, block, items)  # type: ignore[union-attr]
            else:
                item: s.ItemShape = child  # type: ignore[assignment]
                key = self._node(NodeKind.ITEM, item.item, item, **place)
                items.append((item, self._requirement(item, key, block)))

    def _node(self, kind: NodeKind, key: str, shape: Any, **values: Any) -> int:
        self._position += 1
        return self._add(
            models.Node,
            kind=kind.value,
            key=key,
            position=self._position,
            title_id=self._phrase(shape.title),
            description_id=self._text(shape.description),
            **values,
        )

    def _requirement(self, item: s.ItemShape, node_id: int, block_id: int) -> int:
        key = self._add(
            models.Requirement,
            node_id=node_id,
            block_id=block_id,
            item_id=self._item(item.item),
            origin=item.origin,
            level=item.level.value,
            workstream_id=self._workstreams[item.workstream],
            obligation=item.obligation.value,
            condition_id=self._conditions[item.condition] if item.condition else None,
            nature=item.nature.value,
            is_key=item.key_item,
            is_sensitive=item.sensitive,
            provenance=item.provenance.value,
            confidence=item.confidence.value,
            starts_on=item.starts_on or self._catalogue.head.starts_on,
            lead_time_days=item.lead_time_days,
            **self._due(item),
            **self._needed_by(item),
            closing_kind=item.closing.kind.value,
            closing_text_id=self._phrase(item.closing.text),
            closing_unit_id=self._text(item.closing.unit),
            closes_by_product=item.closing.product,
            outcome_id=self._text(item.outcome.text) if item.outcome else None,
            outcome_on=item.outcome.on if item.outcome else None,
            outcome_reference=item.outcome.reference if item.outcome else None,
        )
        self.requirements[item.item] = key
        self._references(models.LegalReference, "requirement_id", key, item.legal)
        for position, actor in enumerate(item.actors):
            self._add(models.RequirementActor, position=position, requirement_id=key, actor_id=self._actors[actor])
        closing = item.closing
        for number, group in enumerate(proofs_of(closing.kind, sensitive=item.sensitive, product=closing.product)):
            for kind in sorted(group):
                self._add(models.ClosingProof, requirement_id=key, group_number=number, evidence_kind=kind.value)
        return key

    def _item(self, key: str) -> int:
        known = self.item_ids.get(key)
        if known is None:
            known = self.item_ids[key] = self._take(models.Item)
            self.rows[models.Item].append({"id": known, "key": key})
        return known

    def _due(self, item: s.ItemShape) -> dict[str, Any]:
        due = item.due
        starts = getattr(due, "from_", None) or getattr(due, "event", None)
        return {
            "due_kind": getattr(due, "kind", None),
            "due_on": getattr(due, "on", None) or getattr(due, "first_on", None),
            "due_printed_on": getattr(due, "as_printed", None),
            "due_anchor": getattr(due, "anchor", None),
            "due_every": getattr(due, "every", None),
            "due_day": getattr(due, "day", None),
            "due_within": getattr(due, "within", None),
            "due_from_id": self._text(starts),
            "due_note_id": self._text(getattr(due, "note", None)),
        }

    def _needed_by(self, item: s.ItemShape) -> dict[str, Any]:
        applies_from: date = self._catalogue.head.applies_from
        needed = law.needed_by(item, self._shapes, applies_from)
        return {
            "needed_by": needed.day,
            "needed_by_kind": needed.kind.value,
            "needed_by_anchor": needed.anchor,
            "is_later_duty": needed.day > applies_from,
        }

    # --- what follows ----------------------------------------------------------------------------------------

    def _duties(self) -> None:
        statements = {(entry.country, entry.act): entry for entry in self._catalogue.participation}
        participations = law.Participations(self._shapes, statements)
        countries = [country.code for country in self._catalogue.countries]
        for item in _items_of(self._catalogue.blocks):
            common = {"requirement_id": self.requirements[item.item], "item_id": self.item_ids[item.item]}
            if item.level is Level.EU:
                self._add(models.Duty, owner=EU, standing=law.BOUND.standing.value, basis_id=None, **common)
                continue
            for country in countries:
                binding = participations.binding(item, country)
                said = binding.statement
                self._add(
                    models.Duty,
                    owner=country,
                    standing=binding.standing.value,
                    basis_id=self._basis[said.country, said.act] if said else None,
                    **common,
                )

    def _beside(self, blocks: Mapping[str, int]) -> None:
        for position, empowerment in enumerate(self._catalogue.empowerments):
            self._add(
                models.Empowerment,
                position=position,
                code=empowerment.code,
                act_id=self._acts[empowerment.act],
                article=empowerment.article,
                kind=empowerment.kind,
                adopted_by_id=self._actors[empowerment.adopted_by] if empowerment.adopted_by else None,
                subject_id=self._phrase(empowerment.subject),
                status_id=self._text(empowerment.status),
                adopted_as=empowerment.adopted_as,
            )
        for position, linkage in enumerate(self._catalogue.linkages):
            self._add(
                models.Linkage,
                position=position,
                from_id=blocks[linkage.from_],
                to_id=blocks[linkage.to],
                reason_id=self._phrase(linkage.reason),
            )
        for position, deadline in enumerate(self._catalogue.deadlines):
            key = self._add(
                models.Deadline,
                position=position,
                due_on=deadline.on,
                title_id=self._phrase(deadline.title),
                kind=deadline.kind,
                done_on=deadline.done_on,
                done_id=self._text(deadline.done),
            )
            self._references(models.DeadlineReference, "deadline_id", key, deadline.legal)
        self.add_cycle()
        self.add_findings()
        self.add_support_and_terms()


def _items_of(nodes: Iterable[Any]) -> Iterable[s.ItemShape]:
    """The items under nodes, in their order."""
    waiting = list(reversed(list(nodes)))
    while waiting:
        node = waiting.pop()
        children = getattr(node, "children", None)
        if children is None:
            yield node
        else:
            waiting += reversed(children)
