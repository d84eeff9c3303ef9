"""Everything a person can ask of the application: addresses of all shapes for all plans, and every link found."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.security.convening import addresses_of_meetings
from tests.security.estate import OWNERS, SILENT, Estate
from tests.security.pledging import addresses_of_pledges
from tests.security.questioning import addresses_of_questions
from tests.web.browsing import Browser

LEADS = frozenset({"href", "src", "action", "data-body", "data-chart", "data-url", "formaction", "data-src"})
BY_SCRIPT = {"X-Requested-With": "tracker"}
PRACTICES = 6
"""There are five; one more is asked for."""
NOT_FOLLOWED = ("/static/", "/logout")


class Links(HTMLParser):
    """The addresses on a page, those that its scripts would ask for included."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.update(value for name, value in attrs if name in LEADS and value)


def links(page: str, address: str) -> set[str]:
    """Addresses of our own that a page names."""
    whole = (urljoin(f"http://localhost{address}", link) for link in Links(page).found)
    parts = [urlsplit(link) for link in whole]
    ours = (part for part in parts if part.hostname == "localhost" and part.scheme in ("http", "https"))
    return {
        part._replace(scheme="", netloc="", fragment="").geturl()
        for part in ours
        if not part.path.startswith(NOT_FOLLOWED)
    }


def addresses(estate: Estate) -> Iterator[str]:
    """Pages, files and pieces of pages, of every plan, whether linked or not."""
    view = estate.view
    numbers = [block.code for block in view.blocks.values()]
    yield from (
        "/",
        "/matrix.csv",
        "/matrix.xlsx",
        "/trend.json",
        "/trend.csv",
        "/blocks",
        "/gaps",
        "/gaps.csv",
        "/gaps.xlsx",
        "/reports/council",
        "/reports/council.csv",
        "/compare",
        "/compare?from=2025-01-01&as=then",
        "/compare.csv?from=2025-01-01",
        "/compare.xlsx",
        "/flags",
        "/flags.csv",
        "/flags/drafts",
        *(
            f"/flags/record{kind}?country={code}&first=2024-06-11&last=2027-12-31"
            for code in ("EU", "IE", "FR")
            for kind in ("", ".csv", ".xlsx")
        ),
        *("/fiches", "/account/mentions", "/notices", "/desk", "/desk/second", "/rounds", "/rounds/1", "/statements"),
        *("/support", *(f"/support/requests/{number}" for number in (1, 2, 3)), "/support/requests/1/correct"),
        *(f"/support/{kind}/{number}" for kind in ("projects", "suggestions") for number in (1, 2)),
        *("/support/deliverables", "/support/deliverables.csv", "/support/projects/1/deliverables/new"),
        *addresses_of_deliverables(estate),
        *addresses_of_practices(estate),
        *addresses_of_questions(OWNERS),
        *("/admin/health", "/why", "/accessibility", "/privacy", "/healthz", "/readyz"),
        *("/catalogue/acts", "/catalogue/acts/RCD", "/catalogue/deadlines", "/rounds/open", "/desk/second/1"),
    )
    yield from ("/governance", "/governance/2025", "/governance/2025/key", "/governance/2025/key.csv")
    yield from ("/governance/2025/pool", "/governance/2025/pool.csv", "/governance/2025/pool/IE")
    yield from (f"/governance/2026{kind}" for kind in ("", ".csv", ".ics", "/steps/report"))
    yield from ("/funding", "/funding.csv", "/funding/public.csv", "/actors", "/actors.csv")
    yield from (f"/actors/{code}" for code in view.actors)
    yield from addresses_of_meetings()
    yield from addresses_of_pledges((*OWNERS, SILENT))
    yield from ("/countries", "/catalogue", "/catalogue.csv", "/method", "/account", "/login", "/no-such-page")
    yield from ("/search?q=canary", "/search?q=kept", "/search?q=IE-0001", "/admin", "/admin/audit", "/admin/releases")
    yield from (f"/blocks/{number}" for number in numbers)
    for owner in (*OWNERS, SILENT):
        home = f"/countries/{owner}"
        yield from (home, f"{home}/share", f"{home}/authorities", f"{home}/history", f"/gaps?country={owner}")
        yield from (f"/compare?country={owner}", f"/compare/moved.csv?country={owner}")
        yield f"{home}/history?before=999999"
        yield f"/support{home}/request"
        yield from (f"/flags/{owner}-1", f"/flags/write/{owner}")
        yield f"/fiches?country={owner}"
        yield f"/governance/2026/steps/information-sent?country={owner}"
        yield from (f"/fiches/{owner}-1", f"/fiches/{owner}-1/letter", f"/rounds/1/extend/{owner}")
        yield from (f"{home}/submissions", f"{home}/submissions/1", f"{home}/submit", f"{home}/compare")
        yield from (f"{home}/{part}" for part in ("milestones", "people", "consultations", "spreadsheets"))
        yield from (f"{home}/{part}" for part in ("brief", "since?from=2026-11-15", "reading", "gantt", "gantt.csv"))
        yield from (f"{home}/{part}" for part in ("funding", "funding.csv"))
        yield from (f"{home}/{part}" for part in ("plan.docx", "workbook", "workbook.csv", "workbook.xlsx", "why"))
        yield from (f"{home}/{part}" for part in ("compare.csv?from=1&to=today", "share/row", "consultations/record"))
        yield from (f"{home}/{part}" for part in ("second", "people/invite", "submissions/1/document"))
        yield from (f"{home}/blocks/1/{part}" for part in ("figures", "gantt", "gantt.csv"))
        yield f"/fiches/begin/{owner}"
        for number in numbers:
            cell = f"{home}/blocks/{number}"
            yield from (f"{cell}?open=all", f"{cell}/why", f"{cell}/prose", f"{home}/history?block={number}")
        if owner in estate.told:
            yield from addresses_of(estate, owner)


