"""User-facing sentences are written once: not in code and page, nor in two files of the code."""

import ast
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.sources import ROOT, packages

from fleet.sentences import ENGLISH, catalogue

LEAST_WORDS = 4
PAGE = ROOT / "dashboard/src/locales/en.po"
PLAN = ROOT / "strategy-svc/strategy_svc/wording"
"""The wording of the plan, see record 0038: its sentences are written twice, in these modules for
the plan's files and among the page's texts, until the plan is rebuilt."""
_MSGID = re.compile(r'^msgid ((?:".*"\n)+)', re.MULTILINE)
_ARGUMENT = re.compile(r"\{[^{}]*\}|</?\d+/?>")
_WORD = re.compile(r"[^\W\d_]+('[^\W\d_]+)?")
_END = re.compile(r"(?<=[.!?:;])\s+")
Places = dict[str, set[str]]


def test_no_page_sentence_in_the_code() -> None:
    """Page and services both use the catalogue."""
    page, code = _page_sentences(), _code_sentences()
    assert {sentence: code[sentence] for sentence in page & code.keys()} == {}


def test_no_catalogue_sentence_in_the_code() -> None:
    """Code renders sentences from their codes, in API descriptions too."""
    listed, code = _catalogue_sentences(), _code_sentences(described=True)
    assert {sentence: code[sentence] for sentence in listed & code.keys()} == {}


def test_no_catalogue_sentence_in_the_page() -> None:
    """The page uses the catalogue as well."""
    assert _page_sentences() & _catalogue_sentences() == set()


def test_no_sentence_in_two_files_of_the_code() -> None:
    """One file has it and the others import it; each service describes its own fields."""
    twice = {sentence: files for sentence, files in _code_sentences().items() if len(files) > 1}
    assert twice == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('x = "The shelf is quite empty."', ["the shelf is quite empty"]),
        ('x = f"The shelf of {name} is empty: order"', ["the shelf of {} is empty"]),
        ('"""The shelf is quite empty."""', []),
        ('x = Field(description="The shelf is quite empty")', []),
        ('x = "days_since_the_last_sale"', []),
    ],
)
def test_texts_are_extracted(source: str, found: list[str]) -> None:
    """The search used above finds texts with their arguments, not docstrings or names."""
    assert [s for text in _texts(ast.parse(source)) for s in _sentences(text)] == found


def _page_sentences() -> set[str]:
    texts = _MSGID.findall(PAGE.read_text(encoding="utf-8"))
    lines = ("".join(json.loads(line) for line in text.splitlines()) for text in texts)
    return {sentence for text in lines for sentence in _sentences(text)}


def _catalogue_sentences() -> set[str]:
    groups = [group for part in catalogue(ENGLISH).values() for group in part.values()]
    return {
        sentence for group in groups for text in group.values() for sentence in _sentences(text)
    }


def _code_sentences(*, described: bool = False) -> Places:
    """Files by sentence; with `described`, API descriptions too."""
    found: Places = defaultdict(set)
    for path in _files():
        if described or not path.name.endswith("schemas.py"):
            for text in _texts(ast.parse(path.read_text(encoding="utf-8")), described=described):
                for sentence in _sentences(text):
                    found[sentence].add(path.relative_to(ROOT).as_posix())
    return found


def _files() -> Iterator[Path]:
    for package in packages():
        for path in sorted(package.rglob("*.py")):
            if not path.is_relative_to(PLAN):
                yield path


def _texts(tree: ast.AST, *, described: bool = False) -> Iterator[str]:
    """Texts of a module other than docstrings, with `{}` for inserted values."""
    if isinstance(tree, ast.Constant):
        if isinstance(tree.value, str):
            yield tree.value
    elif isinstance(tree, ast.JoinedStr):
        yield "".join(
            str(getattr(part, "value", "{}")) if isinstance(part, ast.Constant) else "{}"
            for part in tree.values
        )
    elif not (isinstance(tree, ast.Expr) and isinstance(tree.value, ast.Constant)):
        for child in ast.iter_child_nodes(tree):
            if described or not (isinstance(child, ast.keyword) and child.arg == "description"):
                yield from _texts(child, described=described)


def _sentences(text: str) -> Iterator[str]:
    for part in _END.split(_ARGUMENT.sub("{}", text)):
        sentence = " ".join(part.split()).strip(" .!?:;").lower()
        words = (word.strip("“”'`(),.") for word in sentence.split())
        if sum(_WORD.fullmatch(word) is not None for word in words) >= LEAST_WORDS:
            yield sentence
