"""Floor 7: a plan as a workbook, there and back. What a workbook changes goes through the services of plans."""
