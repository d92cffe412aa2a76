"""The residents' page: ask a question, read the answer, open its sources, report an error."""

from web.residents.page import residents_page

__all__ = ["residents_page"]
