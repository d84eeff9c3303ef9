"""Every SELECT on recorded publications and on their use."""
