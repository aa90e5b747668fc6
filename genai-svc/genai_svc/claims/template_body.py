"""What WhatsApp's Business API takes as the body of a marketing template."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MAX_BODY_CHARACTERS = 1024
MAX_EMOJI = 10
_MAX_BLANKS = 4
_VARIABLE = re.compile(r"\{\{(\d+)\}\}")
_BRACES = re.compile(r"\{\{|\}\}")
_NAME = re.compile(r"[a-z0-9_]{1,512}")


@dataclass(frozen=True)
class Variable:
    """A numbered variable of a template body, with the example Meta's review asks for."""

    number: int
    name: str
    example: str


def text_rules(body: str) -> Iterator[str]:
    """Rules that hold for every body, with variables or without; yields what is broken."""
    if re.search(r"\n{3,}", re.sub(r"[ \t]+\n", "\n", body)):
        yield "more than two line breaks in a row"
    if re.search(rf" {{{_MAX_BLANKS + 1},}}", body):
        yield "more than four blanks in a row"
    if "\t" in body:
        yield "a tab"
    if sum(unicodedata.category(c) == "So" for c in body) > MAX_EMOJI:
        yield f"more than {MAX_EMOJI} emoji"


def body_rules(body: str, variables: Sequence[Variable]) -> Iterator[str]:
    """Every rule on a body with its variables; yields what is broken."""
    yield from text_rules(body)
    if len(body) > MAX_BODY_CHARACTERS:
        yield f"more than {MAX_BODY_CHARACTERS} characters"
    yield from _numbering(body, variables)
    yield from _places(body)
    for variable in variables:
        if not variable.example.strip() or re.search(r"[\n\t]| {5,}", variable.example):
            yield f"variable {variable.number} has no usable example"


def filled(body: str, variables: Sequence[Variable]) -> str:
    """The body as it is read with the example values; unknown numbers stay as they are."""
    examples = {variable.number: variable.example for variable in variables}
    return _VARIABLE.sub(lambda match: examples.get(int(match[1]), match[0]), body)


def is_template_name(name: str) -> bool:
    """Lower-case letters, digits and underscores, at most 512."""
    return _NAME.fullmatch(name) is not None


def _numbering(body: str, variables: Sequence[Variable]) -> Iterator[str]:
    numbers = [int(match[1]) for match in _VARIABLE.finditer(body)]
    if _BRACES.search(_VARIABLE.sub("", body)):
        yield "a variable that is not written {{1}}"
    if sorted(set(numbers)) != list(range(1, len(set(numbers)) + 1)):
        yield "variables that are not numbered 1, 2, 3 …"
    if [variable.number for variable in variables] != sorted(set(numbers)):
        yield "variables without an example, or examples without a variable"


def _places(body: str) -> Iterator[str]:
    """Not first, not last (a full stop does not count), not side by side, and words enough."""
    worded = re.sub(r"[^\w{}]+", " ", body).strip()
    if not _VARIABLE.search(worded):
        return
    if worded.startswith("{{") or worded.endswith("}}"):
        yield "a variable at the start or the end"
    if re.search(r"\}\}\s*\{\{", worded):
        yield "two variables side by side"
    words = len(_VARIABLE.sub(" ", worded).split())
    if words < 2 * len(_VARIABLE.findall(worded)) + 1:
        yield "too few words for its variables"
