"""The verbs: comment, answer, correct, withdraw, see a mention; record, correct and withdraw a consultation."""
