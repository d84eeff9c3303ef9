"""Pages on who has something to do under the Pact."""
