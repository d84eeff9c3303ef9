"""The pages of a plan's workbook: download, upload, preview, and the deed of bringing it in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from app.catalogue.views import CatalogueView
from app.core.errors import DomainError, Invalid, WrongState
from app.core.policy import allows, require
from app.exchange import policy, queries
from app.exchange.book.content import Book, Selection
from app.exchange.book.csv import csv_of
from app.exchange.book.xlsx import MIMETYPE, xlsx_of
from app.exchange.reading.limits import LARGEST_FILE
from app.exchange.services import importing, looking
from app.exchange.services.exporting import Tongue, make_book
from app.exchange.states import ImportState
from app.files.services.receiving import Examined, Upload
from app.http.commits import aside, writes
from app.http.context import actor, catalogue, close_session, config, session
from app.http.doors import put_beside, row_key, signed_in
from app.http.errors import spoken, status_of
from app.http.uploads import depot, sent_uploads, takes_files
from app.plans.policy import PlanSubject
from app.plans.queries.heads import get_plan, list_authorities
from app.web.arriving import ground, pieces_for
from app.web.book_names import book_name
from app.web.countries.area import country_of, name_of
from app.web.exchange.area import area
from app.web.exchange.forms import MOST_FILES, DownloadForm, UploadForm, choices_in
from app.web.exchange.showing import Shower, columns_in_conflict, faults_in_words
from app.web.kept import reading_cache
from app.web.tongue import gettext as say
from app.web.tongue import language

Answer = Response | str | tuple[str, int]


def secrets() -> list[str]:
    """The secrets that may have sealed a workbook: the present one first."""
    return [config().secret_key, *config().secret_key_fallbacks]


@area.get("/<code>/workbook")
@signed_in
def show_workbook(code: str) -> Answer:
    """Take the plan away, bring a workbook back, and what was brought before."""
    return page_of(code, DownloadForm(formdata=None), UploadForm(formdata=None))


def page_of(code: str, download: DownloadForm, upload: UploadForm) -> str:
    """The page around two forms that may hold errors."""
    view = catalogue()
    country_of(view, code)
    plan = get_plan(session(), code, actor())
    require(actor(), policy.EXPORT, PlanSubject(code))
    blocks = list(view.blocks.values())
    may_all = any(policy.may_write_for(actor(), code, block, None) for block in blocks)
    authorities = [
        one
        for one in list_authorities(session(), plan.plan_id)
        if any(policy.may_write_for(actor(), code, block, one.authority_id) for block in blocks)
    ]
    download.offer(blocks, authorities, may_all=may_all)
    return render_template(
        "exchange/show_workbook.html",
        owner=code,
        name=name_of(view, code),
        download=download,
        upload=upload,
        pieces=pieces_for("workbook", code),
        may_start=allows(actor(), policy.START, PlanSubject(code)),
        imports=queries.list_imports(session(), plan.plan_id),
    )


@area.get("/<code>/workbook.xlsx")
@signed_in
def download_workbook(code: str) -> Answer:
    """The plan, or what was chosen of it, as a workbook."""
    return _download(code, "xlsx")


@area.get("/<code>/workbook.csv")
@signed_in
def download_csv(code: str) -> Answer:
    """The same as CSV."""
    return _download(code, "csv")


def _download(code: str, ending: str) -> Answer:
    view = catalogue()
    country_of(view, code)
    form = DownloadForm(formdata=request.args)
    tongue = Tongue(language(), say)
    try:
        selection = _selection(view, form)
        book = make_book(session(), view, code, selection, actor=actor(), tongue=tongue, cache=reading_cache())
    except Invalid as error:
        put_beside(form, error)
        return page_of(code, form, UploadForm(formdata=None)), 422
    return file_of(book, ending, name_of(view, code))


def _selection(view: CatalogueView, form: DownloadForm) -> Selection:
    """Blocks by their numbers and an authority, as the form or an address names them."""
    blocks = [view.block_by_code(code) for code in form.blocks.data or ()]
    items = frozenset(request.args.getlist("item"))
    return Selection(
        blocks=frozenset(block.key for block in blocks if block) if blocks else None,
        items=items or None,
        authorities=form.authority_ids(),
    )


def file_of(book: Book, ending: str, owner_name: str) -> Response:
    """A workbook as an answer; `ending`: "xlsx" or "csv"."""
    secret = config().secret_key
    is_csv = ending == "csv"
    content = csv_of(book, secret, say=say) if is_csv else xlsx_of(book, secret, say=say, owner_name=owner_name)
    answer = Response(content, mimetype="text/csv" if is_csv else MIMETYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{book_name(book, ending)}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@ground("workbook", LARGEST_FILE)
def may_send_workbook(code: str, _target: str) -> None:
    """Whether the person may bring a workbook to a country. Raises NotFound, NotAllowed."""
    get_plan(session(), code, actor())
    require(actor(), policy.IMPORT, PlanSubject(code))


@area.post("/<code>/workbook/imports")
@signed_in
@writes
@takes_files
def upload(code: str) -> Answer:
    """Read what was sent and keep it with what it would change; nothing of the plan changes yet."""
    may_send_workbook(code, "")
    form = UploadForm()
    try:
        with sent_uploads(form.file) as files, about_the_file():
            if not files or len(files) > MOST_FILES:
                text = gettext("Choose a file.") if not files else gettext("Choose at most %(n)s files.", n=MOST_FILES)
                raise Invalid(text.replace("%", "%%"), field="file")
            keys = _received_all(code, files)
    except Invalid as error:
        put_beside(form, error)
        return page_of(code, DownloadForm(formdata=None), form), 422
    if len(keys) > 1:
        flash(gettext("%(n)s files were read. Look at each and bring it in.", n=len(keys)), "success")
        return redirect(url_for("exchange.show_workbook", code=code), 303)
    return redirect(url_for("exchange.show_import", code=code, import_id=keys[0]), 303)


@contextmanager
def about_the_file() -> Iterator[None]:
    """Whatever is refused of a form that is nothing but files is said beside them, and they are not kept."""
    try:
        yield
    except Invalid as error:
        raise Invalid(error.message, field="file", **error.values) from error


def _received_all(code: str, files: Sequence[Upload]) -> list[int]:
    taken = [received(file) for file in files]
    close_session()  # reading takes time, and nobody else should wait for it
    read = [importing.read_file(one) for one in taken]
    with ExitStack() as opened:
        examined = [opened.enter_context(importing.examined_file(one, depot())) for one in read]
        return [_receive(code, one, found) for one, found in zip(read, examined, strict=True)]


def received(file: Upload) -> importing.Received:
    """A file as it was sent; of what is too large no more than shows it."""
    file.stream.seek(0)  # the view may run again
    return importing.Received(file.name, file.stream.read(LARGEST_FILE + 1))


def _receive(code: str, file: importing.ReadFile, found: Examined) -> int:
    return importing.receive(session(), catalogue(), code, file, actor=actor(), secrets=secrets(), found=found)


@area.get("/<code>/workbook/imports/<import_id>")
@signed_in
def show_import(code: str, import_id: str) -> Answer:
    """What an import would change as the plan stands now, or has changed."""
    view, key, who = catalogue(), key_of(import_id), actor()
    if looking.is_overtaken(session(), view, code, key, actor=who):
        aside(lambda own: looking.look_again(own, view, code, key, actor=who))
    return _import_page(code, import_id)


def _import_page(code: str, import_id: str, sentence: str = "") -> str:
    view = catalogue()
    country_of(view, code)
    found, proposal = looking.preview(session(), code, key_of(import_id), actor=actor())
    names = {one.authority_id: one.name for one in list_authorities(session(), found.plan_id)}
    before = queries.find_applied(session(), found.plan_id, found.file_hash)
    return render_template(
        "exchange/show_import.html",
        owner=code,
        name=name_of(view, code),
        found=found,
        state=ImportState(found.state),
        is_open=found.state == ImportState.PREVIEWED.value,
        is_again=before is not None and before.id != found.id,
        proposal=proposal,
        items=list(Shower(view, names).items(proposal)),
        columns=columns_in_conflict(proposal),
        faults=faults_in_words(proposal.edits.faults),
        remarks=faults_in_words(proposal.edits.remarks),
        sentence=sentence,
        spreadsheet=queries.find_spreadsheet_of(session(), found.plan_id, found.id),
    )


def key_of(text: str) -> int:
    """The key in an address; 0, which nothing has, for what can be none."""
    try:
        return row_key(text)
    except ValueError:
        return 0


@area.post("/<code>/workbook/imports/<import_id>")
@signed_in
@writes
def apply_import(code: str, import_id: str) -> Answer:
    """Bring an import in, with conflicts decided as chosen: all of it, or nothing and a new preview."""
    cells, columns = choices_in(request.form)
    key = key_of(import_id)
    shown = request.form.get("shown", "")
    try:
        result = importing.apply(
            session(), catalogue(), code, key, actor=actor(), choices=cells, for_columns=columns, shown=shown
        )
    except WrongState as error:
        return _refused(code, import_id, error)
    if result is importing.Result.CHANGED_SINCE:
        flash(
            gettext(
                "Nothing was brought in: something was changed since you looked, or is refused as chosen."
                " Look again at what would change now."
            ),
            "warning",
        )
    else:
        found, _proposal = looking.preview(session(), code, key, actor=actor())
        number = found.changes
        flash(ngettext("%(num)s cell was brought in.", "%(num)s cells were brought in.", number), "success")
    return redirect(url_for("exchange.show_import", code=code, import_id=import_id), 303)


@area.post("/<code>/workbook/imports/<import_id>/set-aside")
@signed_in
@writes
def set_import_aside(code: str, import_id: str) -> Answer:
    """Say that an import is not brought in."""
    try:
        importing.set_aside(session(), code, key_of(import_id), actor=actor())
    except WrongState as error:
        return _refused(code, import_id, error)
    flash(gettext("The file was set aside. Nothing was changed."), "success")
    return redirect(url_for("exchange.show_workbook", code=code), 303)


def _refused(code: str, import_id: str, error: DomainError) -> tuple[str, int]:
    return _import_page(code, import_id, spoken(error)), status_of(error)
