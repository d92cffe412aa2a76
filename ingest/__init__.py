"""Reads newspaper files into the archive."""
