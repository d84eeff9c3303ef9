"""Cut a style sheet to the classes that pages use.

ECL's sheet dresses every component of the Commission's sites; ours need a fraction. A selector stays when
every class it demands is named in a template, a script or a view; everything in doubt stays. Classes inside
`:not()`, `:is()`, `:where()` and `:has()` are no demand. A class name that ends in a hyphen
(`ecl-notification--{{ kind }}`) keeps all that begin with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'", re.DOTALL)
WORD = re.compile(r"[A-Za-z_][\w-]*")
CLASS = re.compile(r"\.((?:[A-Za-z_-]|\\.)(?:[\w-]|\\.)*)")
PROPERTY = re.compile(r"--[A-Za-z][\w-]*")
REFERENCE = re.compile(r"var\(\s*(--[A-Za-z][\w-]*)")
LENIENT = re.compile(r":(?:not|is|where|has|dir|lang|nth-[a-z-]+)\(")

NESTING = ("@media", "@supports", "@container", "@layer")
PREFIX = "ecl-"


@dataclass(frozen=True)
class Rule:
    """A prelude with its block; `body` is None for a statement such as `@charset`."""

    prelude: str
    body: str | None


@dataclass(frozen=True)
class Used:
    """What the pages name: words that may be classes, beginnings of class names, custom properties."""

    words: frozenset[str]
    beginnings: tuple[str, ...]
    properties: frozenset[str]

    def has(self, name: str) -> bool:
        return name in self.words or name.startswith(self.beginnings)


def used_in(texts: Iterable[str]) -> Used:
    """Read templates, scripts and views for everything that may be the name of a class."""
    words: set[str] = set()
    properties: set[str] = set()
    for text in texts:
        words.update(WORD.findall(text))
        properties.update(PROPERTY.findall(text))
    beginnings = sorted(word for word in words if word.endswith("-") and word.startswith(PREFIX) and word != PREFIX)
    return Used(frozenset(words), tuple(beginnings), frozenset(properties))


def without_comments(css: str) -> str:
    """Take comments out, except licence notices (`/*!`); strings are left alone."""
    kept = []
    position = 0
    for found in re.finditer(f"{QUOTED.pattern}|{COMMENT.pattern}", css, re.DOTALL):
        kept.append(css[position : found.start()])
        if not found.group().startswith("/*") or found.group().startswith("/*!"):
            kept.append(found.group())
        position = found.end()
    return "".join(kept) + css[position:]


def rules(css: str) -> Iterator[Rule]:
    """The rules of one level. Raises ValueError where a block is not closed."""
    start = position = 0
    while position < len(css):
        position = _next_sign(css, position)
        if position >= len(css):
            break
        prelude = css[start:position].strip()
        if css[position] == ";":
            yield Rule(prelude, None)
            position += 1
        else:
            end = _closing(css, position)
            yield Rule(prelude, css[position + 1 : end])
            position = end + 1
        start = position
    if css[start:].strip():
        raise ValueError(f"style sheet ends inside {css[start:].strip()[:60]!r}")


def _next_sign(css: str, position: int) -> int:
    """Where the prelude ends: at `{` or `;` outside strings and brackets."""
    depth = 0
    while position < len(css):
        sign = css[position]
        if sign in "\"'":
            position = _after_string(css, position)
            continue
        if sign == "\\":
            position += 2
            continue
        depth += (sign in "([") - (sign in ")]")
        if depth == 0 and sign in "{;":
            return position
        position += 1
    return position


def _closing(css: str, opening: int) -> int:
    depth = 0
    position = opening
    while position < len(css):
        sign = css[position]
        if sign in "\"'":
            position = _after_string(css, position)
            continue
        if sign == "\\":
            position += 2
            continue
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            return position
        position += 1
    raise ValueError(f"block not closed: {css[opening : opening + 60]!r}")


def _after_string(css: str, position: int) -> int:
    found = QUOTED.match(css, position)
    if found is None:
        raise ValueError(f"string not closed: {css[position : position + 60]!r}")
    return found.end()


def split(text: str, separator: str) -> list[str]:
    """Split at a separator that stands outside strings and brackets; empty parts are dropped."""
    parts: list[str] = []
    depth = start = position = 0
    while position < len(text):
        sign = text[position]
        if sign in "\"'":
            position = _after_string(text, position)
            continue
        if sign == "\\":
            position += 2
            continue
        depth += (sign in "([{") - (sign in ")]}")
        if depth == 0 and sign == separator:
            parts.append(text[start:position].strip())
            start = position + 1
        position += 1
    parts.append(text[start:].strip())
    return [part for part in parts if part]


def demanded(selector: str) -> set[str]:
    """The classes an element (or those around it) must have for a selector to match."""
    bare = QUOTED.sub("", selector)
    while found := LENIENT.search(bare):
        depth = 0
        for position in range(found.end() - 1, len(bare)):
            depth += (bare[position] == "(") - (bare[position] == ")")
            if depth == 0:
                break
        bare = bare[: found.start()] + bare[position + 1 :]
    bare = re.sub(r"\[[^\]]*\]", "", bare)
    return {re.sub(r"\\(.)", r"\1", name) for name in CLASS.findall(bare)}


def cut(css: str, used: Used) -> str:
    """Leave what the pages can use. Fonts and statements go: both are written anew by the build."""
    kept = _cut_level(COMMENT.sub("", css), used)
    return _without_unused_properties(_without_unused_keyframes(kept), used)


def _cut_level(css: str, used: Used) -> str:
    kept = []
    for rule in rules(css):
        if rule.body is None or rule.prelude.startswith("@font-face"):
            continue
        if rule.prelude.startswith(NESTING):
            inner = _cut_level(rule.body, used)
            if inner:
                kept.append(f"{rule.prelude}{{{inner}}}")
        elif rule.prelude.startswith("@"):
            kept.append(f"{rule.prelude}{{{rule.body}}}")
        else:
            selectors = [part for part in split(rule.prelude, ",") if all(map(used.has, demanded(part)))]
            if selectors:
                kept.append(f"{','.join(selectors)}{{{rule.body}}}")
    return "".join(kept)


def _without_unused_keyframes(css: str) -> str:
    kept = []
    for rule in rules(css):
        name = rule.prelude.split()[-1]
        is_keyframes = rule.prelude.startswith(("@keyframes", "@-webkit-keyframes"))
        if is_keyframes and len(re.findall(rf"(?<![\w-]){re.escape(name)}(?![\w-])", css)) < 2:
            continue
        kept.append(f"{rule.prelude}{{{rule.body}}}")
    return "".join(kept)


def _without_unused_properties(css: str, used: Used) -> str:
    """Drop custom properties of `:root` that nothing refers to, directly or through another one."""
    level = list(rules(css))
    declared: dict[str, str] = {}
    needed = set(used.properties)
    for rule in level:
        if rule.prelude == ":root":
            declared.update(_properties(rule.body or ""))
        else:
            needed.update(REFERENCE.findall(rule.body or ""))
    waiting = list(needed)
    while waiting:
        for name in REFERENCE.findall(declared.get(waiting.pop(), "")):
            if name not in needed:
                needed.add(name)
                waiting.append(name)
    kept = []
    for rule in level:
        body = rule.body or ""
        if rule.prelude == ":root":
            wanted = [part for part in split(body, ";") if not part.startswith("--") or _name(part) in needed]
            body = ";".join(wanted)
        if body:
            kept.append(f"{rule.prelude}{{{body}}}")
    return "".join(kept)


def _properties(body: str) -> Iterator[tuple[str, str]]:
    for part in split(body, ";"):
        if part.startswith("--"):
            yield _name(part), part.partition(":")[2]


def _name(declaration: str) -> str:
    return declaration.partition(":")[0].strip()
