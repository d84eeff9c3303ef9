"""Typed settings, read from the environment once. Production refuses to start on what is missing or weak."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import SplitResult, urlsplit

EXAMPLE_SECRETS = frozenset({"change-me", "changeme", "secret", "dev", "development", "example"})
MINIMUM_SECRET = 32
MEBIBYTE = 1024 * 1024
STORE_SETTINGS = ("STORE_ENDPOINT", "STORE_REGION", "STORE_ACCESS_KEY", "STORE_SECRET_KEY")
_BUCKET = re.compile(
    r"s3://(?P<name>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(?P<prefix>[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*)?)?/?"
)
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Misconfigured(Exception):
    """A setting is missing or cannot be used; the message says which and what to do."""


@dataclass(frozen=True)
class MailServer:
    """Who takes mails further. `security`: `none`, `starttls` or `tls`; `sender`: the address they come from."""

    host: str
    port: int
    security: str
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Bucket:
    """Where files lie in a store that speaks S3; `prefix`: what all their keys begin with, may be empty."""

    endpoint: str
    name: str
    prefix: str
    region: str
    access_key: str
    secret_key: str = field(repr=False)


@dataclass(frozen=True)
class Config:
    """Everything the tracker is told from outside."""

    data_dir: Path
    database_url: str
    volatile_url: str
    secret_key: str
    environment: str = "development"
    public_url: str = "http://127.0.0.1:8000"
    trusted_hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    operator_name: str = "Pact implementation tracker"
    operator_contact: str = ""
    input_contact: str = ""
    audit_head_file: Path | None = None
    proxy_hops: int = 0
    demonstration: bool = False
    demonstration_password: str = ""
    idle_minutes: int = 30
    session_hours: int = 8
    argon2_memory_kib: int = 65536
    argon2_rounds: int = 3
    max_body_bytes: int = 2 * MEBIBYTE
    upload_limit_mb: int = 20
    upload_total_mb: int = 2048
    clamd_socket: str = ""
    mail_server: MailServer | None = None
    bucket: Bucket | None = None
    is_testing: bool = False
    secret_key_fallbacks: tuple[str, ...] = field(default=())

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @classmethod
    def from_env(cls) -> Self:
        """Settings from the environment (docs/operating.md). Raises Misconfigured."""
        env = os.environ
        environment = _one_of("ENV", (env.get("ENV") or "development").lower(), ("development", "production"))
        production = environment == "production"
        data_dir = Path(env.get("DATA_DIR") or "./var").resolve()
        if env.get("DATABASE_URL"):
            refuse_unknown_database(env["DATABASE_URL"])
        database_url = env.get("DATABASE_URL") or f"sqlite:///{data_dir / 'tracker.sqlite3'}"
        volatile_url = env.get("DATABASE_URL") or f"sqlite:///{data_dir / 'volatile.sqlite3'}"
        port = whole_number("PORT", env.get("PORT") or "8000", 1, 65535)
        public_url = (env.get("PUBLIC_URL") or f"http://127.0.0.1:{port}").rstrip("/")
        hosts = tuple(host.strip() for host in (env.get("TRUSTED_HOSTS") or "").split(",") if host.strip())
        if production:
            _refuse_weak(env.get("SECRET_KEY") or "", hosts, public_url, env.get("FLASK_DEBUG") or "")
        if not production or not env.get("DATABASE_URL"):
            _make_folder(data_dir)
        return cls(
            data_dir=data_dir,
            database_url=database_url,
            volatile_url=volatile_url,
            secret_key=env.get("SECRET_KEY") or generated_secret(data_dir),
            environment=environment,
            public_url=public_url,
            trusted_hosts=hosts or cls.trusted_hosts,
            operator_name=env.get("OPERATOR_NAME") or cls.operator_name,
            operator_contact=(env.get("OPERATOR_CONTACT") or "").strip(),
            input_contact=_input_contact((env.get("INPUT_CONTACT") or "").strip()),
            audit_head_file=Path(env.get("AUDIT_HEAD_FILE") or data_dir / "audit-head.log"),
            proxy_hops=whole_number("PROXY_HOPS", env.get("PROXY_HOPS") or "0", 0, 10),
            demonstration=_one_of("DEMO", env.get("DEMO") or "0", ("0", "1")) == "1",
            demonstration_password=env.get("DEMO_PASSWORD") or "",
            upload_limit_mb=whole_number("UPLOAD_LIMIT_MB", env.get("UPLOAD_LIMIT_MB") or "20", 1, 500),
            upload_total_mb=whole_number("UPLOAD_TOTAL_MB", env.get("UPLOAD_TOTAL_MB") or "2048", 1, 1_000_000),
            clamd_socket=_socket(env.get("CLAMD_SOCKET") or ""),
            mail_server=_mail_server(env, production=production),
            bucket=_bucket(env, production=production),
            secret_key_fallbacks=tuple(k for k in (env.get("SECRET_KEY_FALLBACKS") or "").split(",") if k),
        )


def whole_number(name: str, text: str, least: int, most: int) -> int:
    """The number that a setting says. Raises Misconfigured."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
    if number is None or not least <= number <= most:
        raise Misconfigured(f"{name} is {text!r}: write a whole number from {least} to {most}.")
    return number


