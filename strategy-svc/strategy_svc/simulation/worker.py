"""The process that computes one simulation: a `Question` on stdin, an `Answer` on stdout.

Both are pickles, exchanged only between this service's own two processes.
"""

import pickle
import resource
import sys

from fleet.errors import InvalidInput
from strategy_svc.simulation.comparison import compare
from strategy_svc.simulation.question import MAX_CPU_SECONDS, Answer, Question


def answer(question: Question) -> Answer:
    """The simulation, or why its settings cannot be tried."""
    try:
        return Answer(compare(question).model_dump_json().encode())
    except InvalidInput as error:
        return Answer(b"", error.detail, error.statement)


def main() -> None:
    """Answer the question on stdin."""
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))
    question: Question = pickle.load(sys.stdin.buffer)  # noqa: S301 - only from our own service
    sys.stdout.buffer.write(pickle.dumps(answer(question)))


if __name__ == "__main__":
    main()
