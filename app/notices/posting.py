"""Hand a mail to the server that takes it further."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config import MailServer

PATIENCE = 30
"""Seconds that a server may take to answer."""


class NotTaken(Exception):
    """The server did not take a mail; says why, without what the mail holds."""


def post(server: MailServer, letter: EmailMessage) -> None:
    """Send a mail. The server's certificate is verified wherever the connection is encrypted. Raises NotTaken."""
    try:
        with _connection(server) as connection:
            if server.user:
                connection.login(server.user, server.password)
            connection.send_message(letter)
    except smtplib.SMTPRecipientsRefused as error:
        codes = ", ".join(str(code) for code, _ in error.recipients.values())
        raise NotTaken(f"the address was refused ({codes})") from error
    except smtplib.SMTPResponseException as error:
        raise NotTaken(f"{type(error).__name__} ({error.smtp_code})") from error
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise NotTaken(f"{type(error).__name__}: {getattr(error, 'strerror', None) or 'no answer'}") from error


def _connection(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=context)
    connection = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    if server.security == "starttls":
        connection.starttls(context=context)
    return connection
