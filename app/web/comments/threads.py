"""The comments on an item or a milestone: read, write, answer, correct, withdraw."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.catalogue.views import ItemView
from app.comments.policy import CORRECT, Said, reaches_of
from app.comments.queries import places
from app.comments.queries.records import Person, Place, Thread
from app.comments.queries.threads import find_comment, list_threads
from app.comments.services import comments
from app.comments.states import Reach
from app.core.errors import Conflict, Invalid, WrongState
from app.core.policy import require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, row_key, signed_in
from app.http.errors import status_of
from app.web.comments.area import area
from app.web.comments.forms import CommentForm, CorrectionForm
from app.web.countries.deeds.common import chosen, conflict_page, version_shown
from app.web.tongue import gettext

Answer = Response | str | tuple[str, int]
ON_MILESTONE = "/countries/<code>/milestones/<reference>/comments"
ON_ITEM = "/countries/<code>/items/<key>/comments"


@dataclass(frozen=True)
class Talked:
    """A place with its item, the comments on it, and who may be mentioned."""

    place: Place
    item: ItemView
    threads: list[Thread]
    people: list[Person]

    def answered(self, key: int | None) -> Thread | None:
        """The comment of that key that takes answers."""
        found = (one for one in self.threads if one.comment.comment_id == key and not one.comment.withdrawn_at)
        return next(found, None)

    def form(self, answers: int | None, *, is_new: bool = False) -> CommentForm:
        """The form of a comment, or of an answer, with the reaches that it can have."""
        thread = self.answered(answers)
        widest = thread.comment.reach if thread else Reach.MEMBER_STATES
        offered = [reach for reach in reaches_of(actor(), self.place.owner) if reach.width <= widest.width]
        own = self.place.owner
        people = sorted(self.people, key=lambda one: (one.country != own, one.country is not None, one.name))
        others = [one for one in people if one.user_id != actor().user_id]
        form = CommentForm(offered, others, **({"formdata": None} if is_new else {}))
        if is_new:
            form.answers.data = str(answers) if thread else ""
        return form


def talked(place: Place) -> Talked:
    """What a page of comments shows. Raises NotFound."""
    listed = list_threads(session(), place, actor())
    return Talked(place, catalogue().items_by_id[place.item_id], listed, places.list_people(session(), place.owner))


def address_of(place: Place, comment_id: int | None = None, *, answer: int | None = None) -> str:
    """The page of comments on something, at a comment; with the form of an answer to one."""
    anchor = f"comment-{comment_id}" if comment_id else None
    endpoint, values = "comments.show_item_comments", {"key": catalogue().items_by_id[place.item_id].key}
    if place.reference:
        endpoint, values = "comments.show_milestone_comments", {"reference": place.reference}
    return url_for(endpoint, code=place.owner, answer=answer, _anchor=anchor, **values)  # type: ignore[arg-type]


@area.get(ON_MILESTONE)
@signed_in
def show_milestone_comments(code: str, reference: str) -> str:
    """The comments on a milestone."""
    return page_to_read(places.milestone_place(session(), code, reference, actor()))


@area.get(ON_ITEM)
@signed_in
def show_item_comments(code: str, key: str) -> str:
    """The comments on an item of a plan."""
    return page_to_read(places.item_place(session(), catalogue(), code, key, actor()))


@area.post(ON_MILESTONE)
@signed_in
@writes
def write_on_milestone(code: str, reference: str) -> Answer:
    """Comment on a milestone, or answer."""
    return written(places.milestone_place(session(), code, reference, actor()))


@area.post(ON_ITEM)
@signed_in
@writes
def write_on_item(code: str, key: str) -> Answer:
    """Comment on an item of a plan, or answer."""
    return written(places.item_place(session(), catalogue(), code, key, actor()))


def page_to_read(place: Place) -> str:
    """The comments with an empty form; `?answer=7` puts it below that comment."""
    found = talked(place)
    return page(found, found.form(request.args.get("answer", type=row_key), is_new=True))


def page(found: Talked, form: CommentForm) -> str:
    """The comments around a form that may hold errors."""
    answers = request.form.get("answers", form.answers.data or "")
    return render_template(
        "comments/show_comments.html",
        owner=found.place.owner,
        place=found.place,
        item=found.item,
        block=catalogue().blocks[found.item.block_key],
        threads=found.threads,
        form=form,
        answering=found.answered(int(answers)) if answers.isascii() and answers.isdigit() else None,
        address_of=address_of,
    )


def written(place: Place) -> Answer:
    """What was sent becomes a comment, or comes back with what does not fit beside its field."""
    found = talked(place)
    answers = request.form.get("answers", type=row_key) if request.form.get("answers") else None
    form = found.form(answers)
    if not form.validate():
        return page(found, form), 422
    try:
        key = comments.write_comment(
            session(),
            place,
            form.text.data or "",
            form.reach.data,
            actor=actor(),
            mentions=form.mentioned(),
            answers=answers,
        )
    except (Invalid, WrongState) as refusal:
        put_beside(form, Invalid(refusal.message, field=getattr(refusal, "field", None), **refusal.values))
        return page(found, form), status_of(refusal)
    flash(gettext("Your comment is there."), "success")
    return redirect(address_of(place, key), 303)


def place_of(code: str, reference: str, item_id: int) -> Place:
    """Where a comment stands."""
    if reference:
        return places.milestone_place(session(), code, reference, actor())
    return places.item_place(session(), catalogue(), code, catalogue().items_by_id[item_id].key, actor())


@area.route("/countries/<code>/comments/<int:comment_id>/edit", methods=["GET", "POST"])
@signed_in
@writes
def correct_comment(code: str, comment_id: int) -> Answer:
    """Give a comment of one's own another text, or withdraw it."""
    comment, reference = find_comment(session(), code, comment_id, actor())
    require(actor(), CORRECT, Said(code, Reach(comment.reach), comment.author_id))
    place = place_of(code, reference, comment.item_id)
    text = "" if comment.withdrawn_at else comment.text
    form = CorrectionForm(data={"text": text, "version": str(comment.version)})
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                values = chosen({"text": form.text.data or ""})
                comments.correct_comment(
                    session(),
                    code,
                    comment_id,
                    values.get("text", text),
                    actor=actor(),
                    expected_version=version_shown(),
                )
            except Invalid as error:
                put_beside(form, error)
            except WrongState as refusal:
                put_beside(form, Invalid(refusal.message))
                status = status_of(refusal)
            except Conflict as conflict:
                return conflict_page(form, conflict, title=gettext("Comment"), back=address_of(place, comment_id))
            else:
                flash(gettext("Corrected."), "success")
                return redirect(address_of(place, comment_id), 303)
    page_ = render_template(
        "comments/correct_comment.html",
        owner=code,
        place=place,
        comment_id=comment_id,
        version=comment.version,
        is_withdrawn=comment.withdrawn_at is not None,
        reach=Reach(comment.reach),
        form=form,
        back=address_of(place, comment_id),
    )
    return page_, status


@area.post("/countries/<code>/comments/<int:comment_id>/withdraw")
@signed_in
@writes
def withdraw_comment(code: str, comment_id: int) -> Answer:
    """Withdraw a comment of one's own."""
    comment, reference = find_comment(session(), code, comment_id, actor())
    place = place_of(code, reference, comment.item_id)
    try:
        comments.withdraw_comment(session(), code, comment_id, actor=actor(), expected_version=version_shown())
    except Conflict as conflict:
        form = CorrectionForm(formdata=None)
        deed = gettext("Withdraw")
        return conflict_page(form, conflict, title=gettext("Comment"), back=address_of(place, comment_id), deed=deed)
    flash(gettext("Your comment is withdrawn."), "success")
    return redirect(address_of(place, comment_id), 303)
