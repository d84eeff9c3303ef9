"""The pages of the cycle: what was due and came later is said, two cycles stand together, its keepers record."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime

from app.web.governance.calendar_file import Event, calendar_file
from tests.guards.reading_pages import Page, faults
from tests.web.browsing import Browser
from tests.web.countries.conftest import World

REPORT = "/governance/2026/steps/report"
OWN = "/governance/2026/steps/information-sent?country=IE"
CALL = "/governance/2026/steps/call-for-help?country=FR"


def words(page: str) -> str:
    """A page without its tags, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\xa0", " ").split())


def recorded(browser: Browser, address: str, **said: str) -> str:
    """Record something, and the page that follows."""
    page = browser.get(address).text
    found = re.search(r'name="version" value="(\d+)"', page)
    answer = browser.post(address, {"version": found[1] if found else "0", **said})
    assert answer.status_code == 303, answer.text
    return browser.get(answer.headers["Location"]).text


def test_the_page_of_a_cycle(cycles: World) -> None:
    reader = cycles.sign_in("observer")
    assert reader.get("/governance").headers["Location"].endswith("/governance/2026")
    first = reader.get("/governance/2025").text
    assert faults(Page(first)) == []
    said = words(first)
    assert "due 15 October 2025, presented 11 November 2025, 27 days later" in said
    assert "planned for 20 November 2025; nothing recorded" not in said, "it still has its day: 26 November"
    assert "due 26 November 2025; nothing recorded" in said
    assert "COM(2025) 1" in said
    second = reader.get("/governance/2026").text
    assert faults(Page(second)) == []
    said = words(second)
    assert "Report of 2026, pool of 2027" in said
    assert "The cycle of 2025 runs beside it" not in said, "nothing of it falls into 2026"
    assert "due 15 October 2026; nothing recorded" in said
    assert "waits for: Annual report" in said
    assert "wheel__dot" in second
    assert [reader.get(f"/governance/{year}").status_code for year in (2024, 2027, 2028)] == [404, 200, 404]
    assert cycles.sign_in("admin").get("/governance/2026").status_code == 404


def test_the_keeper_records_and_what_hangs_on_it_moves(cycles: World) -> None:
    keeper, reader = cycles.sign_in("keeper"), cycles.sign_in("ireland")
    page = recorded(keeper, REPORT, reference="COM(2026) 1")
    assert "Due 15 October 2026; a document is recorded, no day" in words(page)
    page = recorded(
        keeper, REPORT, happened_on="2026-11-20", reference="COM(2026) 1", url="https://eur-lex.europa.eu/1"
    )
    assert faults(Page(page)) == []
    assert "Due 15 October 2026, presented 20 November 2026, 36 days later" in words(page)
    assert "COM(2026) 1" in page
    said = words(reader.get("/governance/2026").text)
    assert "may be done now, due 7 December 2026" in said
    refused = keeper.post(REPORT, {"version": "0", "note": "Typed by another"})
    assert refused.status_code == 409
    assert "Typed by another" in refused.text
    wrong = keeper.post(REPORT, {"version": "0", "happened_on": "2030-01-01"})
    assert wrong.status_code in (409, 422)
    page = reader.get(REPORT)
    assert page.status_code == 200
    assert '<form class="narrow" method="post"' not in page.text
    assert reader.post(REPORT, {"version": "0"}).status_code == 403


def test_a_recurring_duty_shows_its_occurrences_beside_the_item(cycles: World) -> None:
    recorded(cycles.sign_in("ireland"), OWN, happened_on="2026-06-03", reference="Letter 12")
    cell = "/countries/IE/blocks/2?open=all"
    said = "Information sent, cycle 2026 : due 1 June 2026, sent 3 June 2026, 2 days later"
    for name in ("ireland", "reviewer"):
        page = cycles.sign_in(name).get(cell)
        assert said in words(page.text), name
        assert faults(Page(page.text)) == []
        assert "2 days later" not in words(cycles.sign_in(name).get(f"{cell}&as_of=2026-06-02").text), "not yet then"
    other = cycles.sign_in("france").get("/countries/FR/blocks/2?open=all").text
    assert "Information sent, cycle 2026 : due 1 June 2026; nothing recorded" in words(other)
    assert "In the yearly cycle Information sent, by 1 June" in words(
        cycles.sign_in("admin").get("/items/borders.yearly-report").text
    )


def test_what_passed_its_day_without_a_word_is_named(cycles: World) -> None:
    said = words(cycles.sign_in("keeper").get("/governance/2026").text)
    assert re.search(
        r"Information sent: due 1 June 2026; of (\d) that you read, nothing is recorded of \1: Belgium", said
    )
    assert "Annual report: due 15 October 2026; nothing recorded" in said
    own = words(cycles.sign_in("ireland").get("/governance/2026").text)
    assert "Information sent (Ireland): due 1 June 2026; nothing recorded" in own
    assert "Information sent (France)" not in own


