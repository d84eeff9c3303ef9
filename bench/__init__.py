"""Measurements as ratios: the bars of docs/performance.md, each beside its floor in one and the same run."""
