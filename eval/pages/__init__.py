"""Measures how well pages are split into articles, on pages generated from news text.

`python -m eval pages --corpus PATH [--half tune|report] [--seed N] [--pages N]` prints a table. The corpus is a
`corpus.jsonl` of `{id, title, date, text}`, split into halves by the hash of the id: tune on one, report the other. A
generated page looks like a newspaper page turned into text: narrow columns, line breaks by the rules of Chinese typesetting,
justification, headlines above or below the text and broken over lines. What varies is drawn at random for each page or
article (see `eval.pages.style`).

`--as pdf` and `--as scan` measure the same on printed pages: see `eval.pages.printed`.

Steps: `news` (stories of the corpus) -> `article` (byline, column title and so on) -> `lines` (printed lines) -> `page` ->
the page splitter -> `score`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from eval.commands.shared import exit_on_error
from eval.pages.article import Truth
from eval.pages.news import Half, Story, stories
from eval.pages.page import make_page, make_pages
from eval.pages.printed.run import Medium
from eval.pages.printed.run import evaluate as evaluate_printed
from eval.pages.score import Score, score_page, table, table_by_design
from ingest.page import split_page

__all__ = ["Score", "Story", "Truth", "evaluate", "main", "make_page", "score_page"]


_SHOWN = 20  # problems


def main(
    corpus: Annotated[Path, typer.Option(help="A corpus.jsonl of news text.")],
    half: Annotated[str, typer.Option(help="tune or report")] = "report",
    seed: Annotated[int, typer.Option()] = 1,
    pages: Annotated[int, typer.Option()] = 100,
    printed_only: Annotated[
        bool, typer.Option(help="Only stories with an original headline (page text).")
    ] = False,
    medium: Annotated[Literal["text", "pdf", "scan"], typer.Option("--as")] = "text",
    keep: Annotated[
        Path | None, typer.Option(help="Keep the printed pages and what was read of each here.")
    ] = None,
) -> None:
    """Generate pages, split or read them, and print the scores."""
    chosen: Half = "tune" if half == "tune" else "report"
    console = Console(file=sys.stdout)
    if medium != "text":
        with exit_on_error():
            _print_printed(console, corpus, medium, chosen, seed, pages, keep)
        return
    scores = evaluate(corpus, half=chosen, seed=seed, pages=pages, printed_only=printed_only)
    articles = sum(scores, Score()).true
    console.print(
        table(
            scores,
            f"{len(scores)} pages, {articles} articles, half: {chosen}{', printed headlines only' if printed_only else ''}",
        )
    )


def _print_printed(
    console: Console, corpus: Path, medium: Medium, half: Half, seed: int, pages: int, keep: Path | None
) -> None:
    result = evaluate_printed(corpus, medium, half=half, seed=seed, pages=pages, keep=keep)
    scores = result.all_scores
    title = f"{len(scores)} pages as {medium}, {sum(scores, Score()).true} articles, half: {half}"
    console.print(table(scores, title), table_by_design(result.scores, "by design"))
    console.print(f"{len(scores) / result.seconds:.2f} pages a second, {result.megabytes:.0f} MB at most")
    for problem in result.problems[:_SHOWN]:
        console.print(problem, highlight=False)
    if len(result.problems) > _SHOWN:
        console.print(f"… and {len(result.problems) - _SHOWN} more problems")


def evaluate(
    corpus: Path, *, half: Half = "report", seed: int = 1, pages: int = 100, printed_only: bool = False
) -> list[Score]:
    """Score each of `pages` pages generated from one half of a corpus (`printed_only`: see `stories`)."""
    generated = make_pages(stories(corpus, half, printed_only=printed_only), pages, seed)
    return [score_page(page.articles, split_page(page.raw).articles) for page in generated]
