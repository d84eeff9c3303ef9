"""Statements of agencies: the items an agency is an actor of, what is stated of one."""
