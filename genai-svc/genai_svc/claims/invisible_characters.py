"""Invisible characters, and lookalikes from other scripts."""

import re
import unicodedata
from collections.abc import Iterator

# Zero-width joiner and non-joiner, needed for Persian and Indic names and composed emoji.
_JOINERS = "\u200c\u200d"
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Blank, although their category is letter or symbol.
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"
_WORD = re.compile(r"[^\W\d_]{2,}")


def invisible_characters(text: str, allowed: str = "\n") -> Iterator[str]:
    """Control, bidirectional and other format characters, surrogates, line separators."""
    for index, character in enumerate(text):
        if character in allowed or _joins(text, index):
            continue
        if unicodedata.category(character) in _INVISIBLE or character in _BLANK:
            yield character


def _joins(text: str, index: int) -> bool:
    """Whether a joiner is between non-Latin letters or parts of an emoji."""
    if text[index] not in _JOINERS or not 0 < index < len(text) - 1:
        return False
    return all(ord(neighbour) > 0x24F for neighbour in (text[index - 1], text[index + 1]))  # noqa: PLR2004 - the end of Latin


def mixed_words(text: str) -> Iterator[str]:
    """Words that mix Latin letters with lookalikes from Cyrillic, Greek and other scripts."""
    for match in _WORD.finditer(text):
        scripts = {_script(character) for character in match[0]}
        if "LATIN" in scripts and scripts & {"CYRILLIC", "GREEK", "CHEROKEE", "ARMENIAN"}:
            yield match[0]


def _script(character: str) -> str:
    if character in "\u00b5\u03bc":  # the micro sign
        return ""
    return unicodedata.name(character, "").partition(" ")[0]


def printable(text: str) -> str:
    """`text` on one line, without invisible characters, with single spaces."""
    invisible = set(invisible_characters(text, allowed=""))
    spaced = (
        (" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else "") if c in invisible else c
        for c in text
    )
    return " ".join("".join(spaced).split())
