"""The small world of country pages."""

from tests.web.countries.conftest import world

__all__ = ["world"]
