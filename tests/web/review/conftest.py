"""The small world of country pages, for rounds and submissions."""

from tests.web.countries.conftest import add as add
from tests.web.countries.conftest import world as world
