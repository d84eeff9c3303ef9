"""The tracker of the Common Implementation Plan of the Pact on Migration and Asylum."""
