"""A fiche and the letter beside it as documents: page and PDF are drawn from the same parts. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from app.core.labels import message
from app.exchange.book.instructions import DISCLAIMER
from app.fiches.content import Comment, Content
from app.fiches.states import Aspect, Outcome
from app.flags.states import Severity
from app.readiness.display import plain
from app.reports.parts import Document, Heading, Paragraph, Part, Table
from app.reports.tongue import Tongue

NOT_CHECKED = message("Not yet checked by the Member State")
WHOLE = message("the whole")


def fiche_document(content: Content, tongue: Tongue, digest: str = "") -> Document:
    """The fiche. `digest`: the hash under which it is sealed, empty where it is not."""
    parts = (
        *_cover(content, tongue, digest),
        *_figures(content, tongue),
        *_roots(content, tongue),
        *_narrative(content, tongue),
        *_comments(content, tongue),
        *_annex(content, tongue),
    )
    title = tongue.say(message("Fiche: %(country)s")) % {"country": content.name}
    return _document(title, content, tongue, parts)


def letter_document(content: Content, tongue: Tongue, day: date) -> Document:
    """The letter that goes with the fiche, of a day."""
    say = tongue.say
    about = say(message("Fiche on the implementation of the Pact, figures of %(day)s"))
    parts = (
        Paragraph(content.name, say(message("To"))),
        Paragraph(tongue.day(content.final_on or content.sent_on or day), say(message("Date"))),
        Paragraph(about % {"day": tongue.day(content.as_of)}, say(message("Subject"))),
        *(Paragraph(text.strip("\n")) for text in content.letter.split("\n\n") if text.strip()),
    )
    return _document(say(message("Letter: %(country)s")) % {"country": content.name}, content, tongue, parts)


def _document(title: str, content: Content, tongue: Tongue, parts: tuple[Part, ...]) -> Document:
    mark = tongue.say(message("Invented data")) if content.is_invented else ""
    foot = ". ".join(filter(None, (mark, tongue.say(DISCLAIMER))))
    return Document(title, tongue.language, "", foot, parts, mark)


def _cover(content: Content, tongue: Tongue, digest: str) -> Iterator[Part]:
    say = tongue.say
    yield Paragraph(_state(content, tongue), say(message("State")))
    checked = say(NOT_CHECKED)
    if content.checked_on:
        checked = say(message("Checked by the Member State on %(day)s")) % {"day": tongue.day(content.checked_on)}
    yield Paragraph(checked, say(message("Factual check")))
    if content.round_title:
        yield Paragraph(content.round_title, say(message("Round")))
    figures = content.figures
    said = say(message("%(day)s, of the shared state, by rule version %(rule)s and catalogue %(catalogue)s"))
    values = {
        "day": tongue.day(content.as_of),
        "rule": figures["rule_version"],
        "catalogue": figures["catalogue"]["version"],
    }
    yield Paragraph(said % values, say(message("Figures of")))
    if counted := dict.fromkeys(one["reference"] for one in figures.get("findings", ())):
        yield Paragraph(", ".join(counted), say(message("Findings recorded since")))
    if digest:
        yield Paragraph(digest, say(message("Sealed (SHA-256)")))


def _state(content: Content, tongue: Tongue) -> str:
    say = tongue.say
    if content.final_on:
        return say(message("final since %(day)s")) % {"day": tongue.day(content.final_on)}
    if content.sent_on:
        values = {"day": tongue.day(content.sent_on), "due": tongue.day(content.check_due_on)}
        return say(message("sent for the factual check on %(day)s, asked for by %(due)s; not final")) % values
    return say(message("draft, internal to the Commission"))


def _figures(content: Content, tongue: Tongue) -> Iterator[Part]:
    say, figures = tongue.say, content.figures
    total = figures["total"]
    yield Heading(1, say(message("Figures")))
    said = say(message("%(reported)s of %(total)s reported, %(shown)s shown, %(confirmed)s confirmed"))
    yield Paragraph(said % _key(total), say(message("Key items in place")))
    first = figures["first_reading"]
    if first["total"]:
        said = say(message("%(confirmed)s of %(total)s"))
        yield Paragraph(said % first, say(message("Confirmed at first reading")))
    named = ", ".join(f"{number} {say(Severity(key).label)}" for key, number in figures["flags"].items() if number)
    yield Paragraph(named or say(message("none")), say(message("Open flags")))
    heads = (
        message("Block"),
        message("Progress"),
        message("Expected by law"),
        message("Items with information"),
        message("Key items in place: reported, shown, confirmed, of"),
        message("Past legal date"),
    )
    rows = [_row(say(message("Blocks in the sum")), total)]
    rows += [_row(f"{block['code']} {block['title']}", block) for block in figures["blocks"]]
    yield Table(_caption(message("Figures by block"), content, tongue), tuple(map(say, heads)), tuple(rows))


def _key(sums: Mapping[str, Any]) -> dict[str, Any]:
    return {name: sums[f"key_{name}"] for name in ("reported", "shown", "confirmed", "total")}


def _row(name: str, sums: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        name,
        _percent(sums["progress"]),
        _percent(plain(sums["expected_law"])),
        f"{sums['informed']} / {sums['counted']}",
        ", ".join(str(number) for number in _key(sums).values()),
        str(sums["past"] or "–"),
    )


def _percent(shown: int | None) -> str:
    return "–" if shown is None else f"{shown} %"


def _roots(content: Content, tongue: Tongue) -> Iterator[Part]:
    say, roots = tongue.say, content.figures["roots"]
    yield Heading(1, say(message("Widest gaps, by their root")))
    if not roots:
        yield Paragraph(say(message("No item that was reported on is behind.")))
        return
    rows = tuple((root["title"], str(root["waiting"] or "–")) for root in roots)
    heads = (say(message("Item")), say(message("Open items that wait for it")))
    yield Table(_caption(message("The items that most hangs on, the widest gap first"), content, tongue), heads, rows)


def _caption(text: str, content: Content, tongue: Tongue) -> str:
    mark = tongue.say(message("Invented data")) if content.is_invented else ""
    return " · ".join(filter(None, (tongue.say(text), mark)))


def _narrative(content: Content, tongue: Tongue) -> Iterator[Part]:
    say = tongue.say
    yield Heading(1, say(message("Assessment by block")))
    written = [block for block in content.figures["blocks"] if any(content.narrative.get(block["key"], {}).values())]
    if not written:
        yield Paragraph(say(message("Nothing is written yet.")))
    for block in written:
        yield Heading(2, f"{block['code']} {block['title']}")
        texts = content.narrative[block["key"]]
        yield from (Paragraph(texts[one.value], say(one.label)) for one in Aspect if texts.get(one.value))


def _comments(content: Content, tongue: Tongue) -> Iterator[Part]:
    say = tongue.say
    if content.checked_on is None:
        return
    yield Heading(1, say(message("Comments of the Member State, and what became of them")))
    if not content.comments:
        yield Paragraph(say(message("It had no comments.")))
    for one in content.comments:
        yield Paragraph(one.text, about_of(one, content, tongue))
        yield Paragraph(_became(one, tongue))


def about_of(comment: Comment, content: Content, tongue: Tongue) -> str:
    """What a comment is about."""
    if comment.item:
        return comment.item
    blocks = {block["key"]: f"{block['code']} {block['title']}" for block in content.figures["blocks"]}
    return blocks.get(comment.block_key, comment.block_key) or tongue.say(WHOLE)


def _became(comment: Comment, tongue: Tongue) -> str:
    say = tongue.say
    if comment.outcome is None:
        return say(message("Nothing is said of it yet."))
    if comment.outcome is Outcome.TAKEN_OVER:
        return ". ".join(filter(None, (say(message("Taken over")), comment.reply)))
    return say(message("Not taken over, because: %(reason)s")) % {"reason": comment.reply}


def _annex(content: Content, tongue: Tongue) -> Iterator[Part]:
    if content.position:
        yield Heading(1, tongue.say(message("Annex: position of the Member State")))
        yield Paragraph(content.position)
