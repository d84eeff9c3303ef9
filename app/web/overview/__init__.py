"""The overview: the matrix, what it says in sentences, the trend, widest gaps, what was shared lately."""
