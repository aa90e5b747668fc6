"""A whole refresh, and its data steps beside the same in pandas: CPU time and peak memory.

    .venv-benchmark/bin/python bench/against_pandas.py sample|LEDGER [MORE …]

Each runs as a process of its own, imports included. The fitting of models is the same library
either way and is in neither side of the first ratio; the second adds it, and all else a refresh
does, to both.
"""

import sys

# The project's root instead of this folder: a module here is called like one of the standard
# library's.
sys.path[0] = sys.path[0].removesuffix("bench")

import argparse
import tempfile
from pathlib import Path

from bench.measured import run

from fleet.snapshots import find_snapshot, open_snapshot
from smartretail.sample import ledger_path

BENCH = Path(__file__).parent
TARGET = 5
SMARTRETAIL = Path(sys.executable).with_name("smartretail")


def compare(ledger: str) -> None:
    """Print the table of one ledger."""
    with tempfile.TemporaryDirectory() as state:
        whole = run([SMARTRETAIL, "refresh", "--ledger", ledger, "--state", state])
        manifest = open_snapshot(Path(state), find_snapshot(Path(state))).manifest
    as_of = manifest.as_of.isoformat() if manifest else ""
    print(f"\n{Path(ledger).name}: refresh as of {as_of}")
    file = ledger_path(ledger)
    ours = run([sys.executable, BENCH / "polars_steps.py", file, as_of], show=True)
    theirs = run([sys.executable, BENCH / "pandas_refresh.py", file, as_of], show=True)
    print(f"  whole refresh               {whole}")
    print(f"  its data steps              {ours}")
    print(f"  the same in pandas          {theirs}")
    steps, all_in_all = theirs.cpu / ours.cpu, (whole.cpu - ours.cpu + theirs.cpu) / whole.cpu
    verdict = "meets" if steps >= TARGET else "MISSES"
    print(f"  ratio of CPU, data steps    {steps:.1f}   {verdict} the target >= {TARGET}")
    print(f"  ratio of CPU, all in all    {all_in_all:.1f}")


def main() -> None:
    """Print a table per ledger."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("ledgers", nargs="+")
    for ledger in parser.parse_args().ledgers:
        compare(ledger)


if __name__ == "__main__":
    main()
