"""Where things stand, as the fixed points of addresses say: mails lead there from outside."""

from __future__ import annotations

from urllib.parse import quote

from app.catalogue.views import CatalogueView


def of_flag(owner: str, number: int | None) -> str:
    """A flag with its exchange."""
    return f"/flags/{owner}-{number}"


def of_plan(owner: str) -> str:
    """The page of a country."""
    return f"/countries/{owner}"


def of_submission(owner: str, submission_id: int) -> str:
    """A submission."""
    return f"/countries/{owner}/submissions/{submission_id}"


def of_round(round_id: int) -> str:
    """A round."""
    return f"/rounds/{round_id}"


def of_fiche(owner: str, number: int | None) -> str:
    """A fiche that was sent."""
    return f"/fiches/{owner}-{number}"


def of_second_reading(reading_id: int) -> str:
    """A second reading."""
    return f"/desk/second/{reading_id}"


def of_assessments(view: CatalogueView, owner: str, item_id: int) -> str:
    """What was found of an item; the plan where the catalogue no longer has it."""
    item = view.items_by_id.get(item_id)
    return f"/countries/{owner}/items/{quote(item.key)}/assessments" if item else of_plan(owner)


def of_statements(view: CatalogueView, owner: str, item_id: int) -> str:
    """What agencies state of an item; the plan where the catalogue no longer has it."""
    item = view.items_by_id.get(item_id)
    return f"/countries/{owner}/items/{quote(item.key)}/statements" if item else of_plan(owner)


def of_comment(view: CatalogueView, owner: str, item_id: int, reference: str, comment_id: int) -> str:
    """A comment among those beside it."""
    if reference:
        return f"/countries/{owner}/milestones/{quote(reference)}/comments#comment-{comment_id}"
    item = view.items_by_id.get(item_id)
    return f"/countries/{owner}/items/{quote(item.key)}/comments#comment-{comment_id}" if item else of_plan(owner)


def of_request(request_id: int) -> str:
    """A request for technical support."""
    return f"/support/requests/{request_id}"


def of_project(project_id: int) -> str:
    """A project of technical support."""
    return f"/support/projects/{project_id}"


def of_deliverable(deliverable_id: int) -> str:
    """A deliverable of technical support."""
    return f"/support/deliverables/{deliverable_id}"


def of_meeting(meeting_id: int) -> str:
    """A meeting."""
    return f"/governance/meetings/{meeting_id}"


def of_action(action_id: int) -> str:
    """An action that was given at a meeting."""
    return f"/governance/actions/{action_id}"


def of_question(question_id: int) -> str:
    """A question to the Commission."""
    return f"/governance/questions/{question_id}"


def of_findings(country: str) -> str:
    """The findings on a country."""
    return f"/governance/findings/{country}"


def of_publication(name: str) -> str:
    """A publication that was recorded."""
    return f"/governance/guidance/{name}"


def of_practice(practice_id: int) -> str:
    """A good practice."""
    return f"/practices/{practice_id}"


def of_suggestion(suggestion_id: int) -> str:
    """A suggested change of a milestone."""
    return f"/support/suggestions/{suggestion_id}"
