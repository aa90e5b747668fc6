"""Whoever silences a check says why, on the spot."""

import io
import re
import tokenize
from collections.abc import Iterator

import pytest
from support.sources import ROOT, sources

SILENCED = re.compile(r"\bnoqa\b|pyright:\s*ignore|type:\s*ignore")
REASONED = re.compile(r"(noqa: [A-Z]+\d+(, [A-Z]+\d+)*|pyright: ignore\[\w+(, \w+)*\]) - .{4,}")
OF_A_FILE = re.compile(r"#\s*pyright:\s*\w+=")


def unexplained(text: str) -> Iterator[str]:
    """Comments that silence a check without a reason beside or, for a whole file, above them."""
    above = ""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT:
            above = "" if token.type not in {tokenize.NL, tokenize.NEWLINE} else above
            continue
        comment = token.string
        if SILENCED.search(comment) and not REASONED.search(comment):
            yield f"line {token.start[0]}: {comment}"
        if OF_A_FILE.match(comment) and not above:
            yield f"line {token.start[0]}: {comment}"
        above = above or comment


def test_every_silenced_check_has_its_reason() -> None:
    """A rule is named, and a phrase beside it says why it does not hold there."""
    files = sources(".py")
    assert len(files) > 200
    found = [
        f"{path.relative_to(ROOT)} {where}"
        for path in files
        for where in unexplained(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    ["x = 1  # noqa", "x = 1  # noqa: S311", "x = 1  # type: ignore", "# pyright: strict=false"],
)
def test_a_check_silenced_without_a_reason_is_found(line: str) -> None:
    """What the test above looks for is seen."""
    assert list(unexplained(f"import os\n\n{line}\n")) != []
    assert list(unexplained("# No stubs.\n# pyright: strict=false\n")) == []
