"""Reads files into pages and articles. Each format has a module; `registry` lists them."""
