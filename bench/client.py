"""A small browser: one connection that is kept, cookies, forms with their token; nothing that takes time itself."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

PASSWORD = "correct horse battery staple"
"""Of every account in the worlds measured."""

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Unexpected(RuntimeError):
    """An answer other than the one asked for: what is measured then is not what the bar says."""


@dataclass(frozen=True)
class Answer:
    """Status, headers, body as sent over the wire, and the seconds until it was there."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        return self.body.decode()


class Client:
    """One person's browser."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def send(
        self, method: str, path: str, fields: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request on the kept connection; opened anew when the server had closed it."""
        if fields is None:
            return self._send(method, path, None, headers or {})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._send(method, path, urlencode(fields).encode(), {**kind, **(headers or {})})

    def _send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **headers}
        began = time.perf_counter()
        try:
            answer = self._ask(method, path, body, sent)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self._connection.close()
            began = time.perf_counter()
            answer = self._ask(method, path, body, sent)
        content = answer.read()
        seconds = time.perf_counter() - began
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(answer.status, dict(answer.headers.items()), content, seconds)

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> http.client.HTTPResponse:
        self._connection.request(method, path, body, headers)
        return self._connection.getresponse()

    def get(self, path: str, *, expect: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
        """Raises Unexpected for another status."""
        return self._expected(self.send("GET", path, headers=headers), "GET", path, expect)

    def post(
        self, path: str, fields: Mapping[str, str], *, expect: int = 303, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Raises Unexpected for another status."""
        return self._expected(self.send("POST", path, fields, headers), "POST", path, expect)

    def send_file(self, path: str, fields: Mapping[str, str], name: str, content: bytes) -> Answer:
        """Send a form with one file in its field `file`; where the answer leads to stands in its head."""
        mark = "----of-the-bench"
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in fields.items()
        ]
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        parts += [head.encode(), b"Content-Type: application/octet-stream\r\n\r\n", content, b"\r\n"]
        body = b"".join([*parts, f"--{mark}--\r\n".encode()])
        kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        return self._expected(self._send("POST", path, body, kind), "POST", path, 303)

    def send_piece(self, path: str, piece: bytes, headers: Mapping[str, str]) -> Answer:
        """Send a part of a file as it is."""
        kind = {"Content-Type": "application/octet-stream", **headers}
        return self._expected(self._send("POST", path, piece, kind), "POST", path, 200)

    def _expected(self, answer: Answer, method: str, path: str, expect: int) -> Answer:
        if answer.status != expect:
            plain = re.sub(r"<[^>]+>|\s+", " ", answer.text) if answer.body else ""
            raise Unexpected(f"{method} {path}: {answer.status} instead of {expect}: {plain[:600]}")
        return answer

    def token(self, path: str) -> str:
        """The form token that a page carries."""
        found = TOKEN.search(self.get(path).text)
        if found is None:
            raise Unexpected(f"{path} has no form token")
        return found.group(1)

    def sign_in(self, email: str) -> Client:
        """Sign in with the password of the worlds."""
        token = self.token("/login")
        self.post("/login", {"csrf_token": token, "email": email, "password": PASSWORD})
        return self

    def close(self) -> None:
        """End the connection."""
        self._connection.close()
