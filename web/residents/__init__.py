"""The residents' page: ask, read, open the source, report an error."""

from web.residents.page import residents_page

__all__ = ["residents_page"]
