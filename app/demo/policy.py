"""Who may fill the plans with invented data."""

from __future__ import annotations

from app.accounts.policy import is_system
from app.core.policy import permit

LOAD = permit("demo:plans:load", "Fill the plans with the demonstration", [is_system])
