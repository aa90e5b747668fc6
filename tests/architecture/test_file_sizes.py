"""Files are short enough to read in one go."""

from pathlib import Path
from statistics import median

import pytest
from support.sources import ROOT, sources

TYPICAL_LINES, MOST_LINES = 90, 350
LANGUAGES = {"Python": (".py",), "page": (".ts", ".tsx", ".css")}


def line_count(path: Path) -> int:
    """The number of lines of a file."""
    return len(path.read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_are_short(language: str) -> None:
    """The median file has at most 90 lines, and no hand-written one more than 350."""
    sizes = {
        str(path.relative_to(ROOT)): size
        for path in sources(*LANGUAGES[language])
        if (size := line_count(path)) or path.name != "__init__.py"
    }
    assert {name: size for name, size in sizes.items() if size > MOST_LINES} == {}
    assert median(sizes.values()) <= TYPICAL_LINES
