"""Every SELECT on practices, their reuse and how plans came along."""
