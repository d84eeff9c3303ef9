"""Facts from the database, readings from facts, and the keeping of both.

`reading` for pages, `trend` for month ends, `known` for what was known on an earlier day.
"""

from app.readiness.queries.facts import PlanKey, read_facts
from app.readiness.queries.known import read_known, read_known_one
from app.readiness.queries.reading import read_matrix, read_summaries
from app.readiness.queries.trend import read_trend

__all__ = ["PlanKey", "read_facts", "read_known", "read_known_one", "read_matrix", "read_summaries", "read_trend"]
