"""The world in which these pages are looked at."""

from tests.web.matrix_world import world

__all__ = ["world"]
