"""Reports for readers outside: counts that name nobody."""
