"""A release read from its tables, one SELECT a table, and put together as one view."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from app.catalogue import models, views
from app.catalogue import states as st
from app.catalogue.article_ranges import number_of
from app.catalogue.rows_around import JOINED_ARTICLES, JOINED_NAMES
from app.core.db import Base

CELEX_ADDRESS = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:"

Rows = list[Row[Any]]


def build_view(session: Session, release_id: int) -> views.CatalogueView:
    """Read a release whole, with about forty statements."""
    return _Assembly(session, release_id).view()


def _address(celex: str | None) -> str | None:
    return f"{CELEX_ADDRESS}{celex}" if celex else None


def _parts(joined: str, by: str) -> tuple[str, ...]:
    return tuple(joined.split(by)) if joined else ()


class _Assembly:
    def __init__(self, session: Session, release_id: int) -> None:
        self.session = session
        self.release_id = release_id
        self.texts = self._texts()
        self.acts = self._acts()
        self.act_codes = {row.id: row.code for row in self.act_rows}
        self.articles = self._articles()
        self.actors = {row.id: row for row in self.rows(models.CatalogueActor)}
        self.funds = {row.id: row for row in self.rows(models.Fund)}
        self.countries = {row.id: row for row in self.rows(models.Country)}
        self.sources = {row.id: row for row in self.rows(models.Source)}
        self.conditions = {row.id: row for row in self.rows(models.Condition)}
        self.workstreams = {row.id: row for row in self.rows(models.Workstream)}
        self.nodes = self.rows(models.Node)

    def rows(self, model: type[Base]) -> Rows:
        """A table's rows of this release, in their order."""
        columns = model.__table__.c
        wanted = select(model.__table__).where(columns.release_id == self.release_id)
        order = [columns.position, columns.id] if "position" in columns else [columns.id]
        return list(self.session.execute(wanted.order_by(*order)))

    def grouped(self, model: type[Base], by: str) -> Mapping[int, Rows]:
        """The same, by the key of what they belong to."""
        found: defaultdict[int, Rows] = defaultdict(list)
        for row in self.rows(model):
            found[getattr(row, by)].append(row)
        return found

    def _texts(self) -> dict[int, views.Text]:
        phrase, words = models.Phrase, models.PhraseText
        wanted = (
            select(words.phrase_id, words.language, words.text)
            .join(phrase, phrase.id == words.phrase_id)
            .where(phrase.release_id == self.release_id)
        )
        found: defaultdict[int, dict[str, str]] = defaultdict(dict)
        for phrase_id, language, text in self.session.execute(wanted):
            found[phrase_id][language] = text
        return {phrase_id: views.Text(by_language) for phrase_id, by_language in found.items()}

    def text(self, phrase_id: int | None) -> views.Text | None:
        return None if phrase_id is None else self.texts[phrase_id]

    # --- the law ---------------------------------------------------------------------------------------------

    def _acts(self) -> dict[str, views.ActView]:
        self.act_rows = self.rows(models.Act)
        exceptions = self.grouped(models.ActException, "act_id")
        codes = {row.id: row.code for row in self.act_rows}
        return {
            row.code: views.ActView(
                code=row.code,
                celex=row.celex,
                number=row.number,
                group=st.ActGroup(row.act_group),
                kind=st.ActKind(row.kind),
                title=self.texts[row.title_id],
                subject=self.text(row.subject_id),
                published_on=row.published_on,
                in_force_on=row.in_force_on,
                applies_from=row.applies_from,
                applies_from_printed=row.applies_from_printed,
                exceptions=tuple(
                    views.ExceptionView(_parts(e.articles, JOINED_ARTICLES), e.applies_from)
                    for e in exceptions.get(row.id, ())
                ),
                parent=codes.get(row.parent_id),
                confidence=st.Confidence(row.confidence),
                note=self.text(row.note_id),
                url=_address(row.celex),
            )
            for row in self.act_rows
        }

    def _articles(self) -> dict[tuple[str, str], views.ArticleView]:
        found = {}
        for row in self.rows(models.Article):
            act = self.act_codes[row.act_id]
            found[act, row.number] = views.ArticleView(act, row.number, self.texts[row.heading_id], row.paragraphs)
        return found

    def legal(self, rows: Iterable[Row[Any]]) -> tuple[views.LegalView, ...]:
        return tuple(self.reference(row.act_id, row.article) for row in rows)

    def reference(self, act_id: int, article: str) -> views.LegalView:
        act = self.act_codes[act_id]
        number = number_of(article)
        stands_in = self.articles.get((act, number)) if number is not None else None
        return views.LegalView(act, article, stands_in.heading if stands_in else None, self.acts[act].url)

    # --- countries and conditions ----------------------------------------------------------------------------

    def country_views(self) -> dict[str, views.CountryView]:
        return {
            row.code: views.CountryView(
                code=row.code,
                iso2=row.iso2,
                iso3=row.iso3,
                position=row.position,
                title=self.texts[row.title_id],
                native=_parts(row.native, JOINED_NAMES),
                schengen=row.schengen,
                has_external_land_border=row.has_external_land_border,
                has_sea_border=row.has_sea_border,
                has_air_border=row.has_air_border,
                neighbours=_parts(row.neighbours, JOINED_NAMES),
                border_note=self.text(row.border_note_id),
            )
            for row in self.countries.values()
        }

    def participation_views(self) -> dict[tuple[str, str], views.ParticipationView]:
        found = {}
        for row in self.rows(models.Participation):
            country, act = self.countries[row.country_id].code, self.act_codes[row.act_id]
            found[country, act] = views.ParticipationView(
                country=country,
                act=act,
                bound=st.Bound(row.bound),
                articles=_parts(row.articles, JOINED_ARTICLES),
                basis=self.texts[row.basis_id],
                confidence=st.Confidence(row.confidence),
                source=self.source(row.source_id),
            )
        return found

    def source(self, source_id: int | None) -> str | None:
        return None if source_id is None else str(self.sources[source_id].code)

    def condition_views(self) -> dict[str, views.ConditionView]:
        legal = self.grouped(models.ConditionReference, "condition_id")
        holds = self.grouped(models.ConditionHolds, "condition_id")
        return {
            row.key: views.ConditionView(
                key=row.key,
                title=self.texts[row.title_id],
                description=self.text(row.description_id),
                legal=self.legal(legal.get(row.id, ())),
                otherwise=st.Holds(row.otherwise),
                holds=tuple(
                    views.HoldsView(
                        country=self.countries[held.country_id].code,
                        holds=st.Holds(held.holds),
                        valid_from=held.valid_from,
                        valid_until=held.valid_until,
                        basis=self.text(held.basis_id),
                        source=self.source(held.source_id),
                    )
                    for held in holds.get(row.id, ())
                ),
            )
            for row in self.conditions.values()
        }

    def workstream_views(self) -> dict[str, views.WorkstreamView]:
        steps = self.grouped(models.LadderStep, "workstream_id")
        return {
            row.key: views.WorkstreamView(
                key=row.key,
                title=self.texts[row.title_id],
                measured_by=st.Measure(row.measured_by),
                ladder=tuple(
                    views.LadderStepView(step.key, self.texts[step.title_id], step.value)
                    for step in steps.get(row.id, ())
                ),
            )
            for row in self.workstreams.values()
        }

    # --- blocks and items ------------------------------------------------------------------------------------

    def item_views(self) -> dict[int, views.ItemView]:
        """Items by the key of their node, in order."""
        requirements = {row.node_id: row for row in self.rows(models.Requirement)}
        parents = {node.id: node for node in self.nodes}
        keys = {row.id: parents[row.node_id].key for row in requirements.values()}
        order = {row.id: parents[row.node_id].position for row in requirements.values()}
        depends_on, needed_for = defaultdict(list), defaultdict(list)
        for row in self.rows(models.Dependency):
            depends_on[row.requirement_id].append(row.on_requirement_id)
            needed_for[row.on_requirement_id].append(row.requirement_id)
        actors = self.grouped(models.RequirementActor, "requirement_id")
        legal = self.grouped(models.LegalReference, "requirement_id")
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
                legal=self.legal(legal.get(row.id, ())),
                depends_on=tuple(keys[other] for other in depends_on.get(row.id, ())),
                needed_for=tuple(keys[other] for other in waiting),
            )
        return found

    def item_view(self, node: Row[Any], row: Row[Any], **around: Any) -> views.ItemView:
        closing = st.ClosingKind(row.closing_kind)
        outcome = self.text(row.outcome_id)
        return views.ItemView(
            item_id=row.item_id,
            requirement_id=row.id,
            key=node.key,
            origin=row.origin,
            level=st.Level(row.level),
            title=self.texts[node.title_id],
            description=self.text(node.description_id),
            workstream=self.workstreams[row.workstream_id].key,
            obligation=st.Obligation(row.obligation),
            condition=self.conditions[row.condition_id].key if row.condition_id is not None else None,
            nature=st.Nature(row.nature),
            due=self.due_view(row),
            needed_by=row.needed_by,
            needed_by_kind=st.NeededByKind(row.needed_by_kind),
            needed_by_anchor=row.needed_by_anchor,
            is_later_duty=row.is_later_duty,
            is_key=row.is_key,
            closing_kind=closing,
            closing_text=self.texts[row.closing_text_id],
            closing_unit=self.text(row.closing_unit_id),
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
            starts_from=self.text(row.due_from_id),
            note=self.text(row.due_note_id),
        )

    def read_proofs(self) -> None:
        groups: defaultdict[int, defaultdict[int, set[st.EvidenceKind]]] = defaultdict(lambda: defaultdict(set))
        for row in self.rows(models.ClosingProof):
            groups[row.requirement_id][row.group_number].add(st.EvidenceKind(row.evidence_kind))
        self.proofs = {
            requirement: tuple(frozenset(kinds) for _, kinds in sorted(numbered.items()))
            for requirement, numbered in groups.items()
        }

    def block_views(self, items: Mapping[int, views.ItemView]) -> dict[str, views.BlockView]:
        objectives = self.grouped(models.BlockObjective, "block_id")
        acts = self.grouped(models.BlockAct, "block_id")
        funds = self.grouped(models.BlockFund, "block_id")
        children: defaultdict[int, list[views.SectionView | views.ItemView]] = defaultdict(list)
        # Depth first order read backwards: what stands below a node is complete before the node is made.
        for node in reversed(self.nodes):
            if node.kind == st.NodeKind.ITEM.value:
                children[node.parent_id].append(items[node.id])
            elif node.kind == st.NodeKind.SECTION.value:
                below = tuple(reversed(children[node.id]))
                section = views.SectionView(node.key, self.texts[node.title_id], self.text(node.description_id), below)
                children[node.parent_id].append(section)
        flat: defaultdict[str, list[views.ItemView]] = defaultdict(list)
        for item in items.values():
            flat[item.block_key].append(item)
        return {
            node.key: views.BlockView(
                key=node.key,
                code=node.code,
                node_id=node.id,
                title=self.texts[node.title_id],
                description=self.text(node.description_id),
                is_in_sum=node.is_in_sum,
                objectives=tuple(self.texts[row.text_id] for row in objectives.get(node.id, ())),
                acts=tuple(self.act_codes[row.act_id] for row in acts.get(node.id, ())),
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
        wanted = select(*columns).where(duty.release_id == self.release_id)
        made: dict[tuple[str, int | None], views.DutyView] = {}
        found = {}
        for owner, item_id, standing, basis_id in self.session.execute(wanted.order_by(duty.id)):
            view = made.get((standing, basis_id))
            if view is None:
                view = made[standing, basis_id] = views.DutyView(st.Standing(standing), self.text(basis_id))
            found[owner, item_id] = view
        return found

    # --- beside ----------------------------------------------------------------------------------------------

    def beside(self) -> dict[str, Any]:
        blocks = {node.id: node.key for node in self.nodes}
        texts = self.texts
        return {
            "documents": tuple(
                views.DocumentView(row.reference, row.celex, row.dated_on, self.text(row.note_id), _address(row.celex))
                for row in self.rows(models.Document)
            ),
            "plan_sections": tuple(
                views.PlanSectionView(row.key, texts[row.title_id], self.text(row.hint_id))
                for row in self.rows(models.PlanSection)
            ),
            "sources": {r.code: views.SourceView(r.code, r.title, r.url, r.seen) for r in self.sources.values()},
            "actors": {
                row.code: views.ActorView(
                    row.code, texts[row.title_id], st.ActorGroup(row.actor_group), self.text(row.role_id)
                )
                for row in self.actors.values()
            },
            "funds": {
                row.code: views.FundView(
                    row.code, texts[row.title_id], self.act_codes.get(row.act_id), self.text(row.note_id)
                )
                for row in self.funds.values()
            },
            "empowerments": self.empowerments(),
            "linkages": tuple(
                views.LinkageView(blocks[row.from_id], blocks[row.to_id], texts[row.reason_id])
                for row in self.rows(models.Linkage)
            ),
            "deadlines": self.deadlines(),
            "cycle": self.cycle(),
            "measures": tuple(
                views.MeasureView(row.key, row.position, texts[row.title_id], self.text(row.description_id))
                for row in self.rows(models.SupportMeasure)
            ),
            "themes": tuple(
                views.ThemeView(row.key, row.position, texts[row.title_id]) for row in self.rows(models.SupportTheme)
            ),
            "terms": self.terms(),
        }

    def empowerments(self) -> tuple[views.EmpowermentView, ...]:
        return tuple(
            views.EmpowermentView(
                code=row.code,
                legal=self.reference(row.act_id, row.article),
                kind=row.kind,
                adopted_by=self.actors[row.adopted_by_id].code if row.adopted_by_id is not None else None,
                subject=self.texts[row.subject_id],
                status=self.text(row.status_id),
                adopted_as=row.adopted_as,
            )
            for row in self.rows(models.Empowerment)
        )

    def deadlines(self) -> tuple[views.DeadlineView, ...]:
        legal = self.grouped(models.DeadlineReference, "deadline_id")
        return tuple(
            views.DeadlineView(
                on=row.due_on,
                title=self.texts[row.title_id],
                kind=row.kind,
                legal=self.legal(legal.get(row.id, ())),
                done_on=row.done_on,
                done=self.text(row.done_id),
            )
            for row in self.rows(models.Deadline)
        )

    def cycle(self) -> tuple[views.CycleStepView, ...]:
        legal = self.grouped(models.CycleReference, "step_id")
        actors = self.grouped(models.CycleActor, "step_id")
        return tuple(
            views.CycleStepView(
                key=row.key,
                position=row.position,
                title=self.texts[row.title_id],
                when=self.texts[row.when_id],
                month_day=row.month_day,
                actors=tuple(self.actors[a.actor_id].code for a in actors.get(row.id, ())),
                legal=self.legal(legal.get(row.id, ())),
            )
            for row in self.rows(models.CycleStep)
        )

    def terms(self) -> dict[str, views.TermView]:
        rows = self.rows(models.Term)
        term, sure = models.Term, models.TermConfidence
        wanted = (
            select(sure.term_id, sure.language, sure.confidence)
            .join(term, term.id == sure.term_id)
            .where(term.release_id == self.release_id)
            .order_by(sure.term_id, sure.language)
        )
        confidence: defaultdict[int, dict[str, st.Confidence]] = defaultdict(dict)
        for term_id, language, value in self.session.execute(wanted):
            confidence[term_id][language] = st.Confidence(value)
        return {
            row.key: views.TermView(row.key, self.texts[row.title_id], dict(confidence.get(row.id, {}))) for row in rows
        }

    def view(self) -> views.CatalogueView:
        release = models.Release
        row = self.session.execute(select(release.__table__).where(release.id == self.release_id)).one()
        self.read_proofs()
        items = self.item_views()
        return views.CatalogueView(
            release_id=row.id,
            catalogue=row.catalogue,
            version=row.version,
            title=self.texts[row.title_id],
            notice=self.texts[row.notice_id],
            language=row.language,
            starts_on=row.starts_on,
            applies_from=row.applies_from,
            in_force_from=row.in_force_from,
            content_hash=row.content_hash,
            acts=self.acts,
            articles=self.articles,
            countries=self.country_views(),
            participation=self.participation_views(),
            conditions=self.condition_views(),
            workstreams=self.workstream_views(),
            blocks=self.block_views(items),
            items={item.key: item for item in items.values()},
            duties=self.duty_views(),
            **self.beside(),
        )
