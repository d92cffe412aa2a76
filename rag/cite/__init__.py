"""Binds statements to printed words; every statement passes `Citations`."""

from rag.cite.citations import Citations, Claim, NotSupported, Support, bind, carried

__all__ = ["Citations", "Claim", "NotSupported", "Support", "bind", "carried"]
