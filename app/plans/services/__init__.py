"""The verbs on plans, by family. None commits; each asks for the right first."""
