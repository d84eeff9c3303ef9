"""A mail as it is sent: plain text that names what happened and leads to it, and holds nothing of what was said."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from babel import Locale
from babel.dates import format_date

from app.accounts.actor import Actor
from app.catalogue.views import CatalogueView, Text
from app.core import clock
from app.core.labels import message
from app.notices.records import Notice
from app.notices.words import one_line, sentence
from app.plans.states import EU

AT_MOST = 50
"""Notices that a mail tells, the latest; of earlier ones it says how many there are."""

ONE = message("%(number)s notice")
MANY = message("%(number)s notices")
PLANS = message("%(number)s plans")
INTRODUCTION = message("What concerns you in %(name)s since %(since)s. What was said is read there alone.")
FURTHER = message("and %(number)s earlier: %(address)s")
ALL = message("All of it: %(address)s")
CHOOSE = message("How often you are mailed, and about what: %(address)s")
INVENTED = message("INVENTED DATA: this is a demonstration.")

_PLAIN_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*"
)
"""Addresses as RFC 5321 has them without quotation marks and literals, in ASCII."""


class English:
    """How mails say something: in English, the one language there is so far."""

    def say(self, text: str) -> str:
        """A message as it is."""
        return text

    def text(self, text: Text) -> str:
        """A text of the catalogue."""
        return text.in_("en")

    def day(self, day: date) -> str:
        """12 June 2026."""
        return str(format_date(day, "d MMMM y", locale="en"))

    def country(self, code: str) -> str:
        """The name of a country, by the code the Union writes."""
        if code == EU:
            return "EU level"
        return str(Locale("en").territories.get({"EL": "GR"}.get(code, code), code))


@dataclass(frozen=True)
class Sender:
    """In whose name mails are sent. `address`: the mail address; `public_url`: the tracker's, without a slash at its
    end; `disclaimer`: what stands below every page."""

    name: str
    address: str
    public_url: str
    disclaimer: str
    is_demonstration: bool = False


def letter_of(
    sender: Sender, view: CatalogueView, person: Actor, mail_id: int, made_at: datetime, notices: Collection[Notice]
) -> EmailMessage:
    """The mail. Raises ValueError for an address that can be none.

    The identifier is the same each time it is sent, so that programs see that two are one.
    """
    tongue = English()
    letter = EmailMessage(policy=SMTP)
    letter["From"] = _address(sender.name, sender.address)
    letter["To"] = _address(person.name, person.email)
    letter["Subject"] = f"{one_line(sender.name)}: {subject_of(notices, tongue)}"
    letter["Date"] = format_datetime(made_at)
    letter["Message-ID"] = f"<notices-{mail_id}-{made_at:%Y%m%d%H%M%S}@{sender.address.rpartition('@')[2]}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(_body(sender, view, tongue, notices))
    return letter


def subject_of(notices: Collection[Notice], tongue: English) -> str:
    """How many notices, and of which plan."""
    number = len(notices)
    counted = (ONE if number == 1 else MANY) % {"number": number}
    owners = sorted({notice.owner for notice in notices if notice.owner})
    if not owners:
        return counted
    return f"{counted} ({tongue.country(owners[0]) if len(owners) == 1 else PLANS % {'number': len(owners)}})"


def _address(name: str, address: str) -> Address:
    if _PLAIN_ADDRESS.fullmatch(address) is None:
        raise ValueError(f"{address!r} is no plain address")
    return Address(display_name=one_line(name), addr_spec=address)


def _body(sender: Sender, view: CatalogueView, tongue: English, notices: Collection[Notice]) -> str:
    told = sorted(notices, key=lambda notice: notice.at, reverse=True)
    since = tongue.day(clock.day_of(told[-1].at))
    lines = [INVENTED, ""] if sender.is_demonstration else []
    lines += [INTRODUCTION % {"name": one_line(sender.name), "since": since}, ""]
    for notice in told[:AT_MOST]:
        lines += [f"- {sentence(notice, view, tongue)}", f"  {sender.public_url}{notice.path}"]
    page = {"address": f"{sender.public_url}/notices"}
    if len(told) > AT_MOST:
        lines.append(FURTHER % {"number": len(told) - AT_MOST, **page})
    choose = CHOOSE % {"address": f"{sender.public_url}/account#notices-heading"}
    lines += ["", ALL % page, choose, "", "-- ", sender.disclaimer]
    return "\n".join(lines) + "\n"
