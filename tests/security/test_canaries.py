"""No word of a plan reaches somebody who may not read it: by no page, file, search, other day or piece of a page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from app.notices.states import Kind
from app.plans.states import EU
from tests.security.convening import reads_met
from tests.security.crawling import addresses, addresses_of_state, crawl, text_of, with_day
from tests.security.estate import (
    ASKED,
    INSIDE,
    KEPT,
    OWED,
    OWNERS,
    READS,
    READS_FLAGS,
    READS_OF_ITEMS,
    READS_OWED,
    READS_STATED,
    ROLES,
    STATED,
    TOLD,
    Estate,
)
from tests.security.mailed import mails_of
from tests.security.pledging import MULLED, MULLED_TEXTS, reads_mulled
from tests.security.practising import reads_lent
from tests.security.questioning import reads_queried
from tests.security.supporting import READ_BEFORE, READS_SUPPORT, Names
from tests.web.browsing import Browser

MARK = re.compile(
    r"canary-([a-z]{2})-(told|kept|asked|inside|stated|sought|hinted|handed|lent|owed|met|mulled|queried)-([a-z-]+[a-z])",
    re.IGNORECASE,
)
DAYS = ("as_of=2026-11-18", "as_of=2026-11-21", "as_of=2026-11-21&known=2026-11-18", "known=2026-11-16")

TOLD_TEXTS = {
    *("title", "note", "unit", "source", "reason", "second-title", "third-title", "cancelled", "evidence", "reference"),
    *("link", "counted", "current-state", "missing", "change-planned", "applicability", "prose", "release"),
    *("authority", "authority-short", "file-title", "file-name", "file-content", "submission", "document"),
}
KEPT_TEXTS = {
    *(
        "title",
        "note",
        "unit",
        "source",
        "reason",
        "internal-reason",
        "comment-item",
        "comment-milestone",
        "consultation-with-whom",
        "consultation-what-changed",
        "fourth-title",
        "cancelled",
        "evidence",
        "reference",
        "link",
    ),
    *("counted", "later-evidence", "current-state", "missing", "change-planned", "applicability", "prose"),
    *("authority", "authority-short", "file-name", "file-content", "submission"),
}

FLAG_TEXTS = {
    ASKED: {"flag", "flag-reason", "flag-answer", "fiche"},
    INSIDE: {"flag", "flag-reason", "flag-note", "draft-note", "fiche"},
}

STATED_TEXTS = {
    *("statement", "statement-reference", "statement-link", "withdrawn"),
    *("taken-back", "taken-back-reference", "taken-back-link"),
}

OWED_TEXTS = {f"{entry}{part}" for entry in ("first-entry", "entry") for part in ("", "-reference", "-link")}

LETTER_TEXTS = {"letter", "letter-subject", "letter-closed", "contact"}
"""For the coordinators of the country alone."""


MAILED = frozenset({"ireland", "second", "france", "belgium", "denmark", "contributor", "reviewer", "desk", "lead"}) | {
    "officer",
    "expert",
    "insider",
}
"""Who is mailed; observers, administrators and agencies are told nothing."""


def marks(text: str) -> set[tuple[str, str, str]]:
    """The marks in a text: whose, told or kept, of which text."""
    return {(owner.upper(), stage.lower(), name.lower()) for owner, stage, name in MARK.findall(text)}


@pytest.fixture(scope="module")
def browsers() -> dict[str, Browser]:
    return {}


def browser_of(estate: Estate, browsers: dict[str, Browser], role: str) -> Browser:
    if role not in browsers:
        browsers[role] = estate.sign_in(role)
    return browsers[role]


def leaks(role: str, found: set[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    """Those among the marks that the role may not read."""
    reads = {
        **READS[role],
        **READS_FLAGS[role],
        STATED: READS_STATED[role],
        OWED: READS_OWED[role],
        MULLED: reads_mulled(role),
    }
    of_items = READS_OF_ITEMS.get(role, frozenset())
    of_support, before = reads_support(role), READ_BEFORE.get(role, {})
    return {
        (owner, stage, name)
        for owner, stage, name in found
        if owner not in reads.get(stage, ())
        and not (stage == TOLD and name in of_items)
        and name not in {*of_support.get((owner, stage), ()), *before.get((owner, stage), ())}
    }


def _stated_and_owed_are_read_whole(role: str, seen: set[tuple[str, str, str]]) -> None:
    for stage, reads, names in ((STATED, READS_STATED, STATED_TEXTS), (OWED, READS_OWED, OWED_TEXTS)):
        for owner in reads[role]:
            assert {name for whose, where, name in seen if (whose, where) == (owner, stage)} == names, owner
    for owner in reads_mulled(role):
        assert {name for whose, where, name in seen if (whose, where) == (owner, MULLED)} == MULLED_TEXTS, owner
    for owner in READS_STATED[role]:
        read = {name for whose, where, name in seen if (whose, where) == (owner, TOLD)}
        assert owner in READS[role][TOLD] or read == READS_OF_ITEMS[role], owner


def reads_support(role: str) -> Names:
    """What a role reads of technical support, and for it."""
    return {**READS_SUPPORT.get(role, {}), **reads_lent(role), **reads_met(role), **reads_queried(role)}


def check_support(role: str, seen: set[tuple[str, str, str]]) -> None:
    """Of support, the role has found what it may read."""
    for (owner, stage), names in reads_support(role).items():
        assert {name for whose, where, name in seen if (whose, where) == (owner, stage)} == names, (owner, stage)


@pytest.mark.parametrize("role", ROLES)
def test_a_crawl_finds_nothing_that_the_role_may_not_read(
    estate: Estate, browsers: dict[str, Browser], role: str
) -> None:
    seen: set[tuple[str, str, str]] = set()
    wrong: dict[str, set[tuple[str, str, str]]] = {}
    for address, answer in crawl(estate, browser_of(estate, browsers, role), addresses(estate)):
        assert answer.status_code < 500, address
        # An address that one typed oneself may come back, for example as a search's own words.
        found = marks(text_of(answer))
        seen |= found
        if leaks(role, found):
            wrong[address] = leaks(role, found)
    assert not wrong, "\n".join(f"{address}: {sorted(found)}" for address, found in wrong.items())
    letters = {name for _whose, _stage, name in seen} & LETTER_TEXTS
    assert letters == (LETTER_TEXTS if role in ("ireland", "france") else set())
    for stage, names in FLAG_TEXTS.items():
        for owner in READS_FLAGS[role][stage]:
            assert {name for whose, where, name in seen if (whose, where) == (owner, stage)} == names, owner
    _stated_and_owed_are_read_whole(role, seen)
    check_support(role, seen)
    for owner in OWNERS:
        if owner in READS[role][KEPT] - {EU}:
            assert {(owner, KEPT, "flag-note"), (owner, KEPT, "fiche-comment")} <= seen
        if owner in READS[role][KEPT]:
            assert {name for whose, stage, name in seen if (whose, stage) == (owner, KEPT)} >= KEPT_TEXTS, owner
        if owner in READS[role][TOLD]:
            missed = TOLD_TEXTS - {name for whose, stage, name in seen if (whose, stage) == (owner, TOLD)}
            assert not missed, f"the crawl misses {missed} of {owner}, which the role may read"


@pytest.mark.parametrize("day", DAYS)
def test_other_days_tell_no_more(estate: Estate, browsers: dict[str, Browser], day: str) -> None:
    for role in ("france", "desk", "observer", "watcher", "agency", "officer", "expert", "insider", "gone"):
        pages = [with_day(address, day) for address in addresses_of_state(estate)]
        wrong = {}
        for address, answer in crawl(estate, browser_of(estate, browsers, role), pages, follow=0):
            assert answer.status_code < 500, address
            if found := leaks(role, marks(text_of(answer))):
                wrong[address] = found
        assert not wrong, f"{role}: {wrong}"


def test_no_mail_holds_a_word_of_what_was_written(estate: Estate) -> None:
    """Neither of what its reader may read: mails are forwarded, and lie in boxes for years."""
    mails = mails_of(estate)
    assert {name for name, mail in mails.items() if "canary" in mail.text.lower()} == set()
    assert set(mails) == MAILED
    told = {name: mail.kinds for name, mail in mails.items()}
    assert told["ireland"] >= {Kind.FLAGS, Kind.ROUNDS, Kind.FICHES, Kind.STATEMENTS}
    assert told["reviewer"] >= {Kind.FLAGS, Kind.SHARED, Kind.SUBMISSIONS, Kind.FICHES}
    assert (Kind.SUBMISSIONS in told["second"], told["contributor"]) == (True, {Kind.MENTIONS})


def test_what_is_shared_later_is_not_in_the_past_as_it_was_known(estate: Estate, browsers: dict[str, Browser]) -> None:
    """The reviewer reads what Ireland shared; as known on the day before, nothing of it was there."""
    reviewer = browser_of(estate, browsers, "reviewer")
    cell = "/countries/IE/blocks/1?open=all"
    assert (("IE", TOLD, "title")) in marks(reviewer.get(cell).text)
    assert marks(reviewer.get(f"{cell}&as_of=2026-11-16&known=2026-11-16").text) == set()


NOT_ASKED = {
    "holds no word of a plan": {
        *("account.form_token", "account.use_link", "admin.correct_person", "admin.give_role", "admin.invite_person"),
        *("admin.pseudonymise_person", "admin.revoke_role", "admin.show_person", "reading.allocate_desk"),
    },
    "is printed from what is asked": {
        *("countries.download_brief", "countries.download_pdf", "countries.download_since", "fiches.download_fiche"),
        *("fiches.download_letter", "reports.print_council", "review.download_receipt"),
    },
    "has a name of its own, found by links alone": {
        *("exchange.show_import", "exchange.show_spreadsheet", "review.verify_seal", "review.download_sealed"),
    },
    "is a picture": {
        *("countries.preview_picture_of", "review.preview_official_picture", "support.preview_deliverable_picture"),
    },
    "is a piece of what is asked": {"review.preview_official"},
}


def test_every_page_and_file_is_asked_or_it_is_said_why_not(estate: Estate) -> None:
    adapter = estate.app.url_map.bind("localhost")
    asked = {adapter.match(urlsplit(address).path)[0] for address in addresses(estate) if "no-such" not in address}
    gets = {rule.endpoint for rule in estate.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert gets - asked == set().union(*NOT_ASKED.values())
