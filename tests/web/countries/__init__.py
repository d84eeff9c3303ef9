"""Tests of the pages of a country."""
