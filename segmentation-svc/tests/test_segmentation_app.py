"""The app as a whole: its API document, and what it does without."""

import subprocess
import sys

import httpx


async def test_openapi_operation_ids_are_unique(client: httpx.AsyncClient) -> None:
    """Every operation has an id of its own."""
    paths = (await client.get("/openapi.json")).json()["paths"]
    ids = [operation["operationId"] for path in paths.values() for operation in path.values()]
    assert len(ids) == len(set(ids))
    assert "classify_customers" in ids


def test_serving_imports_no_scikit_learn() -> None:
    """The app and everything it imports work without scikit-learn and joblib."""
    code = (
        "import sys, segmentation_svc.main, segmentation_svc.segments.refresh as r;"
        "print([m for m in ('sklearn', 'joblib', 'scipy', 'pandas') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"
