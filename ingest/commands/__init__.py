"""The commands of `python -m ingest`, grouped by purpose."""
