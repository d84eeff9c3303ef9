"""What a country sent: the list, the receipt, and whether a seal still holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.core.errors import NotFound
from app.core.labels import message
from app.core.policy import allows, require
from app.files.queries import NO_FILE, get_file
from app.http.commits import writes
from app.http.context import actor, catalogue, config, session
from app.http.doors import signed_in
from app.http.uploads import as_download, depot
from app.plans.policy import SCAN_AGAIN, PlanSubject
from app.plans.queries.heads import get_plan
from app.plans.states import Scope
from app.readiness.gaps import RULES
from app.reports.receipt import ReceiptMaterial, receipt_document
from app.reports.tongue import Tongue
from app.review.policy import SET_FOUR_EYES, SIGN, SUBMIT
from app.review.queries import submissions as queries
from app.review.queries.sealed_files import get_kept, list_kept
from app.review.queries.verifying import verify_seal as verdict_on
from app.review.sealing import day_of_figures, read_snapshot
from app.review.states import Progress
from app.web.countries.area import country_of
from app.web.export import file_name
from app.web.printing import as_pdf
from app.web.review.area import area
from app.web.scanning import look_again
from app.web.tongue import gettext, language

RULE_TITLES = {rule.code: rule.title for rule in RULES}


@area.get("/countries/<code>/submissions")
@signed_in
def list_submissions(code: str) -> str:
    """What a country has submitted, newest first; its own people also see what waits."""
    return submissions_page(code)


def submissions_page(code: str, refusal: str = "") -> str:
    """The list, with why a deed was refused."""
    country_of(catalogue(), code)
    plan = get_plan(session(), code, actor())
    subject = PlanSubject(code)
    return render_template(
        "review/list_submissions.html",
        owner=code,
        plan=plan,
        submissions=queries.list_submissions(session(), actor(), plan_id=plan.plan_id),
        is_own=plan.scope is Scope.WORKING,
        four_eyes=queries.wants_four_eyes(session(), plan.plan_id),
        may_submit=allows(actor(), SUBMIT, subject),
        may_set=allows(actor(), SET_FOUR_EYES, subject),
        refusal=refusal,
    )


@area.get("/countries/<code>/submissions/<int:submission_id>")
@signed_in
def show_submission(code: str, submission_id: int) -> str:
    """The receipt: who sent what, when, in answer to what, and the figures as they were sealed."""
    return receipt_page(code, submission_id)


def receipt_page(code: str, submission_id: int, refusal: str = "") -> str:
    """The receipt, with why a deed was refused."""
    view = catalogue()
    country_of(view, code)
    plan = get_plan(session(), code, actor())
    sent = queries.get_submission(session(), code, submission_id, actor())
    seal = queries.find_seal(session(), sent.seal_hash) if sent.seal_hash else None
    sealed = read_snapshot(seal.content) if seal else {}
    is_waiting = sent.progress is Progress.WAITING
    subject = PlanSubject(code)
    return render_template(
        "review/show_submission.html",
        owner=code,
        view=view,
        plan=plan,
        sent=sent,
        seal=seal,
        sealed=sealed,
        figures_on=day_of_figures(sealed),
        taken_back=list_kept(session(), code, sealed),
        rule_titles=RULE_TITLES,
        may_scan=depot().scanner is not None and allows(actor(), SCAN_AGAIN, subject),
        may_sign=is_waiting and allows(actor(), SIGN, subject) and sent.prepared_by_id != actor().user_id,
        may_set_aside=is_waiting and allows(actor(), SUBMIT, subject),
        refusal=refusal,
    )


@area.get("/countries/<code>/submissions/<int:submission_id>/receipt.pdf")
@signed_in
def download_receipt(code: str, submission_id: int) -> Response:
    """The receipt of what counts as a file; what waits or was set aside has none."""
    view = catalogue()
    country_of(view, code)
    plan = get_plan(session(), code, actor())
    sent = queries.get_submission(session(), code, submission_id, actor())
    seal = queries.find_seal(session(), sent.seal_hash) if sent.seal_hash else None
    if seal is None:
        raise NotFound(message("There is no receipt: this was not submitted."))
    address = config().public_url + url_for("review.verify_seal", digest=seal.hash)
    is_invented = plan.head.is_demonstration
    material = ReceiptMaterial(view, sent, seal, read_snapshot(seal.content), address, is_invented)
    name = file_name(f"receipt-{code}-{submission_id}", "pdf", is_invented=is_invented)
    return as_pdf(receipt_document(material, Tongue(language(), gettext)), name)


@area.get("/countries/<code>/submissions/<int:submission_id>/document")
@signed_in
def download_official(code: str, submission_id: int) -> Response:
    """The official document as it was sent, to save: for whoever may see the submission."""
    country_of(catalogue(), code)
    sent = queries.get_submission(session(), code, submission_id, actor())
    if sent.document.file is None:
        raise NotFound(NO_FILE)
    return as_download(get_file(session(), sent.document.file.file_id))


@area.post("/countries/<code>/submissions/<int:submission_id>/document/scan")
@signed_in
@writes
def scan_official(code: str, submission_id: int) -> BaseResponse:
    """Have the official document looked at, where it waits for the virus scan."""
    country_of(catalogue(), code)
    sent = queries.get_submission(session(), code, submission_id, actor())
    require(actor(), SCAN_AGAIN, PlanSubject(code))
    if sent.document.file is None:
        raise NotFound(NO_FILE)
    look_again(sent.document.file)
    return redirect(url_for("review.show_submission", code=code, submission_id=submission_id), 303)


@area.get("/countries/<code>/submissions/<int:submission_id>/files/<int:file_id>")
@signed_in
def download_sealed(code: str, submission_id: int, file_id: int) -> Response:
    """A file of evidence that the submission rests on and that was taken back since: for whoever may see it."""
    country_of(catalogue(), code)
    sent = queries.get_submission(session(), code, submission_id, actor())
    seal = queries.find_seal(session(), sent.seal_hash)
    sealed = read_snapshot(seal.content) if seal else {}
    return as_download(get_kept(session(), code, sealed, file_id), is_sealed=True)


@area.get("/verify/<digest>")
@signed_in
def verify_seal(digest: str) -> str:
    """Whether what was sealed under a hash is still what it was."""
    verdict = verdict_on(session(), digest, actor())
    sealed: Mapping[str, Any] = read_snapshot(verdict.seal.content)
    return render_template(
        "review/verify_seal.html",
        verdict=verdict,
        sealed=sealed,
        figures_on=day_of_figures(sealed),
        owner=verdict.submissions[0].owner,
    )
