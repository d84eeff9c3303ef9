"""Readings as it was known on an earlier instant: for others than the country, as it had been shared by then.

What nothing was said of (or shared) after the instant is the same as known now, and is added up from the spans; the
other milestones, evidence and items are replayed from their revisions (`readiness/known.py`), and added to that.

`instants`: up to when each block was known. `revisions`: what has to be replayed. `spans`: the sums of the rest.
`links`: what milestones waited for. `facts` and `reading` put it together.
"""

from app.readiness.queries.known.facts import read_known_facts
from app.readiness.queries.known.reading import read_known, read_known_one

__all__ = ["read_known", "read_known_facts", "read_known_one"]
