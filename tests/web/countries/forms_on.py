"""The forms of a page as a browser would send them untouched."""

from __future__ import annotations

from html.parser import HTMLParser


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, list[tuple[str, str]]]] = []
        self.inside: list[tuple[str, str]] | None = None
        self.select = ""
        self.options: list[tuple[str, bool]] = []
        self.text: tuple[str, list[str]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = []
            self.forms.append((said.get("action", ""), self.inside))
        elif tag == "select":
            self.select, self.options = said.get("name", ""), []
        elif tag == "option":
            self.options.append((said.get("value", ""), "selected" in said))
        elif tag == "textarea":
            self.text = (said.get("name", ""), [])
        elif tag == "input" and self.inside is not None and said.get("name"):
            is_sent = said.get("type") not in ("checkbox", "radio") or "checked" in said
            self.inside += [(said["name"], said.get("value", ""))] if is_sent else []

    def handle_data(self, data: str) -> None:
        if self.text:
            self.text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None
        elif tag == "textarea" and self.text and self.inside is not None:
            self.inside.append((self.text[0], "".join(self.text[1]).removeprefix("\r").removeprefix("\n")))
            self.text = None
        elif tag == "select" and self.inside is not None:
            chosen = [value for value, is_chosen in self.options if is_chosen]
            self.inside.append((self.select, (chosen or [self.options[0][0]])[0]))


def form_on(page: str, names: str = "version", action: str = "") -> dict[str, list[str]]:
    """The first form of a page that has a field of this name, and this in its address: name → values."""
    found = _Forms()
    found.feed(page)
    for address, fields in found.forms:
        if action in address and any(name == names for name, _value in fields):
            return {name: [value for key, value in fields if key == name] for name, _value in fields}
    raise LookupError(f"no form with {names} that goes to {action or 'anywhere'}")
