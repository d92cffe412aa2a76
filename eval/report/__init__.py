"""A run as one self-contained page: figures, plots, and the worst questions to look at."""

from eval.report.page import write

__all__ = ["write"]
