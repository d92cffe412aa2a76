"""Measures answers, retrieval and page splitting."""
