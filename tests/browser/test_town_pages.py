"""Every page of every role: no fault of accessibility, no page wider than its window, no other host, and paper too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import chain
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM
from app.accounts.models import Grant, User
from app.accounts.services import create_user, disable_user, make_link
from app.accounts.states import Role, TokenPurpose
from app.catalogue.queries import view_in_force
from app.catalogue.views import CatalogueView
from app.comments.models import Comment, Consultation
from app.core import clock
from app.desk.models import Ask
from app.exchange.book.content import Selection
from app.exchange.book.xlsx import xlsx_of
from app.exchange.services.exporting import Tongue, make_book
from app.exchange.services.importing import Received, examined_file, read_file, receive
from app.exchange.services.starting import begin
from app.fiches.models import Fiche
from app.flags.models import Flag
from app.http.context import services
from app.meetings.models import Action
from app.plans.models import Evidence, Milestone, Plan
from app.plans.services.milestones import update_milestone
from app.plans.states import Measure
from app.practices.models import Adoption, Practice
from app.readiness.cache import ReadingCache
from app.review.models import Submission
from app.support.deliverables.models import Deliverable, DeliverableFile, DeliverableVersion
from app.support.models import SupportProject, SupportRequest, SupportSuggestion
from app.support.states import State
from tests.browser.conftest import WIDTHS, Town, Watch, axe, fits
from tests.browser.town import CELL, PEOPLE, TRANSPOSED
from tests.exchange.copies import Copy
from tests.exchange.lists import ROWS, saved
from tests.guards.told_statements import stated_item
from tests.web.browsing import keep, writing

HOME = "/countries/IE"
ITEM = f"{HOME}/items/{TRANSPOSED}"

PAGES: Mapping[str, tuple[str, ...]] = {
    "nobody": ("/login", "/method", "/accessibility", "/privacy", "/invitation/{secret}"),
    "coordinator to read": ("/", "/countries", HOME, f"{CELL}?open=all", f"{CELL}/why", f"{CELL}/prose"),
    "coordinator at the list": (f"{HOME}/milestones", f"{HOME}/milestones?stage=open&sort=due"),
    "coordinator to plan": (f"{HOME}/gantt", f"{CELL}/gantt", f"{CELL}/gantt?zoom=quarter", f"{HOME}/funding"),
    "coordinator to derive": (f"{HOME}/brief", f"{HOME}/since?from=2026-01-01", f"{HOME}/why", "/why", "/why?block=3"),
    "coordinator to look up": (f"{HOME}/history", "/blocks", "/blocks/3", "/gaps", "/search?q=reception", "/account"),
    "coordinator to write": (
        f"{HOME}/share",
        f"{HOME}/share/row",
        f"{HOME}/authorities",
        f"{HOME}/people",
        f"{HOME}/people/invite",
        f"{HOME}/people/{{grant}}/deputy",
        f"{HOME}/authorities/{{authority}}/ask",
        f"{HOME}/asks/{{ask}}",
        f"{HOME}?needs=due",
        f"{HOME}/milestones/{{reference}}",
        f"{HOME}/milestones/{{reference}}/edit",
        f"{HOME}/milestones/{{reference}}/predecessors/choose?q=adopted",
        f"{HOME}/milestones/{{target}}/parts",
        f"{HOME}/evidence/{{evidence}}",
        f"{HOME}/files/1/take-back",
        f"{HOME}/files/1/preview",
    ),
    "coordinator to add": (
        f"{ITEM}/edit",
        f"{ITEM}/evidence/attach",
        f"{ITEM}/milestones/add",
        f"{ITEM}/milestones/ready",
        f"{ITEM}/order",
        f"{ITEM}/gaps/past-legal-date/note",
        f"{HOME}/milestones/{{reference}}/split",
        f"{HOME}/milestones/{{reference}}/move",
        f"{CELL}/prose/{{section}}",
    ),
    "coordinator who talks": (
        f"{HOME}/milestones/{{reference}}/comments",
        f"{HOME}/milestones/{{reference}}/comments?answer={{comment}}",
        f"{ITEM}/comments",
        f"{HOME}/comments/{{comment}}/edit",
        "/account/mentions",
        "/notices",
    ),
    "coordinator who consults": (
        f"{HOME}/consultations",
        f"{HOME}/consultations/record",
        f"{HOME}/consultations/{{consultation}}",
    ),
    "coordinator of workbooks": (f"{HOME}/workbook", f"{HOME}/workbook?blocks=3", f"{HOME}/workbook/imports/{{file}}"),
    "coordinator of spreadsheets": (f"{HOME}/spreadsheets", f"{HOME}/spreadsheets/{{list}}"),
    "coordinator who submits": (
        f"{HOME}/submit",
        f"{HOME}/submissions",
        f"{HOME}/submissions/{{submission}}",
        f"{HOME}/submissions/{{submission}}/document/preview",
        f"{HOME}/compare?from={{submission}}&to=today",
        "/verify/{seal}",
        "/rounds",
    ),
    "coordinator of the law": (
        "/catalogue",
        "/catalogue/acts",
        "/catalogue/acts/RCD",
        "/catalogue/deadlines",
        f"/items/{TRANSPOSED}",
    ),
    "coordinator astray": ("/nowhere", "/?as_of=2026-02-30", f"{CELL}?as_of=2026-11-22&known=2026-11-21"),
    "coordinator of flags": (
        "/flags",
        "/flags/record",
        "/flags/IE-1",
        "/flags/EU-1",
        "/flags/drafts",
        "/flags/write/EU",
    ),
    "lead reviewer of flags": (
        "/flags",
        "/flags/FR-1",
        "/flags/drafts",
        "/flags/drafts/{draft}",
        f"{ITEM}/assessments",
    ),
    "lead reviewer who reads": (
        "/desk",
        "/desk/people/{desk}",
        "/desk/second",
        "/desk/second/1",
        "/desk/second/2",
        f"{HOME}/second",
        f"{HOME}/reading",
        f"{HOME}/reading/{TRANSPOSED}",
    ),
    "reviewer": (
        "/desk/second/1",
        "/desk/second/2",
        "/practices",
        "/practices/{practice}",
        "/practices/where-we-are/IE/3",
    ),
    "coordinator of fiches": ("/fiches", "/fiches/IE-1"),
    "lead reviewer of fiches": (
        "/fiches",
        "/fiches/begin/IE",
        "/fiches/draft-{fiche}",
        "/fiches/draft-{fiche}/blocks/1",
        "/fiches/draft-{fiche}/letter",
        "/rounds/{round}/extend/IE",
    ),
    "lead reviewer": ("/", HOME, f"{CELL}?open=all", "/gaps", "/rounds", "/rounds/open", "/rounds/{round}"),
    "lead reviewer who compares": ("/compare?from=2026-01-01", "/compare?from=2026-01-01&country=IE"),
    "coordinator of support": (
        "/support",
        "/support/countries/IE/request",
        "/support/requests/{asked}",
        "/support/requests/{asked}/correct",
        "/support/projects/{project}",
        "/support/suggestions/{suggestion}",
        "/support/deliverables",
        "/support/deliverables/{handed}",
        "/support/deliverables/{handed}/files/{handed_file}/preview",
        f"{HOME}?needs=support",
    ),
    "support officer": (
        "/",
        "/support",
        "/support/requests/{asked}",
        "/support/projects/{project}",
        f"{HOME}/blocks/{{suggested_in}}",
        "/support/deliverables?country=IE&state=submitted",
        "/support/deliverables/{handed}",
    ),
    "expert": (
        "/support",
        "/support/projects/{project}",
        f"{HOME}/blocks/{{suggested_in}}",
        "/support/countries/IE/milestones/{suggested_on}/suggest",
        "/support/suggestions/{suggestion}",
        "/support/projects/{project}/deliverables/new",
        "/support/deliverables/{begun}",
        "/support/deliverables/{begun}/edit",
        "/support/deliverables/{handed}",
    ),
    "coordinator who asks": (
        "/governance/questions",
        "/governance/questions/3",
        f"/governance/questions/new/IE?item={TRANSPOSED}",
        "/governance/guidance",
        "/governance/guidance/border-procedure",
        "/governance/guidance/border-procedure/use/IE",
        "/governance/guidance/G1",
    ),
    "lead reviewer who answers": ("/governance/questions/2", "/governance/questions/3/answer"),
    "coordinator who shares": (
        "/practices",
        "/practices?q=words&block=reception",
        "/practices/{practice}",
        "/practices/{adopted}",
        "/practices/{practice}/edit",
        "/practices/new/IE?deliverable={given}",
        "/practices/adoptions",
        "/practices/where-we-are/IE/3",
        "/practices/where-we-are/IE",
        "/support/deliverables/{given}",
        f"/items/{TRANSPOSED}",
    ),
    "observer": (
        "/",
        "/blocks/3",
        "/countries/EU",
        "/reports/council",
        "/support",
        "/governance/2025",
        "/governance/2026",
        "/actors",
        "/actors/COM",
        "/actors/CSO",
        "/actors/EUAA",
    ),
    "coordinator of the cycle": (
        "/funding",
        "/funding?block=reception",
        "/governance/2026",
        "/governance/2025/steps/annual-report",
        "/governance/2026/steps/information-sent?country=IE",
        "/governance/2025/key",
        "/governance/2025/pool",
        "/governance/2025/pool/BE",
        "/governance/findings?year=2025",
        "/governance/findings/BE",
        "/countries/IE/pledge/2026",
    ),
    "coordinator at meetings": (
        "/governance/meetings",
        "/governance/meetings/{met}",
        "/governance/meetings/new",
        "/governance/actions",
        "/governance/actions/{acted}",
    ),
    "lead reviewer who keeps meetings": (
        "/governance/meetings/{met}",
        "/governance/meetings/{met}/edit",
        "/governance/meetings/{met}/points/new",
        "/governance/meetings/{met}/conclusions",
        "/governance/meetings/{met}/actions/new",
        "/governance/meetings/points/{point}/edit",
        "/governance/actions/{acted}",
    ),
    "national observer": (HOME,),
    "guest": ("/", "/gaps"),
    "agency": ("/", "/statements", f"{HOME}/blocks/{{stated_in}}", f"{HOME}/items/{{stated}}/statements"),
    "agency that publishes": (
        "/governance/guidance",
        "/governance/guidance/new",
        "/governance/guidance/G1",
        "/governance/guidance/G1/correct",
    ),
    "administrator": (
        "/",
        "/admin",
        "/admin/audit",
        "/admin/releases",
        "/admin/health",
        "/admin/people/{person}",
        "/admin/people/{person}/correct",
        "/admin/people/{leaver}",
        "/admin/people/{leaver}/pseudonymise",
        "/privacy",
    ),
    "administrator who gives": (
        "/admin/invite",
        "/admin/invite?role=coordinator&country=IE",
        "/admin/people/{person}/roles",
        "/admin/people/{person}/roles?role=contributor&country=IE",
        "/admin/people/{person}/roles?role=reviewer",
        "/admin/roles/{grant}/revoke",
    ),
}

SEVERAL = ("coordinator", "administrator", "lead reviewer", "agency")
"""Roles with several lists of pages."""

NO_PAGES = frozenset(
    {
        "account.form_token",
        "catalogue.download_catalogue",
        "compare.download_comparison",
        "compare.download_comparison_workbook",
        "compare.download_moves",
        "countries.download_cell_gantt",
        "countries.download_plan_gantt",
        "countries.download_brief",
        "countries.download_document",
        "countries.download_file",
        "countries.download_funding",
        "countries.download_letter",
        "countries.download_pdf",
        "countries.download_since",
        "countries.preview_picture_of",
        "countries.show_cell_figures",
        "countries.show_item_body",
        "countries.show_milestone_row",
        "exchange.download_csv",
        "fiches.download_fiche",
        "fiches.download_letter",
        "meetings.download_actions",
        "meetings.download_meetings",
        "questions.download_questions",
        "guidance.download_guidance",
        "actors.download_actors",
        "funding.download_funding",
        "funding.download_public",
        "governance.download_calendar",
        "governance.download_cycle",
        "governance.download_key",
        "governance.download_pool",
        "findings.download_findings",
        "governance.show_current",
        "flags.download_flags",
        "flags.download_record",
        "exchange.download_workbook",
        "gaps.download_gaps",
        "gaps.download_gaps_workbook",
        "health.alive",
        "health.ready",
        "overview.download_matrix",
        "reports.download_council",
        "reports.print_council",
        "overview.download_trend",
        "overview.download_workbook",
        "overview.show_trend",
        "review.download_comparison",
        "review.download_official",
        "review.download_receipt",
        "review.download_sealed",
        "review.preview_official_picture",
        "practices.download_practice_file",
        "practices.download_practices",
        "support.download_deliverable_file",
        "support.download_deliverables",
        "support.preview_deliverable_picture",
    }
)
"""Files, and what a page's script reads into a page that is looked at."""


