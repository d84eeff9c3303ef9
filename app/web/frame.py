"""What every page is furnished with: the frame's values, the filters and tests that templates may use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from babel import Locale
from flask import Flask, g, request, url_for
from flask_babel import Babel, get_locale
from flask_wtf import CSRFProtect
from markupsafe import Markup

from app.accounts.actor import Actor, Held
from app.accounts.states import SUPPORT_ROLES, Role
from app.comments.queries.threads import list_mentions
from app.core import clock
from app.core.labels import LabelledEnum, message
from app.core.policy import allows
from app.flags.policy import reads_flags
from app.flags.queries.notes import list_own_mentions
from app.governance.policy import READ as READ_CYCLE
from app.governance.policy import StepSubject
from app.http.caching import is_demonstration
from app.http.context import actor, config, request_id, session, unseen_mentions, viewpoint
from app.readiness.display import plain
from app.reading.policy import OPEN_DESK
from app.review.policy import READ_COUNTS, READ_ROUNDS
from app.statements.policy import writes_for_an_agency
from app.support.policy import SEE as SEE_SUPPORT
from app.web.assets import asset_url
from app.web.kept_pages import form_token_here, person_here
from app.web.money import cents, euro
from app.web.tongue import day_on_page, gettext, language, use_tongue
from app.web.words import as_value, sentence

LANGUAGES = ("en",)

DISCLAIMER = message(
    "Computed from information shared by Member States. Not a legal assessment by the Commission and without"
    " prejudice to Article 258 TFEU. That an item is not yet shown does not mean that it is not in place."
)


@dataclass(frozen=True)
class MenuEntry:
    """A place in the main navigation."""

    endpoint: str
    label: str
    prefix: str
    beside: str = ""
    """Where else pages of this entry have their addresses."""
    code: str = ""
    """The country whose page it is."""

    @property
    def address(self) -> str:
        """Where it leads, on the day that is being looked at."""
        return day_url(self.endpoint, code=self.code) if self.code else day_url(self.endpoint)

    def holds(self, path: str) -> bool:
        """Whether a page stands below this entry."""
        below = self.prefix != "/" and path.startswith(self.prefix + "/")
        return path in (self.prefix, self.beside) or below or bool(self.beside and path.startswith(self.beside + "/"))


MENU = (
    MenuEntry("overview.show_overview", message("Overview"), "/"),
    MenuEntry("countries.list_countries", message("Countries"), "/countries"),
    MenuEntry("blocks.list_blocks", message("Blocks"), "/blocks"),
    MenuEntry("gaps.list_gaps", message("Gaps"), "/gaps"),
    MenuEntry("flags.show_flags", message("Flags"), "/flags"),
    MenuEntry("support.show_support", message("Support"), "/support", beside="/practices"),
    MenuEntry("review.list_rounds", message("Rounds"), "/rounds", beside="/fiches"),
    MenuEntry("compare.show_comparison", message("Compare"), "/compare"),
    MenuEntry("governance.show_current", message("Governance"), "/governance"),
    MenuEntry("reports.show_council", message("Reports"), "/reports"),
    MenuEntry("catalogue.browse_catalogue", message("Catalogue"), "/catalogue", beside="/items"),
    MenuEntry("method.explain_method", message("Method"), "/method"),
)

WITHOUT_PLANS = ("/catalogue", "/method")


def furnish(app: Flask) -> None:
    """Hang translation, form protection, filters and the frame's values on an application."""
    Babel(app, locale_selector=lambda: request.accept_languages.best_match(LANGUAGES) or "en")
    use_tongue(app)
    CSRFProtect(app)
    app.add_template_filter(full_date)
    app.add_template_filter(full_instant)
    app.add_template_filter(file_size)
    app.add_template_filter(spoken)
    app.add_template_filter(in_language)
    app.add_template_filter(partial(sentence, in_full=day_on_page), "sentence")
    app.add_template_filter(partial(as_value, in_full=day_on_page), "as_value")
    app.add_template_filter(country_name)
    app.add_template_filter(as_percent)
    app.add_template_filter(euro)
    app.add_template_filter(cents)
    app.add_template_global(asset_url)
    app.add_template_global(allows)
    app.add_template_global(here)
    app.add_template_global(day_url)
    app.add_template_global(person_here)
    app.add_template_global(form_token_here)
    app.extensions["draw_person"] = lambda: draw_person(app)
    app.context_processor(frame_values)


def draw_person(app: Flask) -> Markup:
    """Who is signed in, as the frame shows it."""
    person = actor()
    template = app.jinja_env.get_template("frame/person.html")
    values = {"role_sentence": role_sentence(person), "mentions": waiting_mentions(person)}
    return Markup(template.render(actor=person, **values))  # noqa: S704 - rendered


def waiting_mentions(person: Actor) -> int:
    """In how many comments and messages that the person may read they are mentioned and have not seen it."""
    if g.get("database_is_away") or not unseen_mentions():
        return 0
    on_flags = list_own_mentions(session(), person, only_unseen=True)
    return len(list_mentions(session(), person, only_unseen=True)) + len(on_flags)


def frame_values() -> dict[str, Any]:
    """What base.html shows on every page."""
    person = actor()
    menu = menu_for(person)
    g.is_demonstration = is_demonstration()
    return {
        "actor": person,
        "is_signed_in": person.user_id is not None,
        "viewpoint": viewpoint(),
        "shows_state": g.get("shows_state", False),
        "operator_name": config().operator_name,
        "menu": menu,
        "menu_here": entry_here(menu, request.path),
        "is_demonstration": g.is_demonstration,
        "disclaimer": gettext(DISCLAIMER),
        "request_id": request_id(),
        "idle_minutes": config().idle_minutes,
        "language": language(),
    }


