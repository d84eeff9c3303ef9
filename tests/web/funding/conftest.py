"""The small world of country pages, for money over all plans."""

from tests.web.countries.conftest import add as add
from tests.web.countries.conftest import world as world
