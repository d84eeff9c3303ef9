"""Assessments: what a reviewer says of an item that a country reports in place. They carry the third level,
confirmed."""
