"""Finding: what the indexes have for a question, measured, read and ranked."""
