"""The verbs on meetings, their agenda, conclusions and actions."""
