"""Names are plain English and standard terms; replaced names don't return."""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from support.replaced_names import (
    JSON_FIELDS,
    OUTSIDE_NAMES,
    PLAIN_COMPOUNDS,
    REPLACED,
    REPLACED_DEFINITIONS,
    REPLACED_FILES,
    REPLACED_FOLDERS,
    REPLACED_IN_SENTENCES,
    REPLACED_SENTENCES,
    REPLACED_WORDS,
)
from support.sources import ROOT, sources

VOCABULARY = ROOT / "tests/support/replaced_names.py"
# Scanned as a whole: names, comments and the texts of `make help`.
BUILD_FILES = (ROOT / "Makefile", ROOT / "pyproject.toml")
IN_QUOTES = re.compile(
    r"""//.*|/\*[\s\S]*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`[^`$]*`"""
    r"""|`[^`$]*(?=\$\{)|(?<=\})[^`${};\n]*(?=\$\{)|(?<=\})[^`${};\n]*`"""
)
ARGUMENT = re.compile(r"\{(\w+)(?=[,}])")
SENTENCES = sorted((ROOT / "shared/contract/sentences").glob("*.json"))
CODE_IN_MARKDOWN = re.compile(r"```[\s\S]*?```|`[^`\n]+(?:\n[^`\n]+)?`")
JSX_TEXT = re.compile(r"(?<=>)[^<>{}=;]*(?=[<{])")


def bound_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and name of everything that a module gives a name."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                yield node.lineno, name
            case ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name
            case ast.alias(asname=str(name)) | ast.ExceptHandler(name=str(name)):
                yield node.lineno, name
            case _:
                pass
    yield from defined_names(tree)


def defined_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and name of functions, classes and the fields of classes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name
        if isinstance(node, ast.ClassDef):
            for line in node.body:
                if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
                    yield line.lineno, line.target.id


def is_json_field(path: Path, name: str) -> bool:
    """Whether a name is a JSON field in this file."""
    return (path.relative_to(ROOT).as_posix(), name) in JSON_FIELDS


def words_of(name: str) -> list[str]:
    """Splits `kept_rows`, `KeptRows` and `KEPT_ROWS` into `kept` and `rows`."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)]


def is_replaced(name: str) -> bool:
    """Whether a name, or a word in it, was replaced."""
    if name.strip("_") in REPLACED:
        return True
    words = words_of(name)
    pairs = [pair for pair in pairwise(words) if pair in PLAIN_COMPOUNDS]
    plain = {word for pair in pairs for word in pair}
    replaced = REPLACED_IN_SENTENCES if name.startswith("test_") else REPLACED_WORDS
    return name not in OUTSIDE_NAMES and bool(replaced & set(words) - plain)


def replaced_in_python(path: Path) -> Iterator[str]:
    """Where a module uses a replaced name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for line, name in sorted(set(bound_names(tree))):
        if is_replaced(name) and not is_json_field(path, name):
            yield f"{path.relative_to(ROOT)}:{line} {name}"
    for line, name in sorted(set(defined_names(tree))):
        if name.strip("_") in REPLACED_DEFINITIONS:
            yield f"{path.relative_to(ROOT)}:{line} {name}"


def replaced_in_page(path: Path) -> Iterator[str]:
    """The same for a TypeScript file; comments, strings and the text of elements don't count."""
    code = IN_QUOTES.sub(lambda quoted: "\n" * quoted[0].count("\n"), path.read_text("utf-8"))
    code = JSX_TEXT.sub(lambda text: "\n" * text[0].count("\n"), code)
    for number, line in enumerate(code.splitlines(), 1):
        for name in re.findall(r"[A-Za-z_]\w*", line):
            if is_replaced(name) and not is_json_field(path, name):
                yield f"{path.relative_to(ROOT)}:{number} {name}"


def replaced_in_document(text: str) -> Iterator[str]:
    """Line and name of replaced names in a document's code, in a block or in backticks."""
    fields = {name for _, name in JSON_FIELDS}
    for code in CODE_IN_MARKDOWN.finditer(text):
        line = text.count("\n", 0, code.start()) + 1
        for name in re.findall(r"[A-Za-z_]\w*(?:\.(?:py|tsx?)\b)?", code[0]):
            if name in REPLACED_FILES or (is_replaced(Path(name).stem) and name not in fields):
                yield f"{line} {name}"


def replaced_in_build_file(text: str) -> Iterator[str]:
    """Line and name of replaced words in a build file."""
    for number, line in enumerate(text.splitlines(), 1):
        for name in re.findall(r"[A-Za-z_]\w*", line):
            if is_replaced(name):
                yield f"{number} {name}"


def replaced_in_sentences(catalogue: Mapping[str, Mapping[str, Mapping[str, str]]]) -> list[str]:
    """Keys of a catalogue, and values that its messages take, that were replaced."""
    groups = [group for part in catalogue.values() for group in part.values()]
    names = {name for group in groups for name in group}
    names |= {
        name for group in groups for text in group.values() for name in ARGUMENT.findall(text)
    }
    plain = {name for name in names if not is_replaced(name) and name not in REPLACED_DEFINITIONS}
    return sorted(names - plain)


