"""Tests of the reading room run at a frozen noon on both databases."""

from __future__ import annotations

from tests.review.conftest import clock_at, view

__all__ = ["clock_at", "view"]
