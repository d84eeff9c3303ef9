"""Files in requests and answers: how much may be sent where, what was sent, and how a file goes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, ParamSpec, TypeVar

from flask import Response, current_app, request

from app.core.errors import Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.storage import CHUNK
from app.files.depot import Depot
from app.files.landing import Landing
from app.files.names import FIELD, as_attachment
from app.files.queries import FileRecord
from app.files.services.landing import arrived_upload, forget_upload
from app.files.services.receiving import Examined, Upload, examined
from app.files.states import ScanState
from app.http.commits import after_commit
from app.http.context import actor, services, session
from app.http.depot import landing_of

P = ParamSpec("P")
R = TypeVar("R")

ROOM = 3
"""A body may be so many times as large as a file: one that is too large is still read, and refused beside its field
with all else that was typed. Above that the request is refused as a whole."""

ARRIVED = "file-arrived"
"""The hidden field of a form whose file has arrived in pieces before: the key of that upload; once for each file."""

INERT = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Accept-Ranges": "none",
}
"""What a browser is told of every file: to save it, and to run nothing of it."""


def takes_files(view: Callable[P, R]) -> Callable[P, R]:
    """Say that a view is sent files: only then may a request be larger than a form."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def allow_files() -> None:
    """Before anything of a request is read: the larger limit for views that take files."""
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "takes_files", False):
        request.max_content_length = ROOM * depot().file_limit + services().config.max_body_bytes


def depot() -> Depot:
    """Where files are kept, and within which limits."""
    return services().depot


def landing() -> Landing:
    """Where files arrive in pieces."""
    return landing_of(services().config)


@contextmanager
def sent_file(field: Any) -> Iterator[Examined | None]:
    """The file of a form's field, examined; None where there is none. As `sent_uploads`; raises Invalid, Busy."""
    with sent_uploads(field) as sent:
        if not sent:
            yield None
            return
        with examined(sent[0], depot()) as found:
            yield found


@contextmanager
def sent_uploads(field: Any) -> Iterator[list[Upload]]:
    """The files that were chosen in a form's field, or else had arrived in pieces before the form; not yet examined.

    Pieces are forgotten once the deed is committed, or when a file itself is refused. Raises Invalid. The database is
    let go of meanwhile: nobody waits for the scan of somebody else's file. What the view has read before must not have
    been written.
    """
    chosen = _chosen(field)
    arrived = [] if chosen or field is None else list(dict.fromkeys(filter(None, request.form.getlist(ARRIVED))))
    if not chosen and not arrived:
        yield []
        return
    person, place = actor(), landing()
    session().rollback()

    def forget() -> None:
        for key in arrived:
            forget_upload(place, key, person)

    with ExitStack() as opened:
        whole = [opened.enter_context(arrived_upload(place, key, person)) for key in arrived]
        try:
            yield chosen + whole
        except Invalid as error:
            if error.field == FIELD:
                forget()
            raise
    after_commit(forget)


def _chosen(field: Any) -> list[Upload]:
    sent = [] if field is None else field.data if isinstance(field.data, list) else [field.data]
    return [Upload(one.filename, one.stream) for one in sent if one and one.filename]


def as_download(file: FileRecord, *, is_sealed: bool = False) -> Response:
    """A file to save, piece by piece; the caller has asked who may have it, and with `is_sealed` also whether they may
    read a submission that rests on it: then it is handed out although it was taken back.

    Raises WrongState, NotFound, StoreAway; where the store breaks off later the answer ends short of its length.
    """
    refuse_held_back(file, is_sealed=is_sealed)
    try:
        stream = depot().store.open(file.content_hash)
    except FileNotFoundError as error:
        current_app.logger.error("the bytes of file %s are not there", file.file_id)
        raise NotFound(message("The bytes of this file are not there. Please tell the operator.")) from error
    answer = Response(iter(lambda: stream.read(CHUNK), b""), content_type=file.media_type, direct_passthrough=True)
    answer.call_on_close(stream.close)
    answer.content_length = file.size
    answer.headers["Content-Disposition"] = as_attachment(file.name)
    answer.headers.update(INERT)
    return answer


def refuse_held_back(file: FileRecord, *, is_sealed: bool = False) -> None:
    """Raise WrongState for a file that nobody gets; what was taken back and is sealed goes out with its submission."""
    if file.scan_state is ScanState.WAITING:
        raise WrongState(message("This file waits for the virus scan. Please come back later."))
    if file.scan_state is ScanState.REFUSED:
        raise WrongState(message("The virus scan has refused this file. It is not handed out."))
    if file.taken_back is not None and not is_sealed:
        raise WrongState(message("This version of the file was taken back. It is not handed out."))
