"""Commands of `python -m rag` for the newsroom's own database; each module is a group of them."""
