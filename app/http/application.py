"""The Flask application's class."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask


class Tracker(Flask):
    """A Flask application whose views and hooks are plain functions, all of them."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is: whether it is a coroutine is else looked up a dozen times for every answer."""
        return func
