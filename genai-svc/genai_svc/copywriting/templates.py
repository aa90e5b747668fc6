"""Copy from templates: deterministic, always available, and checked like a model's.

`languages/<code>/copy/` contains the sentences of a language: `objectives.toml`, `segments.toml`,
`tones.toml`. They are chosen by a digest of the request, so that products in a plan get different
texts and the same request always gets the same text.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from jinja2 import Environment, StrictUndefined, Template

from genai_svc.claims.claims_check import MAX_SUBJECT_CHARACTERS
from genai_svc.claims.languages import FOLDER
from genai_svc.copywriting.brief import Brief, CopyText

_VERSION = "2"
_LEAST_NAME = 12


class TemplateWriter:
    """Writes copy from the sentences in a language's folder."""

    provider = "template"

    def model(self, brief: Brief) -> str:
        """Name of the templates used."""
        return f"templates/{brief.language}"

    def prompt_version(self, brief: Brief) -> str:
        """Version of the templates."""
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
    """Picks a sentence from each list, by the mixed-radix digits of a number.

    Variants have consecutive numbers, so they differ in the first list.
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
    # Plain text, so nothing is escaped; to show it as HTML, escape it like a model's text.
    # The input has no invisible characters.
    jinja = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 - as above

    def read(name: str) -> dict[str, object]:
        return tomllib.loads((FOLDER / language / "copy" / f"{name}.toml").read_text("utf-8"))

    def compiled(sentences: object) -> list[Template]:
        return [jinja.from_string(text) for text in cast("list[str]", sentences)]

    def by_part(table: object) -> dict[str, list[Template]]:
        parts = cast("dict[str, object]", table)
        return {part: compiled(sentences) for part, sentences in parts.items()}

    return _Texts(
        objectives={name: by_part(table) for name, table in read("objectives").items()},
        segments={name: by_part(table) for name, table in read("segments").items()},
        tones=by_part(read("tones")),
    )


def _facts(brief: Brief, name: str | None = None) -> dict[str, str]:
    return {
        "name": name or title_case_if_upper(brief.product_name),
        "percent": brief.percent_as_written,
    }


def _subject(subject: Template, brief: Brief) -> str:
    """The subject line, with a long name shortened, since the rest has the offer."""
    line = subject.render(_facts(brief))
    overflow = len(line) - MAX_SUBJECT_CHARACTERS
    if overflow <= 0:
        return line
    name = title_case_if_upper(brief.product_name)
    short = name[: max(_LEAST_NAME, len(name) - overflow - 1)].rstrip() + "…"
    return subject.render(_facts(brief, short))


def title_case_if_upper(name: str) -> str:
    """`WHITE LANTERN` becomes `White Lantern`; names in mixed case are unchanged."""
    titled = " ".join(word.capitalize() for word in name.split(" "))
    return titled if name.isupper() and titled.casefold() == name.casefold() else name


def _slug(label: str) -> str:
    return re.sub(r"[^a-z]+", "_", label.lower()).strip("_")