SHEET = {"width": 703, "height": 1009}
"""Pixels of an A4 page between its margins."""


def places(town: Town) -> dict[str, object]:
    """What stands in the places of the addresses."""
    with services(town.app).database.reading() as session:
        ireland = session.scalars(select(Plan.id).where(Plan.owner == "IE")).one()
        milestone = select(Milestone.reference).where(Milestone.title == "Places in use")
        target = (
            select(Milestone.reference)
            .where(Milestone.plan_id == ireland, Milestone.measured_by == Measure.TARGET.value)
            .where(~Milestone.is_closing, ~Milestone.is_cancelled)
            .order_by(Milestone.id)
            .limit(1)
        )
        piece = select(Evidence.id).where(Evidence.plan_id == ireland, Evidence.title == "Places counted")
        ask = session.scalars(select(Ask).where(Ask.plan_id == ireland)).one()
        submission = session.scalars(select(Submission).where(Submission.plan_id == ireland)).one()
        view = view_in_force(session, clock.today())
        stated = stated_item(view)
        return {
            "ask": ask.id,
            "submission": submission.id,
            "seal": submission.seal_hash,
            "round": submission.round_id,
            "authority": ask.authority_id,
            "draft": session.scalars(select(Flag.id).where(Flag.number.is_(None), Flag.asker == "")).first(),
            "fiche": session.scalars(select(Fiche.id).where(Fiche.number.is_(None))).first(),
            "comment": session.scalars(select(Comment.id).where(Comment.text.startswith("Are the places"))).one(),
            "consultation": session.scalars(select(Consultation.id).where(Consultation.plan_id == ireland)).first(),
            "reference": session.scalars(milestone).one(),
            "target": session.scalars(target).one(),
            "evidence": session.scalars(piece).one(),
            "section": "legal-framework",
            "stated": stated.key,
            "stated_in": view.blocks[stated.block_key].code,
            **places_of_support(session, view, ireland),
            **places_of_meetings(session),
            "desk": session.scalars(select(Grant.id).where(Grant.role == Role.REVIEWER.value).limit(1)).one(),
            "person": session.scalars(select(User.id).where(User.email == PEOPLE["coordinator"])).one(),
            "grant": session.scalars(
                select(Grant.id).where(Grant.role == Role.COORDINATOR.value, Grant.country == "IE").order_by(Grant.id)
            ).first(),
        }


