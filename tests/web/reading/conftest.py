"""The small world of country pages, for the reading room."""

from tests.web.countries.conftest import add as add
from tests.web.countries.conftest import world as world
