"""Flags as pages of plans and of flags show them: in which order, at which address, and what the reader may do."""
