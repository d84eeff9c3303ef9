"""The rows of a release, made in memory in one pass: every key is given here, nothing is asked of a database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from app.catalogue import law, models
from app.catalogue.states import Level, NodeKind, proofs_of
from app.core.db import Base

if TYPE_CHECKING:
    from app.catalogue.reading import CatalogueFile
    from app.catalogue.reading import shapes as s

JOINED_NAMES = " / "
JOINED_ARTICLES = ", "
EU = "EU"
DEFAULT_LEAD_TIME_DAYS = 60


class ReleaseRows:
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
        self.rows: dict[type[Base], list[dict[str, Any]]] = defaultdict(list)
        self.item_ids = dict(item_ids)
        self._next = dict(first_keys)
        self._catalogue = catalogue
        self._sources: dict[str, int] = {}
        self._acts: dict[str, int] = {}
        self._actors: dict[str, int] = {}
        self._funds: dict[str, int] = {}
        self._countries: dict[str, int] = {}
        self._conditions: dict[str, int] = {}
        self._workstreams: dict[str, int] = {}
        self.requirements: dict[str, int] = {}
        self._basis: dict[tuple[str, str], int] = {}
        self._position = 0
        self.release_id = self._take(models.Release)
        self._release(loaded_at)
        self._law()
        self._people_and_money()
        self._countries_and_conditions()
        self._work()
        blocks = self._tree()
        self._duties()
        self._beside(blocks)

    def _take(self, model: type[Base]) -> int:
        table = model.__tablename__
        key = self._next[table]
        self._next[table] = key + 1
        return key

    def _add(self, model: type[Base], **values: Any) -> int:
        key = self._take(model)
        self.rows[model].append({"id": key, "release_id": self.release_id, **values})
        return key

    def _text(self, text: Mapping[str, str] | None) -> int | None:
        return None if text is None else self._phrase(text)

    def _phrase(self, text: Mapping[str, str]) -> int:
        key = self._add(models.Phrase)
        self.rows[models.PhraseText] += [
            {"phrase_id": key, "language": language, "text": words} for language, words in text.items()
        ]
        return key

    def _references(self, model: type[Base], owner: str, owner_id: int, references: Iterable[s.Reference]) -> None:
        for position, reference in enumerate(references):
            self._add(
                model,
                **{owner: owner_id},
                position=position,
                act_id=self._acts[reference.act],
                article=reference.article,
            )

    # --- the head --------------------------------------------------------------------------------------------

    def _release(self, loaded_at: datetime) -> None:
        head = self._catalogue.head
        release = {
            "id": self.release_id,
            "catalogue": head.catalogue,
            "version": head.version,
            "language": head.language,
            "starts_on": head.starts_on,
            "applies_from": head.applies_from,
            "in_force_from": head.in_force_from,
            "content_hash": self._catalogue.content_hash,
            "loaded_at": loaded_at,
        }
        self.rows[models.Release].append(release)
        release["title_id"] = self._phrase(head.title)
        release["notice_id"] = self._phrase(head.notice)
        for position, document in enumerate(head.documents):
            self._add(
                models.Document,
                position=position,
                reference=document.reference,
                celex=document.celex,
                dated_on=document.date,
                note_id=self._text(document.note),
            )
        for position, section in enumerate(head.plan_sections):
            self._add(
                models.PlanSection,
                position=position,
                key=section.key,
                title_id=self._phrase(section.title),
                hint_id=self._text(section.hint),
            )
        for position, source in enumerate(self._catalogue.sources):
            self._sources[source.code] = self._add(
                models.Source,
                position=position,
                code=source.code,
                title=source.title,
                url=source.url,
                seen=source.seen,
            )

    # --- the law and those in it -----------------------------------------------------------------------------

    def _law(self) -> None:
        acts = self._catalogue.acts
        for act in acts:
            self._acts[act.code] = self._take(models.Act)
        for position, act in enumerate(acts):
            self._act(position, act)
        # A child refers to its parent, which must be there first.
        depth = _depths({act.code: act.parent for act in acts})
        codes = {key: code for code, key in self._acts.items()}
        self.rows[models.Act].sort(key=lambda row: depth[codes[row["id"]]])
        for position, article in enumerate(self._catalogue.articles):
            self._add(
                models.Article,
                position=position,
                act_id=self._acts[article.act],
                number=article.number,
                heading_id=self._phrase(article.heading),
                paragraphs=article.paragraphs,
            )

    def _act(self, position: int, act: s.ActShape) -> None:
        key = self._acts[act.code]
        row = {
            "id": key,
            "release_id": self.release_id,
            "position": position,
            "code": act.code,
            "celex": act.celex,
            "number": act.number,
            "act_group": act.group.value,
            "kind": act.kind.value,
            "title_id": self._phrase(act.title),
            "subject_id": self._text(act.subject),
            "published_on": act.published_on,
            "in_force_on": act.in_force_on,
            "applies_from": act.applies_from,
            "applies_from_printed": act.applies_from_printed,
            "parent_id": self._acts[act.parent] if act.parent else None,
            "confidence": act.confidence.value,
            "note_id": self._text(act.note),
        }
        self.rows[models.Act].append(row)
        for number, exception in enumerate(act.exceptions):
            self._add(
                models.ActException,
                position=number,
                act_id=key,
                articles=JOINED_ARTICLES.join(exception.articles),
                applies_from=exception.from_,
            )

    def _people_and_money(self) -> None:
        for position, actor in enumerate(self._catalogue.actors):
            self._actors[actor.code] = self._add(
                models.CatalogueActor,
                position=position,
                code=actor.code,
                title_id=self._phrase(actor.title),
                actor_group=actor.group.value,
                role_id=self._text(actor.role),
            )
        for position, fund in enumerate(self._catalogue.funds):
            self._funds[fund.code] = self._add(
                models.Fund,
                position=position,
                code=fund.code,
                title_id=self._phrase(fund.title),
                act_id=self._acts[fund.act] if fund.act else None,
                note_id=self._text(fund.note),
            )

    def _countries_and_conditions(self) -> None:
        for country in self._catalogue.countries:
            borders = country.borders
            self._countries[country.code] = self._add(
                models.Country,
                position=country.order,
                code=country.code,
                iso2=country.iso2,
                iso3=country.iso3,
                title_id=self._phrase(country.title),
                native=JOINED_NAMES.join(country.native),
                schengen=country.schengen,
                has_external_land_border=borders.external_land,
                has_sea_border=borders.sea,
                has_air_border=borders.air,
                neighbours=JOINED_NAMES.join(borders.neighbours),
                border_note_id=self._text(borders.note),
            )
        for position, statement in enumerate(self._catalogue.participation):
            basis = self._basis[statement.country, statement.act] = self._phrase(statement.basis)
            self._add(
                models.Participation,
                position=position,
                country_id=self._countries[statement.country],
                act_id=self._acts[statement.act],
                bound=statement.bound.value,
                articles=JOINED_ARTICLES.join(statement.articles),
                basis_id=basis,
                confidence=statement.confidence.value,
                source_id=self._sources[statement.source] if statement.source else None,
            )
        for position, condition in enumerate(self._catalogue.conditions):
            self._condition(position, condition)

    def _condition(self, position: int, condition: s.ConditionShape) -> None:
        key = self._conditions[condition.key] = self._add(
            models.Condition,
            position=position,
            key=condition.key,
            title_id=self._phrase(condition.title),
            description_id=self._text(condition.description),
            otherwise=condition.otherwise.value,
        )
        self._references(models.ConditionReference, "condition_id", key, condition.legal)
        for number, held in enumerate(condition.holds):
            self._add(
                models.ConditionHolds,
                position=number,
                condition_id=key,
                country_id=self._countries[held.country],
                holds=held.holds.value,
                valid_from=held.from_,
                valid_until=held.until,
                basis_id=self._text(held.basis),
                source_id=self._sources[held.source] if held.source else None,
            )

    def _work(self) -> None:
        for position, workstream in enumerate(self._catalogue.workstreams):
            key = self._workstreams[workstream.key] = self._add(
                models.Workstream,
                position=position,
                key=workstream.key,
                title_id=self._phrase(workstream.title),
                measured_by=workstream.measured_by.value,
            )
            for number, step in enumerate(workstream.ladder):
                self._add(
                    models.LadderStep,
                    position=number,
                    workstream_id=key,
                    key=step.key,
                    title_id=self._phrase(step.title),
                    value=step.value,
                )

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
        for number, group in enumerate(proofs_of(item.closing.kind, sensitive=item.sensitive)):
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
        needed = law.needed_by(item, self._act_shapes(), applies_from)
        return {
            "needed_by": needed.day,
            "needed_by_kind": needed.kind.value,
            "needed_by_anchor": needed.anchor,
            "is_later_duty": needed.day > applies_from,
        }

    def _act_shapes(self) -> dict[str, s.ActShape]:
        if not hasattr(self, "_shapes"):
            self._shapes = {act.code: act for act in self._catalogue.acts}
        return self._shapes

    # --- what follows ----------------------------------------------------------------------------------------

    def _duties(self) -> None:
        statements = {(entry.country, entry.act): entry for entry in self._catalogue.participation}
        participations = law.Participations(self._act_shapes(), statements)
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
        self._cycle()
        self._support_and_terms()

    def _cycle(self) -> None:
        for step in self._catalogue.cycle:
            key = self._add(
                models.CycleStep,
                position=step.order,
                key=step.key,
                title_id=self._phrase(step.title),
                when_id=self._phrase(step.when),
                month_day=step.month_day,
            )
            for number, actor in enumerate(step.actors):
                self._add(models.CycleActor, position=number, step_id=key, actor_id=self._actors[actor])
            self._references(models.CycleReference, "step_id", key, step.legal)

    def _support_and_terms(self) -> None:
        for measure in self._catalogue.measures:
            self._add(
                models.SupportMeasure,
                position=measure.order,
                key=measure.key,
                title_id=self._phrase(measure.title),
                description_id=self._text(measure.description),
            )
        for theme in self._catalogue.themes:
            self._add(models.SupportTheme, position=theme.order, key=theme.key, title_id=self._phrase(theme.title))
        for position, term in enumerate(self._catalogue.terms):
            key = self._add(models.Term, position=position, key=term.key, title_id=self._phrase(term.title))
            self.rows[models.TermConfidence] += [
                {"term_id": key, "language": language, "confidence": confidence.value}
                for language, confidence in term.confidence.items()
            ]


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


def _depths(parents: Mapping[str, str | None]) -> dict[str, int]:
    """How many parents stand above each; the reader has refused circles."""
    depths: dict[str, int] = {}
    for code in parents:
        depth, above = 0, parents[code]
        while above is not None:
            depth, above = depth + 1, parents[above]
        depths[code] = depth
    return depths
