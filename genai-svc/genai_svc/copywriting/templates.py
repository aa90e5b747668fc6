"""Copy from templates: deterministic, always there, and held to the same check as a model's.

`texts/<language>/objectives/<objective>.j2` holds the macros `subject`, `body` and `whatsapp`;
`texts/<language>/segments/<segment>.j2` the macros `greeting` and `closing`. A further language is
one more folder.
"""

import re
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from genai_svc.claims.claims_check import MAX_SUBJECT_CHARACTERS
from genai_svc.copywriting.brief import Brief, CopyText

_FOLDER = Path(__file__).parent / "texts"
_VERSION = "1"


class TemplateWriter:
    """Writes from the texts of one language."""

    provider = "template"

    def __init__(self, language: str = "en") -> None:
        self.model = f"templates/{language}"
        self.prompt_version = f"{language}-{_VERSION}"
        # Plain text, so nothing is escaped; what comes in holds no invisible character, and whoever
        # shows it as HTML has to escape it, as with a model's text.
        self._texts = Environment(
            loader=FileSystemLoader(_FOLDER / language),
            undefined=StrictUndefined,
            autoescape=False,  # noqa: S701 - as above
            trim_blocks=True,
            lstrip_blocks=True,
        )

    async def write(self, brief: Brief, seconds: float) -> CopyText:  # noqa: ARG002 - takes well under a millisecond
        """Fill the texts of the brief's objective and segment."""
        return self.fill(brief)

    def fill(self, brief: Brief) -> CopyText:
        """The same, without waiting."""
        facts = {
            "name": _calm(brief.product_name),
            "discount": brief.percent if brief.discount else "",
        }
        segment = self._macros(f"segments/{_slug(brief.target_cluster)}.j2", facts)
        facts |= {"greeting": _line(segment.greeting()), "closing": _line(segment.closing())}
        texts = self._macros(f"objectives/{_slug(brief.objective)}.j2", facts)
        return CopyText(
            email_subject=self._subject(brief, facts),
            email_body=_paragraphs(texts.body()),
            whatsapp_message=_paragraphs(texts.whatsapp()),
        )

    def _subject(self, brief: Brief, facts: dict[str, Any]) -> str:
        """One line; a long name is shortened, as the rest carries the offer."""
        path = f"objectives/{_slug(brief.objective)}.j2"
        line = _line(self._macros(path, facts).subject())
        overflow = len(line) - MAX_SUBJECT_CHARACTERS
        if overflow <= 0:
            return line
        short = facts["name"][: -(overflow + 1)].rstrip() + "…"
        return _line(self._macros(path, facts | {"name": short}).subject())

    def _macros(self, path: str, facts: dict[str, Any]) -> Any:
        return self._texts.get_template(path).make_module(facts)


def _calm(name: str) -> str:
    """`WHITE LANTERN` is `White Lantern`; a name in mixed case is left as it is."""
    titled = " ".join(word.capitalize() for word in name.split(" "))
    return titled if name.isupper() and titled.casefold() == name.casefold() else name


def _slug(label: str) -> str:
    return re.sub(r"[^a-z]+", "_", label.lower()).strip("_")


def _line(text: str) -> str:
    return " ".join(text.split())


def _paragraphs(text: str) -> str:
    """Paragraphs are parted by an empty line; line breaks within them are the template's layout."""
    return "\n\n".join(_line(part) for part in text.strip().split("\n\n") if part.strip())
