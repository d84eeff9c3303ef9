"""Who may change what is required. Everybody signed in may read it."""

from __future__ import annotations

from app.accounts.policy import is_administrator, is_system
from app.core.policy import permit

LOAD = permit("catalogue:release:load", "Load a release of the catalogue", [is_system], [is_administrator])
