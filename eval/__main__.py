"""The command line `python -m eval …`: prints figures to stdout and everything else to stderr."""

from __future__ import annotations

import typer

from eval import pages
from eval.commands import costs, quality, runs, training

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def main() -> None:
    """Measure answers, retrieval and page splitting."""


for command in (
    quality.retrieval,
    quality.answers,
    quality.record,
    quality.dates,
    quality.duplicates,
    quality.dialogues,
    quality.talks,
    quality.claims,
    quality.dated,
    quality.several,
    quality.spans,
    runs.compare,
    runs.report,
    runs.verdicts,
    runs.missed,
    costs.reading,
    costs.speed,
    costs.ingest_rate,
    costs.queues,
    costs.memory,
    costs.load,
    costs.formats,
    costs.faults,
    costs.architecture,
    training.calibrate,
    training.train,
    training.train_queries,
    training.train_claims,
    training.ablation,
    training.intents,
):
    app.command()(command)
app.command("all")(quality.everything)
app.command(name="pages", help="How well generated pages are split into articles.")(pages.main)


if __name__ == "__main__":
    app()
