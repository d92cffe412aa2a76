"""Writes a run as one self-contained HTML page: figures, plots and the worst questions."""

from eval.report.page import write

__all__ = ["write"]
