"""What no single value shows: references that lead nowhere, things twice, circles, rules between values.

The checks read the documents and not the shapes, so that a file with one wrong value still has all its
references looked at, and everything wrong is said at once.
"""

from app.catalogue.reading.checks import around, cycle, findings, law, tree
from app.catalogue.reading.checks.checker import Checker
from app.catalogue.reading.faults import Fault
from app.catalogue.reading.folder import Folder

CHECKS = (*around.CHECKS, *law.CHECKS, *tree.CHECKS, *cycle.CHECKS, *findings.CHECKS)


def find_faults(folder: Folder) -> list[Fault]:
    """All faults between values, in no particular order."""
    checker = Checker(folder)
    for check in CHECKS:
        check(checker)
    return checker.faults
