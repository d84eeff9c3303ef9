"""Technical support: calls, requests, projects, and what experts suggest."""
