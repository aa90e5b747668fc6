"""Characters that a reader does not see but that change what is read or how it is processed."""

import unicodedata
from collections.abc import Iterator

# Zero-width joiner and non-joiner: Persian and Indic names and composed emoji need them.
_JOINERS = "\u200c\u200d"
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def invisible_characters(text: str, allowed: str = "\n") -> Iterator[str]:
    """Control, bidirectional and other format characters, surrogates, line separators."""
    for character in text:
        if unicodedata.category(character) in _INVISIBLE and character not in allowed + _JOINERS:
            yield character


def printable(text: str) -> str:
    """`text` on one line, without invisible characters, with single blanks."""
    invisible = set(invisible_characters(text, allowed=""))
    spaced = (
        (" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else "") if c in invisible else c
        for c in text
    )
    return " ".join("".join(spaced).split())
