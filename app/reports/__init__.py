"""A plan to take into a meeting or send: the brief of one page, the plan as a document."""
