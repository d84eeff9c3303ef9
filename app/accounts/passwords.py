"""Passwords: what is acceptable, how they are kept, and the same work whether a person exists or not."""

from __future__ import annotations

import threading
from functools import lru_cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app.core.errors import Invalid, TooMany
from app.core.labels import message

MINIMUM_LENGTH = 15
MAXIMUM_LENGTH = 128
_AT_ONCE = threading.BoundedSemaphore(2)  # each check takes 64 MiB and a core
_WAIT_SECONDS = 5.0

COMMON = (
    "password",
    "passwort",
    "motdepasse",
    "qwertz",
    "azerty",
    "qwerty",
    "123456",
    "letmein",
    "welcome",
    "iloveyou",
)
"""Beginnings of what is guessed first; a long password made of them is still refused."""


class Passwords:
    """argon2id with the cost of the settings. One for the whole process: see `passwords_of_cost`."""

    def __init__(self, memory_kib: int, rounds: int) -> None:
        self._hash = PasswordHash((Argon2Hasher(memory_cost=memory_kib, time_cost=rounds, parallelism=1),))
        self._of_nobody = ""
        self._lock = threading.Lock()

    def hash(self, password: str) -> str:
        """The stored form of a password."""
        return self._hash.hash(password)

    def fits(self, password: str, stored: str | None) -> bool:
        """Whether the password fits; unknown users cost the same work. At most two checks run at once.

        Raises TooMany when none of the two gets free in time.
        """
        nobody = self._hash_of_nobody()  # for known and unknown alike: the first call of a process takes longer
        if not _AT_ONCE.acquire(timeout=_WAIT_SECONDS):
            raise TooMany(message("Many people are signing in. Please try again in a moment."), retry_after=5)
        try:
            fits = self._hash.verify(password[:MAXIMUM_LENGTH], stored or nobody)
        finally:
            _AT_ONCE.release()
        return fits and stored is not None and len(password) <= MAXIMUM_LENGTH

    def _hash_of_nobody(self) -> str:
        with self._lock:
            if not self._of_nobody:
                self._of_nobody = self._hash.hash("nobody has this password")
        return self._of_nobody


@lru_cache(maxsize=4)
def passwords_of_cost(memory_kib: int, rounds: int) -> Passwords:
    """The process's hasher of a cost; memory in KiB."""
    return Passwords(memory_kib, rounds)


def check_acceptable(password: str, *, email: str, name: str) -> None:
    """Raise Invalid (field `password`) for one that is too short, too long, one's own name, or easily guessed."""
    if len(password) < MINIMUM_LENGTH:
        raise Invalid(
            message("Use at least %(length)s characters; a sentence is good."),
            field="password",
            length=MINIMUM_LENGTH,
        )
    if len(password) > MAXIMUM_LENGTH:
        raise Invalid(message("Use at most %(length)s characters."), field="password", length=MAXIMUM_LENGTH)
    lowered = password.lower()
    if len(set(lowered)) < 6 or lowered in email.lower() or (name and lowered == name.lower()):
        raise Invalid(message("This password is too easy to guess."), field="password")
    rest = lowered
    for common in COMMON:
        rest = rest.replace(common, "")
    if len(rest.strip("0123456789!?.-_ ")) < 4 and rest != lowered:
        raise Invalid(message("This password is too easy to guess."), field="password")
