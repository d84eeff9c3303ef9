"""What people say to each other about a plan, and whom a country consulted; each reaches only those it is meant for."""
