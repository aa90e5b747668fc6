"""Numbers that are neither the discount nor part of the name: nobody planned what they say."""

import re
from collections.abc import Iterator

from genai_svc.claims.folding import fold
from genai_svc.claims.percentages import spelled_numbers, without_percentages

_NUMBER = re.compile(r"[a-z]*\d++(?:[.,'/:-]\d++)*+[a-z]*")
_SMALL = re.compile(r"\d")
_ALWAYS_FINE = frozenset({"24/7"})


def other_numbers(masked: str, product_name: str) -> Iterator[str]:
    """Numbers of two digits and more, in digits or words, that the name does not hold.

    Single digits are figures of speech; what they must not count (money, stock, days) is found by
    the rules on those.
    """
    rest = without_percentages(masked)
    own = set(_NUMBER.findall(fold(product_name)))
    for match in _NUMBER.finditer(rest):
        if not _SMALL.fullmatch(match[0]) and match[0] not in own | _ALWAYS_FINE:
            yield match[0]
    yield from spelled_numbers(rest)
