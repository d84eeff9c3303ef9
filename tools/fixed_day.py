"""The app on a fixed day: `FIXED_DAY=2026-11-20 flask --app tools.fixed_day …`, or for gunicorn `tools.fixed_day:app`.

For pictures and measurements that shall come out alike whenever they are made. Nothing that runs for users imports it.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from app.core.collector import made_to_stay

with made_to_stay():  # as wsgi.py does
    from app import create_app
    from app.core import clock
    from config import Config

DAY = date.fromisoformat(os.environ["FIXED_DAY"])
_present = clock.now


def now_on_fixed_day() -> datetime:
    """The present time of day in Brussels, on the fixed day: alike in every process, and it goes on."""
    time = _present().astimezone(clock.BRUSSELS).time()
    return datetime.combine(DAY, time, clock.BRUSSELS).astimezone(UTC)


clock.now = now_on_fixed_day
with made_to_stay():
    app = create_app(Config.from_env())