def _input_contact(text: str) -> str:
    """Where organisations of civil society are asked to send what they have to say. Raises Misconfigured."""
    name, _, host = text.partition("@")
    is_address = bool(name) and "." in host and not set(text) & set(" <>\"'/?&,;")
    if text and not is_address and not (text.startswith("https://") and not set(text) & set(" <>\"'")):
        raise Misconfigured(f"INPUT_CONTACT is {text!r}: write an e-mail address, or a page that begins with https://.")
    return text


def _socket(text: str) -> str:
    host, _, port = text.rpartition(":")
    if text and not text.startswith("/") and not (host and port.isascii() and port.isdecimal()):
        raise Misconfigured(f"CLAMD_SOCKET is {text!r}: write the path of clamd's socket, or its host:port.")
    return text


def _mail_server(env: Mapping[str, str], *, production: bool) -> MailServer | None:
    """The server of `SMTP_HOST`; None: no mails are sent. Raises Misconfigured."""
    address = (env.get("SMTP_HOST") or "").strip()
    if not address:
        return None
    host, _, port = address.rpartition(":")
    if not host or host.strip("[]").count(" ") or not (port.isascii() and port.isdecimal() and 0 < int(port) < 65536):
        raise Misconfigured(
            f"SMTP_HOST is {address!r}: write the mail server as host:port, such as mail.example.eu:587."
        )
    security = _one_of("SMTP_SECURITY", env.get("SMTP_SECURITY") or "starttls", ("none", "starttls", "tls"))
    host = host.strip("[]")
    if security == "none" and production and host not in LOOPBACK:
        raise Misconfigured("ENV=production sends no mails over an open line: set SMTP_SECURITY to starttls or tls.")
    user, password = env.get("SMTP_USER") or "", env.get("SMTP_PASSWORD") or ""
    if bool(user) != bool(password):
        raise Misconfigured("SMTP_USER and SMTP_PASSWORD belong together: set both, or neither.")
    if user and security == "none" and host not in LOOPBACK:
        raise Misconfigured("SMTP_PASSWORD is not sent over an open line: set SMTP_SECURITY to starttls or tls.")
    sender = (env.get("MAIL_FROM") or "").strip()
    name, _, domain = sender.rpartition("@")
    if not name or not domain or any(ord(sign) < 33 or sign in "<>,;" for sign in sender):
        raise Misconfigured(f"SMTP_HOST needs MAIL_FROM, the address mails come from; it is {sender!r}.")
    return MailServer(host, int(port), security, sender, user, password)