def addresses_of(estate: Estate, owner: str) -> Iterator[str]:
    """What one plan holds, by its own names."""
    view, told, home = estate.view, estate.told[owner], f"/countries/{owner}"
    for reference in (told.references[0], told.references[-1]):
        yield from (f"{home}/milestones/{reference}", f"{home}/milestones/{reference}/edit")
        yield from (f"{home}/milestones/{reference}/{part}" for part in ("row", "split", "move", "comments", "parts"))
        yield f"{home}/milestones/{reference}/predecessors/choose?text=e"
    for reference in filter(None, (*told.references, told.border)):
        yield f"/support{home}/milestones/{reference}/suggest"
    for evidence_id in told.evidence_ids:
        yield f"{home}/evidence/{evidence_id}"
    for file_id in told.file_ids:
        yield from (f"{home}/files/{file_id}", f"{home}/files/{file_id}/preview", f"{home}/files/{file_id}/take-back")
    first = 2 * OWNERS.index(owner) + 1  # two of each were written in every plan, in this order
    yield from (f"{home}/comments/{first}/edit", f"{home}/consultations/{first}", f"{home}/people/{first}/deputy")
    yield from (f"/flags/drafts/{first + 1}", f"/fiches/draft-{first + 1}", f"/fiches/draft-{first + 1}/blocks/0")
    for key in told.keys:
        item = view.items[key]
        number = view.blocks[item.block_key].code
        yield from (f"{home}/items/{key}/edit", f"{home}/items/{key}/evidence/attach", f"/items/{key}")
        yield from (f"{home}/items/{key}/milestones/ready", f"{home}/items/{key}/order")
        yield f"{home}/items/{key}/gaps/no-authority/note"
        yield from (f"{home}/items/{key}/{part}" for part in ("assessments", "statements", "comments"))
        yield f"{home}/reading/{key}"
        yield from (f"{home}/items/{key}/milestones/add", f"{home}/blocks/{number}/items/{item.item_id}")
    for ask_id in told.ask_ids:
        yield from (f"{home}/asks/{ask_id}", f"{home}/asks/{ask_id}/letter.eml")
    yield f"{home}/authorities/{told.authority_ids[0]}/ask"
    for section in view.plan_sections:
        yield f"{home}/blocks/1/prose/{section.key}"


def addresses_of_deliverables(estate: Estate) -> Iterator[str]:
    """Every deliverable with every file, also such as belong to another one."""
    for key, _ in estate.handed:
        page = f"/support/deliverables/{key}"
        yield from (page, f"{page}/edit")
        for _, file_id in estate.handed:
            yield from (f"{page}/files/{file_id}", f"{page}/files/{file_id}/preview")


