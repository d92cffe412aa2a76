"""Search: finds, scores and ranks the passages that may answer a question."""
