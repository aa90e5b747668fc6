"""The command `smartretail`. Every command imports what it needs, so that `--help` is quick."""

import signal
import sys
from types import FrameType

import typer

from fleet.failures import sentence_for
from smartretail.cli import customers, keys, measures, serving, snapshots

app = typer.Typer(
    name="smartretail",
    help="From a sales ledger to what to do right now.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for part in (snapshots, serving, measures, customers):
    app.registered_commands += part.commands.registered_commands
app.add_typer(keys.keys, name="keys")


def main() -> None:
    """Run a command; what can be expected to go wrong is one sentence and exit code 1."""
    signal.signal(signal.SIGTERM, _end)
    try:
        app()
    except Exception as error:
        sentence = sentence_for(error)
        if sentence is None:
            raise
        sys.exit(sentence)


def _end(number: int, _: FrameType | None) -> None:
    """Leave as after Ctrl-C, so that what was begun is tidied up."""
    sys.exit(128 + number)
