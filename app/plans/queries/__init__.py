"""Every SELECT on plans: always ordered, always of one plan and one scope, never entities for doors."""
