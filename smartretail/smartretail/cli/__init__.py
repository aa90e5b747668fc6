"""The command `smartretail`. Every command imports what it needs, so that `--help` is quick."""

import signal
import sys
from types import FrameType

import typer

from fleet.failures import sentence_for
from smartretail.cli import customers, keys, measures, serving, snapshots

app = typer.Typer(
    name="smartretail",
    help="Turns a sales ledger into a plan: what to order, and what to promote to whom.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for part in (snapshots, serving, measures, customers):
    app.registered_commands += part.commands.registered_commands
app.add_typer(keys.keys, name="keys")


def main() -> None:
    """Run a command; an expected error is printed as one sentence, with exit code 1."""
    signal.signal(signal.SIGTERM, _end)
    try:
        app()
    except Exception as error:
        sentence = sentence_for(error)
        if sentence is None:
            raise
        sys.exit(sentence)


def _end(number: int, _: FrameType | None) -> None:
    """Exit as after Ctrl-C, so that unfinished work is cleaned up."""
    sys.exit(128 + number)
