"""What stands beside blocks and items of a release, put together."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select

from app.catalogue import models, views
from app.catalogue import states as st
from app.catalogue.queries.assembling.law import Law
from app.catalogue.queries.assembling.tables import Tables, address, parts
from app.catalogue.queries.assembling.tree import Tree
from app.catalogue.rows_around import JOINED_ARTICLES, JOINED_NAMES


class Around:
    """Documents, sources, actors, funds, dates, support and words."""

    def __init__(self, tables: Tables, law: Law, tree: Tree) -> None:
        self.tables = tables
        self.law = law
        self.tree = tree

    def beside(self) -> dict[str, Any]:
        blocks = {node.id: node.key for node in self.tree.nodes}
        texts = self.tables.texts
        return {
            "documents": tuple(
                views.DocumentView(
                    row.reference, row.celex, row.dated_on, self.tables.text(row.note_id), address(row.celex)
                )
                for row in self.tables.rows(models.Document)
            ),
            "plan_sections": tuple(
                views.PlanSectionView(row.key, texts[row.title_id], self.tables.text(row.hint_id))
                for row in self.tables.rows(models.PlanSection)
            ),
            "sources": {r.code: views.SourceView(r.code, r.title, r.url, r.seen) for r in self.law.sources.values()},
            "actors": {
                row.code: views.ActorView(
                    row.code, texts[row.title_id], st.ActorGroup(row.actor_group), self.tables.text(row.role_id)
                )
                for row in self.tree.actors.values()
            },
            "funds": {
                row.code: views.FundView(
                    row.code, texts[row.title_id], self.law.act_codes.get(row.act_id), self.tables.text(row.note_id)
                )
                for row in self.tree.funds.values()
            },
            "empowerments": self.empowerments(),
            "linkages": tuple(
                views.LinkageView(blocks[row.from_id], blocks[row.to_id], texts[row.reason_id])
                for row in self.tables.rows(models.Linkage)
            ),
            "deadlines": self.deadlines(),
            "measures": tuple(
                views.MeasureView(row.key, row.position, texts[row.title_id], self.tables.text(row.description_id))
                for row in self.tables.rows(models.SupportMeasure)
            ),
            "themes": tuple(
                views.ThemeView(row.key, row.position, texts[row.title_id])
                for row in self.tables.rows(models.SupportTheme)
            ),
            "calls": self.calls(),
            "allocations": self.allocations(),
            "guidance": self.guidance(),
            "terms": self.terms(),
        }

    def calls(self) -> tuple[views.CallView, ...]:
        given, text = self._given(), self.tables.text
        return tuple(
            views.CallView(
                key=row.key,
                position=row.position,
                kind=st.CallKind(row.kind),
                title=self.tables.texts[row.title_id],
                aim=text(row.aim_id),
                run_by=row.run_by,
                opens_on=row.opens_on,
                closes_on=row.closes_on,
                announced_on=row.announced_on,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                period=text(row.period_id),
                note=text(row.note_id),
                confidence=st.Confidence(row.confidence),
                sources=parts(row.sources, JOINED_NAMES),
                given=tuple(given[row.id]),
            )
            for row in self.tables.rows(models.SupportCall)
        )

    def allocations(self) -> tuple[views.AllocationView, ...]:
        return tuple(
            views.AllocationView(
                key=row.key,
                position=row.position,
                title=self.tables.texts[row.title_id],
                by=row.by,
                country=self.law.country_rows[row.country_id].code if row.country_id is not None else None,
                funds=parts(row.funds, JOINED_ARTICLES),
                blocks=parts(row.blocks, JOINED_ARTICLES),
                money=row.money,
                said_on=row.said_on,
                period=row.period,
                note=self.tables.text(row.note_id),
                sources=parts(row.sources, JOINED_NAMES),
                confidence=st.Confidence(row.confidence),
            )
            for row in self.tables.rows(models.PublicAllocation)
        )

    def guidance(self) -> tuple[views.GuidanceView, ...]:
        return tuple(
            views.GuidanceView(
                key=row.key,
                position=row.position,
                kind=st.GuidanceKind(row.kind),
                title=self.tables.texts[row.title_id],
                by=parts(row.by, JOINED_ARTICLES),
                said_on=row.said_on,
                period=row.period,
                url=row.url,
                blocks=parts(row.blocks, JOINED_ARTICLES),
                items=parts(row.items, JOINED_ARTICLES),
                note=self.tables.text(row.note_id),
                sources=parts(row.sources, JOINED_NAMES),
                confidence=st.Confidence(row.confidence),
            )
            for row in self.tables.rows(models.GuidanceEntry)
        )

    def _given(self) -> defaultdict[int, list[views.GivenView]]:
        """By call."""
        found: defaultdict[int, list[views.GivenView]] = defaultdict(list)
        for row in self.tables.rows(models.SupportGiven):
            found[row.call_id].append(
                views.GivenView(
                    country=self.law.country_rows[row.country_id].code,
                    blocks=parts(row.blocks, JOINED_ARTICLES),
                    focus=self.tables.text(row.focus_id),
                    outputs=self.tables.text(row.outputs_id),
                    note=self.tables.text(row.note_id),
                    beneficiaries=parts(row.beneficiaries, JOINED_NAMES),
                    starts_on=row.starts_on,
                    ends_on=row.ends_on,
                    confidence=st.Confidence(row.confidence),
                    sources=parts(row.sources, JOINED_NAMES),
                )
            )
        return found

    def empowerments(self) -> tuple[views.EmpowermentView, ...]:
        return tuple(
            views.EmpowermentView(
                code=row.code,
                legal=self.law.reference(row.act_id, row.article),
                kind=row.kind,
                adopted_by=self.tree.actors[row.adopted_by_id].code if row.adopted_by_id is not None else None,
                subject=self.tables.texts[row.subject_id],
                status=self.tables.text(row.status_id),
                adopted_as=row.adopted_as,
            )
            for row in self.tables.rows(models.Empowerment)
        )

    def deadlines(self) -> tuple[views.DeadlineView, ...]:
        legal = self.tables.grouped(models.DeadlineReference, "deadline_id")
        return tuple(
            views.DeadlineView(
                on=row.due_on,
                title=self.tables.texts[row.title_id],
                kind=row.kind,
                legal=self.law.legal(legal.get(row.id, ())),
                done_on=row.done_on,
                done=self.tables.text(row.done_id),
            )
            for row in self.tables.rows(models.Deadline)
        )

    def terms(self) -> dict[str, views.TermView]:
        rows = self.tables.rows(models.Term)
        term, sure = models.Term, models.TermConfidence
        wanted = (
            select(sure.term_id, sure.language, sure.confidence)
            .join(term, term.id == sure.term_id)
            .where(term.release_id == self.tables.release_id)
            .order_by(sure.term_id, sure.language)
        )
        confidence: defaultdict[int, dict[str, st.Confidence]] = defaultdict(dict)
        for term_id, language, value in self.tables.session.execute(wanted):
            confidence[term_id][language] = st.Confidence(value)
        return {
            row.key: views.TermView(row.key, self.tables.texts[row.title_id], dict(confidence.get(row.id, {})))
            for row in rows
        }
