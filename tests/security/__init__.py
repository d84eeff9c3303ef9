"""Tests that try to read, change or run what one may not."""