def menu_for(person: Actor) -> list[MenuEntry]:
    """The navigation: nobody signed in sees the method only; who is administrator and nothing else sees no plan."""
    if person.user_id is None:
        return [entry for entry in MENU if entry.prefix == "/method"]
    is_administrator = person.holds(Role.ADMINISTRATOR)
    has_plans = not is_administrator or any(held.role is not Role.ADMINISTRATOR for held in person.held)
    entries = [entry for entry in MENU if has_plans or entry.prefix in WITHOUT_PLANS]
    desks = {held.country for held in person.held if held.role in (Role.COORDINATOR, Role.CONTRIBUTOR)}
    if len(desks) == 1 and (code := desks.pop()):
        entries.insert(1, MenuEntry("countries.show_country", message("My desk"), f"/countries/{code}", code=code))
    if allows(person, OPEN_DESK):
        label = message("Reviewers’ desk") if len(desks) == 1 else message("My desk")
        entries.insert(1, MenuEntry("reading.show_desk", label, "/desk"))
    if not reads_flags(person):
        entries = [entry for entry in entries if entry.prefix != "/flags"]
    if writes_for_an_agency(person):
        place = next(place for place, entry in enumerate(entries) if entry.prefix == "/gaps")
        entries.insert(place + 1, MenuEntry("statements.list_items", message("Statements"), "/statements"))
    entries = _with_support(entries, person)
    if not allows(person, READ_ROUNDS):
        entries = [entry for entry in entries if entry.prefix != "/rounds"]
    if not allows(person, READ_COUNTS):
        entries = [entry for entry in entries if entry.prefix != "/reports"]
    if not allows(person, READ_CYCLE, StepSubject()):
        entries = [entry for entry in entries if entry.prefix != "/governance"]
    if is_administrator:
        entries.append(MenuEntry("admin.list_people", message("Administration"), "/admin"))
    return entries


def _with_support(entries: list[MenuEntry], person: Actor) -> list[MenuEntry]:
    """Who gives support and does nothing else sees no plan as a whole; who has no role sees nothing of support."""
    if person.held and all(held.role in SUPPORT_ROLES for held in person.held):
        return [entry for entry in entries if entry.prefix in ("/", "/support", *WITHOUT_PLANS)]
    return entries if allows(person, SEE_SUPPORT) else [entry for entry in entries if entry.prefix != "/support"]


def entry_here(entries: list[MenuEntry], path: str) -> MenuEntry | None:
    """The entry below which a page stands; of several the one whose address says most."""
    return max((entry for entry in entries if entry.holds(path)), key=lambda entry: len(entry.prefix), default=None)


def role_sentence(person: Actor) -> str:
    """Who is signed in, in words: “coordinator, Ireland”."""
    if person.user_id is None:
        return ""
    return "; ".join(held_in_words(held) for held in person.held) or gettext("no role")


def held_in_words(held: Held) -> str:
    """A role with its country: “deputy coordinator, Ireland”."""
    role = gettext("deputy coordinator") if held.is_deputy else gettext(held.role.label)
    if held.is_deputy and held.role is Role.CONTRIBUTOR:
        role = gettext("deputy contributor")
    return f"{role}, {country_name(held.country)}" if held.country else role


def country_name(code: str | None) -> str:
    """A Member State in the reader's language by the code the Union writes (EL for Greece); EU: EU level."""
    if not code:
        return ""
    if code == "EU":
        return str(gettext("EU level"))
    names = (get_locale() or Locale("en")).territories
    return str(names.get({"EL": "GR"}.get(code, code), code))


def full_date(day: date | None) -> str:
    """12 June 2026 on one line of a page; a dash for no day."""
    return day_on_page(day) if day else "–"


def full_instant(instant: datetime | None) -> str:
    """12 June 2026, 14:02, as clocks in Brussels show it."""
    if instant is None:
        return "–"
    there = instant.astimezone(clock.BRUSSELS)
    return f"{day_on_page(there.date())}, {there:%H:%M}"


def file_size(size: int) -> str:
    """A number of bytes as people say it: 340 kB, 1.2 MB."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, size // 1000):,} kB"


def as_percent(figure: int | None) -> str:
    """A figure in 1/100 % that stands for itself as a whole number with its sign, half up; a dash for none."""
    shown = plain(figure)
    return "–" if shown is None else f"{shown} %"


def spoken(value: Any, **values: Any) -> str:
    """A label or a message id in the reader's language, with its values filled in."""
    text = value.label if isinstance(value, LabelledEnum) else str(value)
    translated: str = gettext(text)
    return translated % values if values else translated


def in_language(text: Any) -> str:
    """A catalogue text in the reader's language, or English; nothing for none."""
    return text.in_(language()) if text is not None else ""


def here(**changes: Any) -> str:
    """The present address with some query values changed; None takes one away."""
    values: dict[str, Any] = {**request.args.to_dict(), **(request.view_args or {}), **changes}
    return url_for(request.endpoint or "overview.show_overview", **{k: v for k, v in values.items() if v is not None})


def day_url(endpoint: str, **values: Any) -> str:
    """The address of a page, keeping the day that is being looked at."""
    seen = viewpoint()
    if seen.as_of != seen.today:
        values.setdefault("as_of", seen.as_of.isoformat())
    if seen.known:
        values.setdefault("known", seen.known.isoformat())
    return url_for(endpoint, **values)


def day_pattern(endpoint: str, *names: str) -> str:
    """The address of many pages alike, for `str.format`: `day_url` with `{name}` where each value belongs.

    What is filled in has to be quoted. Matching each of some hundred addresses to its route takes longer.
    """
    address = day_url(endpoint, **{name: f"{{{name}}}" for name in names})
    for name in names:
        address = address.replace(f"%7B{name}%7D", f"{{{name}}}")
    return address
