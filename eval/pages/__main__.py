"""``python -m eval.pages``: the same as ``python -m eval pages``."""

import typer

from eval.pages import main

typer.run(main)
