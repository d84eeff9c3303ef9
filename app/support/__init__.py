"""Technical support: requests and their life, projects, who is assigned to them, and what experts suggest."""
