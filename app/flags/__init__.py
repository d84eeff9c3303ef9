"""Flags: what a reviewer asks a country about its plan, or a country about an EU-level measure, and the exchange on
it."""
