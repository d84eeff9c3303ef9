"""The head and what stands beside law and blocks as it stands in its file."""

from __future__ import annotations

from typing import Any

from app.catalogue import views as v
from app.catalogue.exporting.plain import legal, said


def head(view: v.CatalogueView) -> dict[str, Any]:
    return said(
        catalogue=view.catalogue,
        version=view.version,
        title=view.title,
        notice=view.notice,
        language=view.language,
        starts_on=view.starts_on,
        applies_from=view.applies_from,
        in_force_from=view.in_force_from,
        documents=[
            said(reference=entry.reference, celex=entry.celex, date=entry.dated_on, note=entry.note)
            for entry in view.documents
        ],
        plan_sections=[said(key=entry.key, title=entry.title, hint=entry.hint) for entry in view.plan_sections],
    )


def workstreams(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        said(
            key=workstream.key,
            title=workstream.title,
            measured_by=workstream.measured_by,
            ladder=[said(key=step.key, title=step.title, value=step.value) for step in workstream.ladder],
        )
        for workstream in view.workstreams.values()
    ]


def empowerments(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        said(
            code=entry.code,
            act=entry.legal.act,
            article=entry.legal.article,
            kind=entry.kind,
            adopted_by=entry.adopted_by,
            subject=entry.subject,
            status=entry.status,
            adopted_as=entry.adopted_as,
        )
        for entry in view.empowerments
    ]


def deadlines(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        said(
            on=entry.on,
            title=entry.title,
            kind=entry.kind,
            legal=legal(entry.legal),
            done_on=entry.done_on,
            done=entry.done,
        )
        for entry in view.deadlines
    ]


def support(view: v.CatalogueView) -> dict[str, Any]:
    return {
        "measures": [
            said(key=entry.key, order=entry.position, title=entry.title, description=entry.description)
            for entry in view.measures
        ],
        "themes": [said(key=entry.key, order=entry.position, title=entry.title) for entry in view.themes],
        "calls": [_call(entry) for entry in view.calls],
    }


def _call(entry: v.CallView) -> dict[str, Any]:
    return said(
        key=entry.key,
        order=entry.position,
        kind=entry.kind,
        title=entry.title,
        aim=entry.aim,
        run_by=entry.run_by,
        opens_on=entry.opens_on,
        closes_on=entry.closes_on,
        announced_on=entry.announced_on,
        starts_on=entry.starts_on,
        ends_on=entry.ends_on,
        period=entry.period,
        note=entry.note,
        confidence=entry.confidence,
        sources=entry.sources,
        given=[
            said(
                country=given.country,
                blocks=given.blocks,
                focus=given.focus,
                outputs=given.outputs,
                note=given.note,
                beneficiaries=given.beneficiaries,
                starts_on=given.starts_on,
                ends_on=given.ends_on,
                confidence=given.confidence,
                sources=given.sources,
            )
            for given in entry.given
        ],
    )


def sources(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [said(code=entry.code, title=entry.title, url=entry.url, seen=entry.seen) for entry in view.sources.values()]


def actors(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        said(code=entry.code, title=entry.title, group=entry.group, role=entry.role) for entry in view.actors.values()
    ]


def funds(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [said(code=entry.code, title=entry.title, act=entry.act, note=entry.note) for entry in view.funds.values()]


def linkages(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [said(from_=entry.from_block, to=entry.to_block, reason=entry.reason) for entry in view.linkages]


def terms(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        said(
            key=entry.key,
            title=entry.title,
            confidence={language: sure.value for language, sure in sorted(entry.confidence.items())},
        )
        for entry in view.terms.values()
    ]
