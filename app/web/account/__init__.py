"""Signing in and out, invitations, the own account."""
