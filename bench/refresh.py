"""A full refresh: wall time, CPU time and peak memory.

    .venv/bin/python bench/refresh.py sample [MORE LEDGERS …] [--rounds 1]

Each refresh is a process of its own, writing to a folder that is removed afterwards.
"""

import sys

# The project's root instead of this folder: a module here has the same name as one of the standard
# library's.
sys.path[0] = sys.path[0].removesuffix("bench")

import argparse
import statistics
import tempfile
from pathlib import Path

from bench.measured import Usage, run

SMARTRETAIL = Path(sys.executable).with_name("smartretail")


def measure(ledger: str) -> Usage:
    """The usage of one refresh of `ledger`."""
    with tempfile.TemporaryDirectory() as state:
        return run([SMARTRETAIL, "refresh", "--ledger", ledger, "--state", state])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("ledgers", nargs="+")
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    print(f"{'ledger':<44}{'wall s':>9}{'CPU s':>9}{'peak MiB':>10}")
    for ledger in options.ledgers:
        rounds = [measure(ledger) for _ in range(options.rounds)]
        wall, cpu, peak = (
            statistics.median(getattr(used, name) for used in rounds)
            for name in ("wall", "cpu", "peak")
        )
        print(f"{Path(ledger).name:<44}{wall:9.1f}{cpu:9.1f}{peak:10.0f}")


if __name__ == "__main__":
    main()
