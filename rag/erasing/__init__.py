"""Erases what a resident typed, when the resident asks for it. `python -m rag erase …`"""

from rag.erasing.erasing import Erased, Erasing

__all__ = ["Erased", "Erasing"]
