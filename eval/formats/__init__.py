"""Measures how files of each format and dialect are read: `python -m eval formats`.

Each module makes samples of some formats, of invented news, as the systems that are named in it write them; `printed` needs
Chromium. `sample` says what a sample is, `run` reads them without a word about their format, `score` counts what is right.
"""
