"""A plan as a workbook: take it away, bring it back."""
