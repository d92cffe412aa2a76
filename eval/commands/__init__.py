"""The commands of `python -m eval`, grouped by purpose."""
