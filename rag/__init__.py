"""From a question to a cited answer: the archive, the search indexes, and the chain over them."""
