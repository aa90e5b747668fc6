"""A whole refresh: wall time, CPU time and peak memory.

    .venv/bin/python bench/refresh.py sample [MORE LEDGERS …] [--rounds 1]

Each refresh is a process of its own, writing to a folder that is removed afterwards.
"""

import sys

# numbers.py in this folder would hide the standard library's module of that name.
sys.path = [folder for folder in sys.path if not folder.endswith("bench")]


import argparse
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

SMARTRETAIL = Path(sys.executable).with_name("smartretail")
KIB_PER_MIB = 1024


def measure(ledger: str) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds and peak MiB of one refresh of `ledger`."""
    with tempfile.TemporaryDirectory() as state:
        started = time.monotonic()
        process = subprocess.Popen(
            [SMARTRETAIL, "refresh", "--ledger", ledger, "--state", state],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        errors = process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(errors.decode() or f"the refresh of {ledger} failed")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / KIB_PER_MIB


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("ledgers", nargs="+")
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    print(f"{'ledger':<44}{'wall s':>9}{'CPU s':>9}{'peak MiB':>10}")
    for ledger in options.ledgers:
        rounds = [measure(ledger) for _ in range(options.rounds)]
        wall, cpu, peak = (statistics.median(column) for column in zip(*rounds, strict=True))
        print(f"{Path(ledger).name:<44}{wall:9.1f}{cpu:9.1f}{peak:10.0f}")


if __name__ == "__main__":
    main()
