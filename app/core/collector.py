"""Work that makes much and throws nothing away, done without looking for garbage on the way."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """What is made here lives on: looking through it for garbage, again and again, costs a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def made_to_stay() -> Iterator[None]:
    """The same for what lives to the end of the process: later searches do not look through it either."""
    with collector_paused():
        yield
        gc.freeze()


def end_without_search() -> None:
    """Let the process end without looking for garbage in all that it made, which the system takes back at once.

    To be called last: what is held in a circle, as a connection may be, is not closed any more.
    """
    gc.freeze()
