"""A page as a reader and a screen reader meet it: parsed once, then asked what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

Attributes = dict[str, str]

VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "path",
        "use",
    }
)
LABELLED = frozenset({"input", "select", "textarea"})
NEEDS_NO_LABEL = frozenset({"hidden", "submit", "button", "reset", "image"})
NAMED_BY_TEXT = frozenset(
    {"a", "button", "summary", "h1", "h2", "h3", "h4", "caption", "th", "legend", "title", "label"}
)
NAMES = frozenset({"aria-labelledby", "aria-describedby", "aria-controls", "for", "headers"})
LEADS = frozenset({"src", "href", "action", "srcset", "poster", "data"})
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass
class Element:
    """An element with the words in it, those of its pictures and labels included."""

    tag: str
    attributes: Attributes
    words: list[str] = field(default_factory=list)
    above: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(" ".join(self.words).split())

    def __str__(self) -> str:
        shown = {name: value for name, value in self.attributes.items() if name in ("id", "class", "name", "href")}
        return f"<{self.tag} {shown}>"


class Page(HTMLParser):
    """All elements of a page, in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.complaints: list[str] = []
        self._open: list[Element] = []
        self._tags: list[tuple[str, ...]] = [()]
        self.feed(html)
        self.close()
        self.complaints += [f"{element} is not closed" for element in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, above=self._tags[-1])
        if len(element.attributes) < len(attrs):
            names = Counter(name for name, _ in attrs)
            self.complaints += [f"<{tag}> has {name} twice" for name, count in names.items() if count > 1]
        self.elements.append(element)
        for words in (element.attributes.get("aria-label"), element.attributes.get("alt")):
            if words:
                self._say(words)
                element.words.append(words)
        if tag not in VOID:
            self._open.append(element)
            self._tags.append((*element.above, tag))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self._open and tag not in VOID:
            self._shut()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self._open or self._open[-1].tag != tag:
            self.complaints.append(f"</{tag}> closes {self._open[-1] if self._open else 'nothing'}")
            while self._open and self._open[-1].tag != tag:
                self._shut()
        if self._open:
            self._shut()

    def _shut(self) -> None:
        self._open.pop()
        self._tags.pop()

    def handle_data(self, data: str) -> None:
        if not data.isspace():
            self._say(data)

    def _say(self, words: str) -> None:
        for element in self._open:
            element.words.append(words)

    def all(self, *tags: str) -> list[Element]:
        """The elements with these names."""
        return [element for element in self.elements if element.tag in tags]

    def links(self, address: str) -> set[str]:
        """The addresses of our own that the page links to, without fragments."""
        found = set()
        for element in self.all("a"):
            target = urlsplit(urljoin(address, element.attributes.get("href", "")))
            if not target.netloc and target.path.startswith("/") and not target.path.startswith("/static/"):
                found.add(target._replace(fragment="").geturl())
        return found


def faults(page: Page) -> list[str]:
    """What is wrong with a page, in words; nothing when it is as it should be."""
    return [
        *page.complaints,
        *_structure(page),
        *_names(page),
        *_references(page),
        *_fields(page),
        *_tables(page),
        *_outside(page),
    ]


def _structure(page: Page) -> Iterator[str]:
    titles = [e for e in page.all("title") if "svg" not in e.above]
    if len(titles) != 1 or len(titles[0].text) < 4:
        yield f"title: {[title.text for title in titles]}"
    if len(page.all("h1")) != 1:
        yield f"{len(page.all('h1'))} main headings"
    if len(page.all("main")) != 1:
        yield f"{len(page.all('main'))} main parts"
    if not all(element.attributes.get("lang") for element in page.all("html")):
        yield "no language"
    level = 0
    for heading in page.all(*HEADINGS):
        here = HEADINGS.index(heading.tag) + 1
        if here > level + 1:
            yield f"{heading} “{heading.text[:40]}” follows a heading of level {level}"
        level = here
    for element in page.all("li"):
        if not element.above or element.above[-1] not in ("ul", "ol", "menu"):
            yield f"{element} outside a list"


def _names(page: Page) -> Iterator[str]:
    for element in page.elements:
        if element.tag in NAMED_BY_TEXT and "svg" not in element.above and not element.text:
            if element.tag == "th" or (element.tag == "a" and "href" not in element.attributes):
                continue
            yield f"{element} has no words"
    for picture in page.all("img"):
        if "alt" not in picture.attributes:
            yield f"{picture} has no alternative"
    for picture in page.all("svg"):
        if picture.attributes.get("aria-hidden") != "true" and not picture.text:
            yield f"{picture} has no name"


def _references(page: Page) -> Iterator[str]:
    ids = Counter(element.attributes["id"] for element in page.elements if "id" in element.attributes)
    yield from (f"id “{name}” {count} times" for name, count in ids.items() if count > 1)
    for element in page.elements:
        for attribute in NAMES & element.attributes.keys():
            for name in element.attributes[attribute].split():
                if name not in ids:
                    yield f"{attribute}=“{name}” of {element} is nowhere"
        fragment = element.attributes.get("href", "")
        if element.tag == "a" and fragment.startswith("#") and len(fragment) > 1 and fragment[1:] not in ids:
            yield f"{fragment} is nowhere on the page"


def _fields(page: Page) -> Iterator[str]:
    named = {label.attributes.get("for") for label in page.all("label") if label.text}
    for element in page.all(*LABELLED):
        attributes = element.attributes
        if attributes.get("type") in NEEDS_NO_LABEL or "hidden" in attributes:
            continue
        is_named = attributes.get("id") in named or attributes.get("aria-label") or attributes.get("aria-labelledby")
        if not is_named and "label" not in element.above:
            yield f"{element} has no label"
    for form in page.all("form"):
        if form.attributes.get("method", "get").lower() not in ("get", "post"):
            yield f"{form} has a strange method"


def _tables(page: Page) -> Iterator[str]:
    captions = sum(1 for caption in page.all("caption") if caption.text)
    if captions != len(page.all("table")):
        yield f"{len(page.all('table'))} tables, {captions} captions"
    for cell in page.all("th"):
        if cell.attributes.get("scope") not in ("row", "col", "rowgroup", "colgroup"):
            yield f"{cell} “{cell.text[:30]}” heads no row and no column"


def _outside(page: Page) -> Iterator[str]:
    for element in page.elements:
        for attribute in LEADS & element.attributes.keys():
            target = urlsplit(element.attributes[attribute])
            host = target.hostname or ""
            is_link = element.tag == "a" and (host == "europa.eu" or host.endswith(".europa.eu"))
            if (host and not is_link) or target.scheme not in ("", "https", "http", "mailto"):
                yield f"{element} leads to {target.geturl()[:80]}"
        yield from (f"{element} has {name} in line" for name in element.attributes if name.startswith("on"))
        if "style" in element.attributes:
            yield f"{element} has a style in line"
    for element in page.all("script"):
        if "src" not in element.attributes:
            yield "a script in line"
    if page.all("style"):
        yield "styles in line"
