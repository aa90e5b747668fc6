"""Every silenced check has its reason next to it."""

import io
import re
import tokenize
from collections.abc import Iterator

import pytest
from support.sources import ROOT, sources

SILENCED = re.compile(r"\bnoqa\b|pyright:\s*ignore|type:\s*ignore")
REASONED = re.compile(r"(noqa: [A-Z]+\d+(, [A-Z]+\d+)*|pyright: ignore\[\w+(, \w+)*\]) - .{4,}")
OF_A_FILE = re.compile(r"#\s*pyright:\s*\w+=")


def silenced_without_reason(text: str) -> Iterator[str]:
    """Comments that silence a check without a reason next to them or, for a file, above them."""
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


def test_every_silenced_check_has_a_reason() -> None:
    """The rule is named, and a phrase next to it says why it doesn't apply."""
    files = sources(".py")
    assert len(files) > 200
    found = [
        f"{path.relative_to(ROOT)} {where}"
        for path in files
        for where in silenced_without_reason(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    ["x = 1  # noqa", "x = 1  # noqa: S311", "x = 1  # type: ignore", "# pyright: strict=false"],
)
def test_check_silenced_without_a_reason_is_detected(line: str) -> None:
    """The search used above detects it."""
    assert list(silenced_without_reason(f"import os\n\n{line}\n")) != []
    assert list(silenced_without_reason("# No stubs.\n# pyright: strict=false\n")) == []