def test_no_replaced_names_in_python() -> None:
    """No variable, function, class or field has a name that STYLE's table replaced."""
    assert [where for path in sources(".py") for where in replaced_in_python(path)] == []


def test_no_replaced_names_in_the_page() -> None:
    """The same for the page."""
    assert [where for path in sources(".ts", ".tsx") for where in replaced_in_page(path)] == []


def test_no_replaced_names_in_documents() -> None:
    """The same for code in documents, except the changelog, which lists renames."""
    assert [
        f"{path.relative_to(ROOT)}:{where}"
        for path in sources(".md")
        if path.name != "CHANGELOG.md"
        for where in replaced_in_document(path.read_text(encoding="utf-8"))
    ] == []


@pytest.mark.parametrize("path", BUILD_FILES, ids=lambda path: path.name)
def test_no_replaced_names_in_build_files(path: Path) -> None:
    """Targets, options and their comments are plain as well."""
    assert list(replaced_in_build_file(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", SENTENCES, ids=lambda path: path.name)
def test_no_replaced_name_in_sentences(path: Path) -> None:
    """Codes of statements, and the values in their sentences, are plain as well."""
    assert replaced_in_sentences(json.loads(path.read_text(encoding="utf-8"))) == []


def test_no_replaced_file_names() -> None:
    """No file or folder has a replaced name."""
    found = [str(path.relative_to(ROOT)) for path in sources(".py", ".ts", ".tsx", ".po")]
    assert [name for name in found if Path(name).name in REPLACED_FILES] == []
    assert [name for name in found if is_replaced(Path(name).stem)] == []
    assert [name for name in found if any(part in name for part in REPLACED_FOLDERS)] == []


def test_no_replaced_sentences() -> None:
    """No replaced title or sentence is shown, tested or documented."""
    suffixes = (".py", ".ts", ".tsx", ".po", ".md", ".json")
    found = [
        f"{path.relative_to(ROOT)}: {sentence}"
        for path in (*sources(*suffixes), *BUILD_FILES)
        if path not in {Path(__file__), VOCABULARY}
        for sentence in REPLACED_SENTENCES
        if sentence in path.read_text(encoding="utf-8")
    ]
    assert found == []


def test_bound_and_defined_names_are_collected() -> None:
    """The searches used above collect every name."""
    tree = ast.parse("class Row:\n    given: int\n\n\ndef ask(told):\n    kept = told\n")
    assert {name for _, name in bound_names(tree)} >= {"Row", "given", "ask", "told", "kept"}
    assert {name for _, name in defined_names(tree)} == {"Row", "given", "ask"}


def test_replaced_name_in_a_document_is_detected() -> None:
    """Names in blocks and backticks are detected, across a line break too; prose is ignored."""
    text = "It said so: `fleet.hanging_up` and `f(\nsaid(1))`.\n```\nx  freed\n```\n`moves.py`"
    found = ["1 hanging_up", "1 said", "3 freed", "6 moves.py"]
    assert list(replaced_in_document(text)) == found


def test_replaced_word_in_a_build_file_is_detected() -> None:
    """Comments and help texts count, too."""
    text = "# What is kept.\nformat: install ## mend the code\n"
    assert list(replaced_in_build_file(text)) == ["1 kept", "2 mend"]


def test_a_replaced_name_in_a_sentence_is_found() -> None:
    """A code, the key of a name and a value are seen; the text of a sentence is English."""
    texts = {"why_kept": "{given, role} told {known}{count, plural, one {kept } other {# kept}}."}
    catalogue = {"names": {"unit": {"untold": "said"}}, "sentences": {"plan": texts}}
    assert replaced_in_sentences(catalogue) == ["given", "known", "untold", "why_kept"]


@pytest.mark.parametrize(
    "name", ["kept_rows", "KeptCampaign", "KEPT", "rowsKept", "_told", "test_a_key_opens_the_door"]
)
def test_replaced_word_is_detected(name: str) -> None:
    """A replaced word is detected anywhere in a name and in any case."""
    assert is_replaced(name)


@pytest.mark.parametrize(
    "name", ["held_out", "HELD_OUT", "heldOut", "threshold", "rows_kept", "test_what_is_kept"]
)
def test_plain_compounds_are_allowed(name: str) -> None:
    """Standard terms, words that merely contain those letters, and external fields are allowed."""
    assert not is_replaced(name)


def test_json_fields_exist() -> None:
    """Every exception names an existing field."""
    code = "\n".join(p.read_text("utf-8") for p in sources(".py") if p != VOCABULARY)
    assert [name for name in OUTSIDE_NAMES if not re.search(rf"\b{name}\b", code)] == []
    assert [at for at in JSON_FIELDS if at[1] not in (ROOT / at[0]).read_text("utf-8")] == []
