"""A spreadsheet that was not made here: which column is what, and what its rows come to in a plan."""
