"""The small world of country pages, for who does what."""

from tests.web.countries.conftest import world as world
