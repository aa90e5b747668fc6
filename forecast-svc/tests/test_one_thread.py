"""The models are fitted and evaluated on one thread, also in a new process."""

import subprocess
import sys
from typing import Final

PROGRAM: Final = """
import sys
import numpy as np
from forecast_svc.model import gradient_boosting as module
from forecast_svc.model.features import Design

random = np.random.default_rng(1)
values, zeros = random.random((600, 4)).astype(np.float32), np.zeros(600)
limit, seen = module.threadpool_limits, []

def watched(threads):
    seen.append((threads, "sklearn.ensemble" in sys.modules))
    return limit(threads)

module.threadpool_limits = watched
assert "sklearn" not in sys.modules
design = Design(values, tuple("abcd"), zeros, values[:, :2], zeros)
module.fit(design, random.poisson(5, 600).astype(np.float64))
print(set(seen))
"""


def test_thread_limit_is_set_after_the_library_is_loaded() -> None:
    """A limit covers only thread pools that exist: set earlier, scikit-learn uses every core."""
    completed = subprocess.run(
        [sys.executable, "-c", PROGRAM], check=False, capture_output=True, text=True
    )
    assert completed.stdout == "{(1, True)}\n", completed.stderr
