"""The rules of WhatsApp's Business API for the body of a marketing template."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from fleet.sentences import name_of

TemplateRule = Literal[
    "line_breaks",
    "blanks",
    "tab",
    "emoji",
    "long",
    "variable_form",
    "variable_order",
    "examples",
    "example_unusable",
    "variable_ends",
    "variables_adjacent",
    "words",
    "name",
]
"""A name in the catalogue's group `template_rule`."""
MAX_BODY_CHARACTERS = 1024
MAX_EMOJI = 10
_MAX_BLANKS = 4
_VARIABLE = re.compile(r"\{\{(\d+)\}\}")
_BRACES = re.compile(r"\{\{|\}\}")
_NAME = re.compile(r"[a-z0-9_]{1,512}")


@dataclass(frozen=True)
class Variable:
    """A numbered variable of a template body, with the example required by Meta's review."""

    number: int
    name: str
    example: str


@dataclass(frozen=True)
class BrokenRule:
    """A WhatsApp rule that a body breaks, and the variable that breaks it, if any."""

    rule: TemplateRule
    variable: int | None = None

    @property
    def text(self) -> str:
        """The rule's name in English."""
        name = name_of("template_rule", self.rule)
        return name if self.variable is None else f"{name}: {{{{{self.variable}}}}}"


def text_rules(body: str) -> Iterator[BrokenRule]:
    """Rules for every body, with or without variables; yields those that are broken."""
    if re.search(r"\n{3,}", re.sub(r"[ \t]+\n", "\n", body)):
        yield BrokenRule("line_breaks")
    if re.search(rf" {{{_MAX_BLANKS + 1},}}", body):
        yield BrokenRule("blanks")
    if "\t" in body:
        yield BrokenRule("tab")
    if sum(unicodedata.category(c) == "So" for c in body) > MAX_EMOJI:
        yield BrokenRule("emoji")


def body_rules(body: str, variables: Sequence[Variable]) -> Iterator[BrokenRule]:
    """Every rule for a body and its variables; yields those that are broken."""
    yield from text_rules(body)
    if len(body) > MAX_BODY_CHARACTERS:
        yield BrokenRule("long")
    yield from _numbering(body, variables)
    yield from _places(body)
    for variable in variables:
        if not variable.example.strip() or re.search(r"[\n\t]| {5,}", variable.example):
            yield BrokenRule("example_unusable", variable.number)


def name_rules(name: str) -> Iterator[BrokenRule]:
    """Lower-case letters, digits and underscores, at most 512."""
    if not _NAME.fullmatch(name):
        yield BrokenRule("name")


def filled(body: str, variables: Sequence[Variable]) -> str:
    """The body with example values filled in; unknown variables are unchanged."""
    examples = {variable.number: variable.example for variable in variables}
    return _VARIABLE.sub(lambda match: examples.get(int(match[1]), match[0]), body)


def _numbering(body: str, variables: Sequence[Variable]) -> Iterator[BrokenRule]:
    numbers = [int(match[1]) for match in _VARIABLE.finditer(body)]
    if _BRACES.search(_VARIABLE.sub("", body)):
        yield BrokenRule("variable_form")
    if sorted(set(numbers)) != list(range(1, len(set(numbers)) + 1)):
        yield BrokenRule("variable_order")
    if [variable.number for variable in variables] != sorted(set(numbers)):
        yield BrokenRule("examples")


def _places(body: str) -> Iterator[BrokenRule]:
    """Variables may not be first, last or adjacent, and need enough words around them."""
    worded = re.sub(r"[^\w{}]+", " ", body).strip()
    if not _VARIABLE.search(worded):
        return
    if worded.startswith("{{") or worded.endswith("}}"):
        yield BrokenRule("variable_ends")
    if re.search(r"\}\}\s*\{\{", worded):
        yield BrokenRule("variables_adjacent")
    words = len(_VARIABLE.sub(" ", worded).split())
    if words < 2 * len(_VARIABLE.findall(worded)) + 1:
        yield BrokenRule("words")