def places_of_meetings(session: Session) -> dict[str, object]:
    """Ireland's consultation, its first point and its action."""
    acted, met, point = session.execute(
        select(Action.id, Action.meeting_id, Action.point_id).where(Action.owner == "IE")
    ).one()
    return {"met": met, "point": point, "acted": acted}


def places_of_support(session: Session, view: CatalogueView, plan_id: int) -> dict[str, object]:
    """What Ireland asked for, what came of it, and what its expert suggested."""
    asked = select(SupportRequest.id).where(SupportRequest.plan_id == plan_id)
    project = session.scalars(
        select(SupportProject.id).join(SupportRequest).where(SupportRequest.plan_id == plan_id)
    ).one()
    suggestion, milestone = session.execute(
        select(SupportSuggestion.id, Milestone).join(Milestone, Milestone.id == SupportSuggestion.milestone_id)
    ).one()
    return {
        "asked": session.scalars(asked.where(SupportRequest.state == State.REQUESTED.value)).one(),
        "project": project,
        "suggestion": suggestion,
        "suggested_on": milestone.reference,
        **places_of_deliverables(session, project),
        **places_of_practices(session),
        "suggested_in": view.blocks[view.items_by_id[milestone.item_id].block_key].code,
    }


def places_of_deliverables(session: Session, project_id: int) -> dict[str, object]:
    """One that the expert submitted, with its file, and a draft."""
    found = session.scalars(select(Deliverable).where(Deliverable.project_id == project_id).order_by(Deliverable.id))
    handed, begun, *_ = found
    file = (
        select(DeliverableFile.file_id)
        .join(DeliverableVersion, DeliverableVersion.id == DeliverableFile.version_id)
        .where(DeliverableVersion.deliverable_id == handed.id)
    )
    return {"handed": handed.id, "begun": begun.id, "handed_file": session.scalars(file).one()}