def test_several_that_came_later_are_told_in_one_sentence(cycles: World) -> None:
    for name, code in (("ireland", "IE"), ("france", "FR")):
        browser = cycles.sign_in(name)
        recorded(browser, f"/governance/2026/steps/information-sent?country={code}", happened_on="2026-06-05")
    said = words(cycles.sign_in("keeper").get("/governance/2026").text)
    assert re.search(
        r"Information sent: due 1 June 2026; of \d that you read, 2 came later: Ireland \(4 days\), France", said
    )
    own = words(cycles.sign_in("ireland").get("/governance/2026").text)
    assert "Information sent (Ireland): due 1 June 2026, sent 5 June 2026, 4 days later" in own
    assert "France (4 days)" not in own


def test_a_country_records_its_own_and_others_do_not_read_it(cycles: World) -> None:
    ireland = cycles.sign_in("ireland")
    page = recorded(ireland, OWN, happened_on="2026-06-03", reference="Letter 12")
    assert "Due 1 June 2026, sent 3 June 2026, 2 days later" in words(page)
    for name in ("reviewer", "keeper"):
        assert "Letter 12" in cycles.sign_in(name).get(OWN).text, name
    for name in ("france", "observer", "watcher"):
        stranger = cycles.sign_in(name)
        assert stranger.get(OWN).status_code == 404
        assert "3 June 2026" not in words(stranger.get("/governance/2026").text)
        assert "3 June 2026" not in stranger.get("/governance/2026.csv").text
    assert (
        "What others record is read by them and by the Commission."
        in cycles.sign_in("observer").get("/governance/2026").text
    )
    assert cycles.sign_in("keeper").post(OWN, {"version": "0", "note": "x"}).status_code == 403


def test_an_event_is_recorded_for_a_country_with_its_document(cycles: World) -> None:
    keeper = cycles.sign_in("keeper")
    assert keeper.get(CALL).status_code == 200
    refused = keeper.post(CALL, {"version": "0", "happened_on": "2026-11-20"})
    assert refused.status_code == 422
    assert "public document" in refused.text
    recorded(keeper, CALL, happened_on="2026-11-20", reference="Press text 5")
    said = words(keeper.get("/governance/2026").text)
    assert "France: done 20 November 2026" in said
    assert "France: may be done now, due 27 November 2026" in said


def test_another_day_is_read_only_and_knows_nothing_of_later(cycles: World) -> None:
    keeper = cycles.sign_in("keeper")
    recorded(keeper, REPORT, happened_on="2026-11-20", reference="COM(2026) 1")
    page = keeper.get("/governance/2026?as_of=2026-11-10")
    assert "COM(2026) 1" not in page.text
    step = keeper.get(f"{REPORT}?as_of=2026-11-10").text
    assert 'method="post" action="/governance' not in step
    assert "20 November 2026" not in words(keeper.get("/governance/2026?as_of=2026-11-21&known=2026-11-21").text)


def test_the_files_hold_what_the_page_shows(cycles: World) -> None:
    ireland = cycles.sign_in("ireland")
    recorded(ireland, OWN, happened_on="2026-06-03", reference="Letter 12")
    table = ireland.get("/governance/2026.csv").text
    assert "2026,information-sent,Information sent,IE,1,2026-06-01,,2026-06-03,later than due,Letter 12" in table
    answer = ireland.get("/governance/2026.ics")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    text = answer.text.replace("\r\n ", "")
    assert "UID:2026.information-sent@" in text
    assert "DTSTART;VALUE=DATE:20260601" in text
    assert "SUMMARY:Annual report" in text
    assert "URL:http" in text


def test_desks_say_what_of_the_cycle_is_owed(cycles: World) -> None:
    ireland = cycles.sign_in("ireland")
    keeper = cycles.sign_in("keeper")
    desk = words(keeper.get("/countries/EU").text)
    assert "Annual report European Commission due 15 October 2026; nothing recorded Record" in desk
    recorded(keeper, REPORT, happened_on="2026-11-20")
    page = keeper.get("/countries/EU").text
    assert faults(Page(page)) == []
    assert "Forum European Commission may be done now, due 7 December 2026 Record" in words(page)
    reviewer = words(cycles.sign_in("reviewer").get("/desk").text)
    assert "Forum European Commission may be done now, due 7 December 2026" in reviewer
    own = words(ireland.get("/countries/IE").text)
    assert "Annual cycle" in own
    assert "Information sent responsible, unless it is under pressure due 1 June 2026; nothing recorded Record" in own
    assert "Annual cycle" not in re.sub("(?s)<nav.*?</nav>", "", cycles.sign_in("watcher").get("/countries/IE").text)


