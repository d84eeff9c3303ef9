"""Every SELECT on meetings, their agenda and their actions."""