def places_of_practices(session: Session) -> dict[str, object]:
    """Ireland's, which is the deliverable `given`, and the one of France that Ireland adopted."""
    practice, given = session.execute(
        select(Practice.id, Practice.deliverable_id).where(Practice.deliverable_id.is_not(None))
    ).one()
    return {"practice": practice, "given": given, "adopted": session.scalars(select(Adoption.practice_id)).one()}


def leaver(town: Town) -> int:
    """Somebody whose account is closed."""
    session = writing(town.app)
    person = session.scalars(select(User).where(~User.is_active)).first()
    if person is None:
        person = create_user(session, actor=SYSTEM, email="leaver@ministry.example.org", name="Somebody who left")
        disable_user(session, person, actor=SYSTEM)
    key = person.id
    keep(town.app, session)
    return key


def invitation(town: Town) -> str:
    """The secret of a link that can still be used."""
    session = writing(town.app)
    guest = session.scalars(select(User).where(User.email == PEOPLE["guest"])).one()
    secret = make_link(session, guest, TokenPurpose.PASSWORD, actor=SYSTEM)
    keep(town.app, session)
    return secret


def brought(town: Town, reference: str) -> int:
    """A workbook that was sent: with a change, a conflict, a refusal and a cell that cannot be read."""
    session = writing(town.app)
    view = view_in_force(session, clock.today())
    words = {"actor": SYSTEM, "tongue": Tongue(), "cache": ReadingCache()}
    book = make_book(session, view, "IE", Selection(), **words)  # type: ignore[arg-type]
    secret = services(town.app).config.secret_key
    copy = Copy(xlsx_of(book, secret, say=str, owner_name="Ireland"))
    copy.put(reference, Note="from the ministry", Milestone="A title that both have changed")
    others = [row.reference for sheet in book.sheets for row in sheet.rows if row.reference not in (None, reference)]
    copy.put(str(others[0]), Start="3/4/2026")
    copy.put(str(others[1]), Forecast=date(2099, 1, 1), Start=date(2100, 1, 1))
    values = {"title": "Changed here since"}
    update_milestone(session, view, "IE", reference, values, actor=SYSTEM, expected_version=None)
    file = read_file(Received("ministry.xlsx", copy.saved()))
    with examined_file(file, services(town.app).depot) as found:
        key = receive(session, view, "IE", file, actor=SYSTEM, secrets=[secret], found=found)
    update_milestone(session, view, "IE", reference, {"title": "Places in use"}, actor=SYSTEM, expected_version=None)
    keep(town.app, session)
    return key