def addresses_of_practices(estate: Estate) -> Iterator[str]:
    """The lists and every practice, with files of deliverables."""
    yield from ("/practices", "/practices?q=canary", "/practices.csv", "/practices.csv?q=canary")
    yield "/practices/adoptions"
    handed_on = estate.handed[0][1]
    for key in range(1, PRACTICES + 1):
        page = f"/practices/{key}"
        yield from (page, f"{page}/edit", f"{page}/files/{handed_on}", f"/practices/new/IE?from={key}")
    yield from (f"/practices/1/files/{file_id}" for _, file_id in estate.handed)
    yield from (f"/practices/new/IE?deliverable={key}" for key, _ in estate.handed)
    for owner in OWNERS:
        yield from (f"/practices/new/{owner}", f"/practices/where-we-are/{owner}", f"/practices/where-we-are/{owner}/1")


def addresses_of_state(estate: Estate) -> Iterator[str]:
    """Those whose answer depends on the day looked at."""
    without = (
        *("/search", "/admin", "/catalogue", "/account", "/login", "/method", "/share", "/authorities", "/submit"),
        *("/notices", "/desk", "/rounds", "/reading", "/workbook", "/accessibility", "/privacy", "/healthz", "/readyz"),
        *("/workbook.csv", "/workbook.xlsx", "/comments", "/people", "/spreadsheets", "/share/row", "/figures"),
        *(
            "/second",
            "/preview",
            "/take-back",
            "/record",
            "/invite",
            "/deputy",
            "/document",
            "/gantt.csv",
            "/compare.csv",
        ),
    )
    for address in addresses(estate):
        path = urlsplit(address).path
        if not (path.startswith(without) or path.endswith(without)) and not is_form(path):
            yield address


def addresses_of_figures(estate: Estate) -> Iterator[str]:
    """Those in which figures of several plans stand together, and the main pages of each plan."""
    for address in addresses_of_state(estate):
        if not any(part in urlsplit(address).path for part in ("/milestones/", "/items/", "/prose", ".docx")):
            yield address


def is_form(path: str) -> bool:
    """Whether something is written there."""
    return (
        path.endswith(("/edit", "/attach", "/add", "/ask", "/split", "/move", "/order", "/ready", "/note"))
        or "/asks/" in path
        or "/evidence/" in path
        or "/prose/" in path
        or path.startswith(("/flags/", "/fiches", "/rounds/"))
    )


def with_day(address: str, day: str) -> str:
    """An address on another day, or as known on another day."""
    return f"{address}{'&' if '?' in address else '?'}{day}"


def is_piece(address: str) -> bool:
    """Whether the page's script asks for it and not a person."""
    path = urlsplit(address).path
    return path.endswith(("/row", "/edit")) or ("/blocks/" in path and "/items/" in path)


def text_of(answer: TestResponse) -> str:
    """What an answer tells: its headers, its text, or what stands in the parts of a workbook."""
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    if answer.data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
            return head + "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return f"{head}\n{answer.text}"


def kind_of(estate: Estate, address: str) -> tuple[object, ...]:
    """What an address is one of: its endpoint, its plan, and the names in its query."""
    parts = urlsplit(address)
    names = tuple(sorted(pair.partition("=")[0] for pair in parts.query.split("&") if pair))
    try:
        endpoint, values = estate.app.url_map.bind("localhost").match(parts.path)
    except HTTPException:
        return (parts.path, names)
    return (endpoint, values.get("code"), names)


def crawl(
    estate: Estate, browser: Browser, start: Iterable[str], *, follow: int = 3
) -> Iterator[tuple[str, TestResponse]]:
    """Every address, and of the links found on the way so many of a kind, with what was answered.

    Pieces of pages are asked for by hand and as the page's script does it.
    """
    waiting = list(dict.fromkeys(start))
    known, followed = set(waiting), Counter[tuple[object, ...]]()
    for address in waiting:
        answer = browser.get(address)
        yield address, answer
        if is_piece(address):
            yield f"{address} (by script)", browser.get(address, headers=BY_SCRIPT)
        if follow and answer.mimetype == "text/html":
            for link in sorted(links(answer.text, address) - known):
                known.add(link)
                if urlsplit(link).path.endswith(".pdf"):
                    continue  # printed from the document that the Word file, the brief and the receipt are made of
                kind = kind_of(estate, link)
                followed[kind] += 1
                if followed[kind] <= follow:
                    waiting.append(link)
    assert len(waiting) < 2000, "the crawl does not end"
