"""A whole refresh, and its data steps beside the same in pandas: CPU time and peak memory.

    .venv-benchmark/bin/python bench/against_pandas.py sample|LEDGER [MORE …] [--rounds 3]

Each runs as a process of its own, imports included, in turns; of the rounds that with the median
CPU time counts. The fitting of models is the same library
either way and is in neither side of the first ratio; the second adds it, and all else a refresh
does, to both.
"""

import sys

# The project's root instead of this folder: a module here has the same name as one of the standard
# library's.
sys.path[0] = sys.path[0].removesuffix("bench")

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.measured import Usage, run

from fleet.snapshots import find_snapshot, open_snapshot
from smartretail.jobs.sample import ledger_path

BENCH = Path(__file__).parent
TARGET = 5
SMARTRETAIL = Path(sys.executable).with_name("smartretail")


def compare(ledger: str, rounds: int) -> None:
    """Print the table for one ledger."""
    with tempfile.TemporaryDirectory() as state:
        full_refresh = run([SMARTRETAIL, "refresh", "--ledger", ledger, "--state", state])
        manifest = open_snapshot(Path(state), find_snapshot(Path(state))).manifest
    as_of = manifest.as_of.isoformat() if manifest else ""
    print(f"\n{Path(ledger).name}: refresh as of {as_of}")
    file = ledger_path(ledger)
    sides = [
        [sys.executable, BENCH / f"{name}.py", file, as_of]
        for name in ("polars_steps", "pandas_refresh")
    ]
    turns = [[run(side, show=turn == 0) for side in sides] for turn in range(rounds)]
    ours, theirs = (_median(runs) for runs in zip(*turns, strict=True))
    print(f"  whole refresh               {full_refresh}")
    print(f"  its data steps              {ours}")
    print(f"  the same in pandas          {theirs}")
    steps, all_in_all = (
        theirs.cpu / ours.cpu,
        (full_refresh.cpu - ours.cpu + theirs.cpu) / full_refresh.cpu,
    )
    verdict = "meets" if steps >= TARGET else "MISSES"
    print(f"  ratio of CPU, data steps    {steps:.1f}   {verdict} the target >= {TARGET}")
    print(f"  ratio of CPU, all in all    {all_in_all:.1f}")


def _median(runs: Sequence[Usage]) -> Usage:
    return sorted(runs, key=lambda used: used.cpu)[len(runs) // 2]


def main() -> None:
    """Print a table for each ledger."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("ledgers", nargs="+")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds: one at least")
    for ledger in options.ledgers:
        compare(ledger, options.rounds)


if __name__ == "__main__":
    main()
