"""Copy from templates: deterministic, always available, and checked like a model's.

`languages/<code>/copy/` holds the sentences of a language: `objectives.toml`, `segments.toml`,
`tones.toml`. A digest of the request decides which of them a product gets, so that neighbours in a
plan differ and the same request always gets the same text.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, StrictUndefined, Template

from genai_svc.claims.claims_check import MAX_SUBJECT_CHARACTERS
from genai_svc.claims.languages import FOLDER
from genai_svc.copywriting.brief import Brief, CopyText

_VERSION = "2"
_LEAST_NAME = 12


class TemplateWriter:
    """Writes from the sentences of a language's folder."""

    provider = "template"

    def model(self, brief: Brief) -> str:
        """The folder of texts."""
        return f"templates/{brief.language}"

    def prompt_version(self, brief: Brief) -> str:
        """Changes with the texts."""
        return f"{brief.language}-{_VERSION}"

    def fill(self, brief: Brief) -> list[CopyText]:
        """`brief.variants` different texts."""
        return [self._one(brief, number) for number in range(brief.variants)]

    def _one(self, brief: Brief, number: int) -> CopyText:
        texts = _texts(brief.language)
        objective = texts.objectives[_slug(brief.objective)]
        segment = texts.segments[_slug(brief.target_cluster)]
        pick = _Picker(brief, number)
        sentences = {
            "hello": pick.one(texts.tones[brief.tone or "default"]),
            "middle": pick.one(objective["offer" if brief.discount else "plain"]),
            "invite": pick.one(objective["invite"]),
            "opening": pick.one(objective["opening"]),
            "greeting": pick.one(segment["greeting"]),
            "closing": pick.one(segment["closing"]),
            "short": pick.one(segment["short"]),
        }
        line = {part: sentence.render(_facts(brief)) for part, sentence in sentences.items()}
        subjects = objective["subject_offer" if brief.discount else "subject_plain"]
        return CopyText(
            email_subject=_subject(subjects[pick.subject % len(subjects)], brief),
            email_body="{hello}\n{greeting}\n\n{opening} {middle}\n{invite}\n\n{closing}".format(
                **line
            ),
            whatsapp_message="{hello}\n{short}\n\n{middle}\n{invite}".format(**line),
        )


class _Picker:
    """Picks one of each list, by the digits of a number in their mixed base.

    The numbers of two variants follow each other, so their first lists differ.
    """

    def __init__(self, brief: Brief, number: int) -> None:
        key = (brief.product_name, brief.objective, brief.target_cluster, brief.tone)
        digest = hashlib.sha256(repr(key).encode()).digest()
        self._left = self.subject = int.from_bytes(digest[:4], "big") + number

    def one(self, sentences: Sequence[Template]) -> Template:
        self._left, index = divmod(self._left, len(sentences))
        return sentences[index]


@dataclass(frozen=True)
class _Texts:
    """The sentences of one language, compiled."""

    objectives: Mapping[str, Mapping[str, Sequence[Template]]]
    segments: Mapping[str, Mapping[str, Sequence[Template]]]
    tones: Mapping[str, Sequence[Template]]


@cache
def _texts(language: str) -> _Texts:
    # Plain text, so nothing is escaped; the input has no invisible characters, and whoever shows #
    # it as HTML has to escape it, like a model's text.
    jinja = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 - as above

    def compiled(found: Any) -> Any:
        if isinstance(found, str):
            return jinja.from_string(found)
        if isinstance(found, list):
            return [compiled(item) for item in found]  # pyright: ignore[reportUnknownVariableType] - TOML
        return {key: compiled(item) for key, item in found.items()}

    read = {
        name: tomllib.loads((FOLDER / language / "copy" / f"{name}.toml").read_text("utf-8"))
        for name in ("objectives", "segments", "tones")
    }
    return _Texts(**{name: compiled(found) for name, found in read.items()})


def _facts(brief: Brief, name: str | None = None) -> dict[str, str]:
    return {"name": name or calm(brief.product_name), "percent": brief.percent_as_written}


def _subject(subject: Template, brief: Brief) -> str:
    """One line; a long name is shortened, as the rest carries the offer."""
    line = subject.render(_facts(brief))
    overflow = len(line) - MAX_SUBJECT_CHARACTERS
    if overflow <= 0:
        return line
    name = calm(brief.product_name)
    short = name[: max(_LEAST_NAME, len(name) - overflow - 1)].rstrip() + "…"
    return subject.render(_facts(brief, short))


def calm(name: str) -> str:
    """`WHITE LANTERN` is `White Lantern`; a name in mixed case is left as it is."""
    titled = " ".join(word.capitalize() for word in name.split(" "))
    return titled if name.isupper() and titled.casefold() == name.casefold() else name


def _slug(label: str) -> str:
    return re.sub(r"[^a-z]+", "_", label.lower()).strip("_")
