"""Patterns forbidden in copy: those for any language, and those of each language."""

import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

from genai_svc.claims.languages import languages

_CURRENCY = "".join(
    re.escape(chr(code))
    for code in range(sys.maxunicode + 1)
    if unicodedata.category(chr(code)) == "Sc"
)
_CODES = "usd|eur|gbp|chf|jpy|cny|cad|aud|nzd|inr|sek|nok|dkk|pln|czk|huf|brl|mxn|zar"
# Domains that aren't words; those that are (`.de`, `.it`, `.me`) only count before a slash.
DOMAINS = (
    "com|net|org|info|shop|store|co\\.uk|io|ly|eu|biz|app|dev|xyz|online|site|club|link|gl|ai|gg|tk"
    "|ru|cn|uk|ch|fr|nl|es|page|example|test|invalid|local"
)
WORDLIKE = "de|it|me|at|be|in|is|so|to|my|us|am|as|no|se|tv|cc|co|pl"

_UNIVERSAL: dict[str, tuple[str, ...]] = {
    "placeholder": (
        r"\{\{.{0,80}?\}\}",
        r"\{%.{0,80}?%\}",
        r"\{[^{}]{0,60}\}",
        r"[{}]{2}",
        r"\[[^\[\]]{1,60}\]",
        r"%\([a-z_]+\)[sd]",
        r"(?<!\d)(?<!\d )%[sd]\b",
        r"<<.{1,60}?>>",
        r"\*\|.{1,40}?\|\*",
        r"%%.{1,40}?%%",
        r"\$[a-z_]{2,40}",
        r"#\{",
        r"<(?:insert|enter|add|your)\b[^<>]{0,60}>",
        r"<(?:[a-z]+[ _-])?(?:name|product|discount|link|date|shop|store|company|customer|brand)>",
        r"\bx{2,}\b",
        r"_{3,}",
        r"\b[a-z]+(?:_[a-z]+)+\b",
        r"\btodo\b",
        r"\blorem ipsum\b",
        r"@@\w+@@",
        r"__\w+__",
    ),
    "url": (
        r"\b(?:https?|ftp|hxxps?|javascript|mailto|tel|data)\s?:",
        r"\bwww\.",
        rf"\b[a-z0-9-]{{1,63}}\.(?:{DOMAINS})\b",
        rf"\b[a-z0-9-]{{2,63}}\.(?:{WORDLIKE})(?=[/?]\w)",
        rf"@[a-z0-9-]{{1,63}}\.(?:{WORDLIKE})\b",
        r"\w ?(?:@|\(at\)|\[at\]) ?[\w-]{1,63}\.\w{2,}",
        r"(?<!\w)@[a-z_]\w{2,}",
        rf"\w ?(?:\(dot\)|\[dot\]) ?(?:{DOMAINS}|{WORDLIKE})\b",
        r"\b\d{1,3}(?:\.\d{1,3}){3}\b",
        r"\bbit\.ly\b|\bt\.co\b|\bwa\.me\b|\bgoo\.gl\b",
        r"//\w",
        r"\w ?[\[(]\.[\])] ?\w",
    ),
    "html": (
        r"</?[a-z!][^<>]{0,200}>",
        r"<(?:script|img|iframe|svg|a|b|i|div|style|body)\b",
        r"&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-f]{1,5});",
        r"<!--|-->",
        r"(?:^|\s)#{1,6} \w",
        r"\bon(?:error|click|load|mouseover) ?=",
        r"&lt|&gt|%3c|%3e",
    ),
    "price": (
        rf"(?:\d[\d.,]{{0,9}}\s?)?[{_CURRENCY}](?:\s?\d[\d.,]{{0,9}})?",
        rf"(?<![^\W\d])(?:{_CODES})(?:\s?\d[\d.,]{{0,9}})?(?!\w)",
        r"(?<![\d.,])\d{1,6}[.,]\d{2}(?![\d%])(?! ?(?:%|per|pct|prozent))",
    ),
    "leak": (
        r"```",
        r"={3,}",
        r"<\||\|>",
        r"\[/?inst\]",
        r"#{3,}",
        r"\baiza[\w-]{8,}",
        r"\bsk-[\w-]{8,}",
        r"\bya29\.[\w-]{8,}",
        r'"\s?:\s?["\[{\d]',
        r"\b(?:system|assistant|developer)\s?:",
        r"\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{16,}\b",
        r"\bclear stock\b",
        r"\b(?:hacked|gehackt|pwned)\b",
    ),
    "offer": (r"\b\d ?x ?1\b", r"\b1 ?\+ ?1\b"),
    "percentage": (r"(?<![\d/])\d\s?/\s?\d{1,2}(?![\d/])", r"%\s?%"),
}


@cache
def forbidden() -> Mapping[str, re.Pattern[str]]:
    """Rule → pattern. `saving` only applies without a discount."""
    patterns = {rule: list(found) for rule, found in _UNIVERSAL.items()}
    for language in languages().values():
        for rule, found in language.forbidden.items():
            patterns.setdefault(rule, []).extend(found)
    return {rule: re.compile("|".join(found)) for rule, found in patterns.items()}


@cache
def _exempt() -> Mapping[str, re.Pattern[str]]:
    patterns: dict[str, list[str]] = {}
    for language in languages().values():
        for rule, found in language.exempt.items():
            patterns.setdefault(rule, []).extend(found)
    return {rule: re.compile("|".join(found)) for rule, found in patterns.items()}


def claims_in(masked: str, *, saving: bool) -> Iterator[tuple[str, str]]:
    """Rule and matched text of everything forbidden in `masked`.

    Args:
        masked: The folded text with the product name blanked out.
        saving: Whether there is a discount, so that the text may mention a saving.
    """
    for rule, pattern in forbidden().items():
        if rule == "saving" and saving:
            continue
        exempt = _exempt().get(rule)
        read = exempt.sub(" ", masked) if exempt else masked
        read = read.replace("24/7", " ") if rule == "percentage" else read
        for match in pattern.finditer(read):
            yield rule, match[0].strip()