def begun(town: Town) -> int:
    """A spreadsheet that was sent: with words to be said of every kind, and dates that can be two."""
    session = writing(town.app)
    rows = [list(row) for row in ROWS] + [
        ["K-9", "Something new", "", "Ministry of Labour", "3/4/2026", None, None, None]
    ]
    file = read_file(Received("measures.xlsx", saved(rows)))
    with examined_file(file, services(town.app).depot) as found:
        key = begin(session, "IE", file, actor=SYSTEM, found=found)
    keep(town.app, session)
    return key


def test_every_kind_of_page_is_looked_at(town: Town) -> None:
    addresses = town.app.url_map.bind("localhost")
    values = {**places(town), "secret": "any", "leaver": 1, "file": 1, "list": 1}
    looked_at = {
        addresses.match(urlsplit(address.format(**values)).path)[0]
        for address in chain.from_iterable(PAGES.values())
        if address != "/nowhere"
    }
    there = {rule.endpoint for rule in town.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert there - looked_at - NO_PAGES == set()


@pytest.mark.parametrize("visitor", PAGES)
def test_pages_are_accessible_and_fit(town: Town, watch: Watch, visitor: str) -> None:
    watch.allowed += ["404", "400"] if visitor.endswith("astray") else []
    role = next((role for role in SEVERAL if visitor.startswith(role)), visitor)
    page = town.visit(role)
    values = {**places(town), "secret": invitation(town), "leaver": leaver(town)}
    if visitor.endswith("workbooks"):
        values["file"] = brought(town, str(values["reference"]))
    if visitor.endswith("spreadsheets"):
        values["list"] = begun(town)
    for address in PAGES[visitor]:
        page.set_viewport_size({"width": WIDTHS["wide"], "height": 900})
        page.goto(address.format(**values))
        fits(page)
        axe(page)
        page.set_viewport_size({"width": WIDTHS["narrow"], "height": 900})
        fits(page)
        axe(page, but=("color-contrast",))  # the colours are those of the wide window, looked at above


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_an_open_editor_is_accessible_and_fits(town: Town, width: int) -> None:
    page = town.visit("coordinator", width=width)
    page.goto(f"{CELL}?open=all")
    page.wait_for_load_state("networkidle")
    page.locator("a[data-edit-row]").first.click()
    page.get_by_role("button", name="Save", exact=True).wait_for()
    axe(page)
    fits(page)


@pytest.mark.parametrize("address", ["/", CELL, "/blocks/3", "/method", "/accessibility", "/privacy"])
def test_on_paper_stands_the_content(town: Town, address: str) -> None:
    page = town.visit("coordinator")
    page.goto(address)
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert page.locator("main").inner_text().strip()
    assert "Article 258" in page.locator("footer").inner_text()
    for hidden in ("nav[aria-label=Main] ul", ".frame-search", ".skip-link", ".as-of-control form"):
        assert not page.locator(hidden).is_visible(), hidden
    if address not in ("/accessibility", "/privacy"):
        assert "as of " in page.locator("header .print-only").inner_text()
    if address == "/":
        assert page.locator("table.matrix tbody tr").count() >= 2
        assert page.locator("table.matrix").is_visible()


@pytest.mark.parametrize("address", ["/flags", "/funding", "/gaps", "/governance/2025/pool", "/governance/2026"])
def test_on_a_sheet_no_table_is_cut(town: Town, address: str) -> None:
    page = town.visit("lead reviewer")
    page.goto(address)
    page.emulate_media(media="print")
    page.set_viewport_size(SHEET)
    assert page.locator("table").count()
    fits(page)


def test_on_a_sheet_nothing_of_matrix_and_trend_is_cut(town: Town) -> None:
    page = town.visit("coordinator")
    page.goto("/")
    page.emulate_media(media="print")
    page.set_viewport_size(SHEET)
    cut = page.evaluate(
        "() => [...document.querySelectorAll('table.matrix :is(th, td)')]"
        ".filter((cell) => cell.scrollWidth > cell.clientWidth + 1 || cell.getBoundingClientRect().right > innerWidth)"
        ".map((cell) => cell.innerText)"
    )
    assert cut == []
    page.locator("figure.chart").scroll_into_view_if_needed()
    page.locator("figure[data-state=drawn]").wait_for()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".chart .main-svg").first.bounding_box()["width"] <= SHEET["width"]  # type: ignore[index]
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not page.locator("figure.chart table").is_visible()
    page.locator("figure.chart").evaluate("(figure) => figure.removeAttribute('data-state')")
    assert page.locator("figure.chart table").is_visible()  # where a picture is not drawn, its figures are printed