def _bucket(env: Mapping[str, str], *, production: bool) -> Bucket | None:
    """The bucket of `STORE_URL`; None: files lie in DATA_DIR. Raises Misconfigured."""
    url = (env.get("STORE_URL") or "").strip()
    if not url:
        left = [name for name in STORE_SETTINGS if env.get(name)]
        if left:
            raise Misconfigured(f"{left[0]} belongs to STORE_URL: set it to s3://bucket/prefix, or unset {left[0]}.")
        return None
    said = _BUCKET.fullmatch(url)
    if said is None:
        raise Misconfigured(f"STORE_URL is {url!r}: write s3://bucket or s3://bucket/prefix, or unset it for DATA_DIR.")
    endpoint = (env.get("STORE_ENDPOINT") or "").strip().rstrip("/")
    parts = _split(endpoint)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise Misconfigured(
            "STORE_URL needs STORE_ENDPOINT, the address of the store, such as https://store.example.eu:9000, without"
            " a path."
        )
    if parts.username or parts.password:
        raise Misconfigured("STORE_ENDPOINT holds a password: put it into STORE_ACCESS_KEY and STORE_SECRET_KEY.")
    if production and parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise Misconfigured("ENV=production sends no files over an open line: begin STORE_ENDPOINT with https://.")
    access, secret = env.get("STORE_ACCESS_KEY") or "", env.get("STORE_SECRET_KEY") or ""
    if not access or not secret:
        raise Misconfigured("STORE_URL needs STORE_ACCESS_KEY and STORE_SECRET_KEY: set both.")
    return Bucket(endpoint, said["name"], said["prefix"] or "", env.get("STORE_REGION") or "eu", access, secret)


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _one_of(name: str, text: str, known: tuple[str, ...]) -> str:
    if text not in known:
        raise Misconfigured(f"{name} is {text!r}: write {' or '.join(known)}.")
    return text


def refuse_unknown_database(url: str) -> None:
    """Raise Misconfigured for an address that is of no known database; its password is not repeated."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    scheme = url.partition("://")[0] if "://" in url else ""
    if scheme.partition("+")[0] not in ("postgresql", "postgres", "sqlite"):
        begins = f"begins with {scheme!r}" if scheme else "is no address"
        raise Misconfigured(
            f"DATABASE_URL {begins}: write postgresql://user:password@host/name, or unset it for SQLite in DATA_DIR."
        )
    try:
        make_url(url)
    except (ArgumentError, ValueError) as error:
        raise Misconfigured(
            "DATABASE_URL cannot be read: write postgresql://user:password@host:5432/name, with signs such as @ or /"
            " in the password as %40 or %2F."
        ) from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Misconfigured(
            f"DATA_DIR {str(folder)!r} cannot be made ({error.strerror}): write a folder that this user may write to."
        ) from error


def _refuse_weak(secret: str, hosts: tuple[str, ...], public_url: str, debug: str) -> None:
    if len(secret) < MINIMUM_SECRET or secret.lower() in EXAMPLE_SECRETS or len(set(secret)) < 8:
        raise Misconfigured(
            f"ENV=production needs SECRET_KEY with at least {MINIMUM_SECRET} random characters: set it,"
            " for example to the output of: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    if debug not in ("", "0"):
        raise Misconfigured("ENV=production refuses FLASK_DEBUG: unset it.")
    if not hosts:
        raise Misconfigured("ENV=production needs TRUSTED_HOSTS: the host names users type, with commas between.")
    if not public_url.startswith("https://"):
        raise Misconfigured("ENV=production needs PUBLIC_URL, beginning with https://.")


def generated_secret(data_dir: Path) -> str:
    """The secret made on the first start outside production, readable by the owner alone."""
    path = data_dir / "secret-key"
    if path.exists():
        return path.read_text(encoding="utf-8").strip()
    _make_folder(data_dir)
    secret = secrets.token_urlsafe(48)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was faster
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Misconfigured(
            f"DATA_DIR {str(data_dir)!r} cannot be written to ({error.strerror}): write a folder that can."
        ) from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secret)
    return secret
