"""Statements of agencies: what an agency of the Union says of an item of a Member State's plan that it acts in."""
