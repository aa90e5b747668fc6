"""Checking that a text is in the expected language.

Deterministic, by script and by function words of our languages and a dozen others.
"""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

from genai_svc.claims.languages import languages

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_FEW, _SENTENCE, _MANY = 3, 5, 12
_OTHER_SCRIPT_SHARE = 0.2


def wrong_language(folded: str, expected: str) -> str | None:
    """Words showing that `folded` (without the name) isn't in the language `expected`, or None."""
    if foreign := _other_script(folded):
        return foreign
    if found := _reads_as_another(folded, expected, _FEW):
        return found
    for sentence in re.split(r"[.!?:]+\s", folded):
        if len(_WORD.findall(sentence)) >= _SENTENCE and (
            found := _reads_as_another(sentence, expected, _FEW)
        ):
            return found
    words = _WORD.findall(folded)
    if len(words) >= _MANY and not any(word in _words(expected) for word in words):
        return " ".join(words[:6])
    return None


def _reads_as_another(text: str, expected: str, least: int) -> str | None:
    words = _WORD.findall(text)
    ours = sum(word in _words(expected) for word in words)
    for code in _codes():
        if code == expected:
            continue
        theirs = [word for word in words if word in _words(code) and word not in _words(expected)]
        if len(theirs) >= least and len(theirs) > ours:
            return " ".join(theirs[:6])
    return None


def _other_script(text: str) -> str | None:
    """Text in another script: all our languages use Latin letters."""
    letters = [c for c in text if c.isalpha()]
    foreign = [c for c in letters if "LATIN" not in unicodedata.name(c, "")]
    if letters and len(foreign) > _OTHER_SCRIPT_SHARE * len(letters):
        return "".join(foreign[:12])
    return None


@cache
def _codes() -> tuple[str, ...]:
    return (*languages(), *(code for code in _others() if code not in languages()))


@cache
def _others() -> dict[str, str]:
    path = Path(__file__).parent / "other_languages.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _words(code: str) -> frozenset[str]:
    known = languages().get(code)
    return known.function_words if known else frozenset(_others()[code].split())
