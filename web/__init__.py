"""The web pages: the residents' chat at ``/`` and the staff's checking page at ``/check``."""