def test_the_key_and_its_calculator(cycles: World) -> None:
    ireland = cycles.sign_in("ireland")
    page = ireland.get("/governance/2025/key").text
    assert faults(Page(page)) == []
    said = words(page)
    assert "Estimate, not the official key" in said
    assert "Denmark: not applicable" in said
    assert "Belgium 11,900,100 614,000" in said
    assert ireland.get("/governance/2026/key").status_code == 404
    shares = [row.split(",")[4] for row in ireland.get("/governance/2025/key.csv").text.splitlines()[1:4]]
    assert sum(int(share.replace(".", "")) for share in shares) == 1_000_000
    pool = {"country": "BE", "relocations": "21000", "money": "420 000 000", "own_relocations": "10"}
    answer = ireland.post("/governance/2025/key", pool)
    assert answer.status_code == 200
    said = words(answer.text)
    assert "Offered: EUR 200,000, at the pool’s ratio of EUR 20,000 for a relocation" in said
    assert "By the published share: 645 relocations, or EUR 12,899,880" in said
    assert "It does not reach that." in said
    for wrong in (
        {**pool, "country": "DK"},
        {**pool, "money": "much"},
        {**pool, "deduction": "420000000"},
        {"country": "BE"},
    ):
        assert ireland.post("/governance/2025/key", wrong).status_code == 422, wrong


def test_the_pool_says_what_is_unknown_and_its_keeper_records(cycles: World) -> None:
    ireland, keeper = cycles.sign_in("ireland"), cycles.sign_in("keeper")
    page = ireland.get("/governance/2025/pool").text
    assert faults(Page(page)) == []
    said = words(page)
    assert "Reference numbers: 100 relocations, or EUR 2,000,000; a relocation is worth EUR 20,000." in said
    assert "financial contributions: EUR 500,000.50" in said
    assert "pledged: EUR 740,000.50, known for 2 of 3 Member States" in said
    assert "delivered: unknown" in said
    assert "Denmark" not in said
    assert "2026,BE,pledge,financial,,500000.50" in ireland.get("/governance/2025/pool.csv").text
    assert "Source: Press, confidence: medium" in words(ireland.get("/governance/2025/pool/BE").text)
    assert 'value="2,000,000"' in ireland.get("/governance/2025/key").text
    line = {"kind": "delivered", "type": "relocation", "amount": "5", "as_at": "2026-11-20", "reference": "Bulletin 3"}
    assert ireland.post("/governance/2025/pool/IE", {"version": "0", **line}).status_code == 403
    assert keeper.post("/governance/2025/pool/IE", {"version": "0", **line}).status_code == 303
    told = keeper.get("/governance/2025/pool/IE").text
    assert faults(Page(told)) == []
    assert "Remains of what is pledged, as far as known: EUR 140,000." in words(told)
    assert "Bulletin 3 Recorded by a coordinator of the EU level on 23 November 2026" in words(told)
    row = next(one for one in ireland.get("/governance/2025/pool.csv").text.splitlines() if "Bulletin 3" in one)
    assert row.endswith(",Bulletin 3,,,,2026-11-23,coordinator,"), "of what is recorded no confidence is claimed"
    assert keeper.post("/governance/2025/pool/IE", {"version": "0", **line, "amount": "6"}).status_code == 409
    for wrong in ({"amount": "many"}, {"reference": ""}, {"kind": "reference"}, {"type": "gold"}):
        assert keeper.post("/governance/2025/pool/IE", {"version": "9", **line, **wrong}).status_code in (404, 422), (
            wrong
        )
    empty = words(ireland.get("/governance/2026/pool").text)
    assert "No Council act on this pool is recorded." in empty
    early = keeper.post("/governance/2026/pool/IE", {"version": "0", **line})
    assert early.status_code == 409
    assert "once the Council act is published" in early.text
    act = {
        "kind": "reference",
        "type": "relocation",
        "amount": "100",
        "as_at": "2026-11-20",
        "reference": "(EU) 2026/9",
    }
    assert keeper.post("/governance/2026/pool/EU", {"version": "0", **act}).status_code == 303
    assert "(EU) 2026/9" in ireland.get("/governance/2026/pool").text
    assert [ireland.get(f"/governance/2025/pool/{code}").status_code for code in ("DK", "XX", "EU")] == [404, 404, 200]


def test_a_calendar_is_folded_and_escaped() -> None:
    event = Event("2026.x", date(2026, 12, 31), "A; b, c\nd", "ü" * 80, "https://x.eu/1")
    text = calendar_file("Cycle", "x.eu", [event], datetime(2026, 11, 23, 11, tzinfo=UTC))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "SUMMARY:A\\; b\\, c\\nd\r\n" in text
    assert "ü" * 80 in text.replace("\r\n ", "")
    assert "DTEND;VALUE=DATE:20270101" in text
    assert "DTSTAMP:20261123T110000Z" in text
