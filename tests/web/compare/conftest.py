"""The worlds in which two days are compared: one with many rows, one where things are said on days of the test."""

from tests.web.countries.conftest import add
from tests.web.countries.conftest import world as told
from tests.web.matrix_world import world

__all__ = ["add", "told", "world"]
