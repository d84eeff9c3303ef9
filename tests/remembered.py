"""What is compiled once a process, for all the applications that tests build in it: templates, routes, statements.

An application a test is what keeps tests apart; compiling the same things for each took half of their time.
"""

from __future__ import annotations

from collections.abc import Callable
from types import CodeType
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL
from werkzeug.routing import Rule

from app.core import engine as engines


class Compiled(BytecodeCache):
    """What templates were compiled to, by name and text."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the bucket what is held for it, if anything."""
        bucket.code = self._held.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Hold what was compiled."""
        if bucket.code is not None:
            self._held[bucket.key, bucket.checksum] = bucket.code


_templates = Compiled()
_first: dict[str, Engine] = {}


def with_templates(app: Flask) -> Flask:
    """The application, taking its templates from those that were compiled before."""
    app.jinja_env.bytecode_cache = _templates
    return app


def remember_routes() -> None:
    """Rules of the same words build their addresses by one function, which is handed the rule it speaks for."""
    plain: Callable[[Rule, bool], Callable[..., tuple[str, str]]] = Rule._compile_builder
    held: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}

    def compiled(self: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = self.rule, append_unknown, repr(self._trace), repr(self.defaults)
        if key not in held:
            held[key] = plain(self, append_unknown)
        return held[key]

    Rule._compile_builder = compiled  # type: ignore[method-assign]


def remember_statements(url: str) -> None:
    """Engines of the application to databases of the same kind compile each statement once."""
    first = engines.make_engine(url)
    first.connect().close()  # what there is to learn of the server is learnt
    _first[first.dialect.name] = first

    def create(address: URL, **options: Any) -> Engine:
        engine = create_engine(address, **options)
        if known := _first.get(engine.dialect.name):
            engine.dialect, engine._compiled_cache = known.dialect, known._compiled_cache
        return engine

    engines.create_engine = create
