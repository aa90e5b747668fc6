"""Quality and cost: demand, stock and customers, and a full refresh.

    .venv/bin/python bench/numbers.py sample|LEDGER [MORE …] [--only demand,stock,customers,refresh]

Each table comes from a command of its own, which can be run alone; here its seconds and its peak
memory stand below it. The last one compares a refresh with the same steps in pandas.
"""

import sys

# The project's root instead of this folder: a module here has the same name as one of the standard
# library's.
sys.path[0] = sys.path[0].removesuffix("bench")

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.measured import run

BENCH = Path(__file__).parent
Command = list[str | Path]


def _script(name: str) -> Callable[[str], Command]:
    return lambda ledger: [sys.executable, BENCH / f"{name}.py", ledger]


def _replay(ledger: str) -> Command:
    """The policy replay prints its grid; its file is left in the temporary folder."""
    command = Path(sys.executable).with_name("smartretail")
    return [
        command,
        "replay-stock",
        "--ledger",
        ledger,
        "--out",
        str(Path(tempfile.gettempdir()) / "replay.csv"),
    ]


TABLES: dict[str, Callable[[str], Command]] = {
    "demand": _script("demand"),
    "stock": _replay,
    "customers": _script("customers"),
    "refresh": _script("against_pandas"),
}
"""The command of each table, in this order."""


def main() -> None:
    """Print every table of every ledger."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("ledgers", nargs="+")
    parser.add_argument("--only", default=",".join(TABLES), help=f"of {', '.join(TABLES)}")
    options = parser.parse_args()
    chosen = options.only.split(",")
    if unknown := set(chosen) - set(TABLES):
        parser.error(f"--only: {', '.join(sorted(unknown))} is not one of {', '.join(TABLES)}")
    for ledger in options.ledgers:
        for name in chosen:
            used = run(TABLES[name](ledger), show=True)
            print(f"  {name} of {Path(ledger).name}: {used}")


if __name__ == "__main__":
    main()
