"""Tests of what lies between plans run at a frozen noon on both databases, on the small catalogue of the tests of
plans."""

from __future__ import annotations

from tests.plans.conftest import clock_at, view

__all__ = ["clock_at", "view"]
