"""Who reads plans in the reading room. Marks are the reader's own: nobody else is ever asked for."""

from __future__ import annotations

from app.assessments.policy import reviews
from app.core.policy import permit

READ = permit("reading:plan:read", "Read a plan item by item, with marks of one's own", [reviews])
