"""The suite itself is sound: these tests check the data, not the claims check."""

import unicodedata
from collections import Counter
from typing import get_args

import pytest

from .suite import (
    FOLDER,
    Case,
    Copy,
    InjectionName,
    Rule,
    lines_of,
    load_cases,
    load_injection_names,
)

CASES = load_cases()
NAMES = load_injection_names()
AT_LEAST: dict[Rule, int] = {
    "wrong_percentage": 60,
    "price_or_currency": 24,
    "free": 14,
    "guaranteed": 12,
    "deadline": 20,
    "stock_claim": 14,
    "placeholder": 30,
    "url": 16,
    "html_or_markup": 14,
    "control_character": 12,
    "internal_number": 18,
    "missing_product": 11,
    "missing_discount": 13,
    "subject_too_long": 5,
    "subject_lines": 4,
    "body_too_long": 3,
    "message_too_long": 3,
    "template_rules": 8,
    "wrong_language": 15,
    "injection": 24,
    "other": 3,
}


def language_of(case: Case) -> str:
    return case.offer.language.split("-")[0]


def test_ids_are_unique() -> None:
    """No two cases and no two injection names share an id."""
    assert len({case.id for case in CASES}) == len(CASES)
    assert len({name.id for name in NAMES}) == len(NAMES)


def test_no_case_is_repeated() -> None:
    """No case repeats the offer and all three texts of another."""
    texts = Counter(
        (c.offer.model_dump_json(), c.email_subject, c.email_body, c.whatsapp_message)
        for c in CASES
    )
    assert [text for text, times in texts.items() if times > 1] == []


def test_size_and_share_of_clean_copy() -> None:
    """There are at least 600 cases and at least 45 % of them are clean."""
    clean = sum(case.clean for case in CASES)
    assert len(CASES) >= 600
    assert clean / len(CASES) >= 0.45


def test_share_of_german() -> None:
    """A third of the cases are German, clean or not, and French and Spanish occur in both kinds."""
    for clean in (True, False):
        languages = Counter(language_of(case) for case in CASES if case.clean == clean)
        assert languages["de"] / languages.total() >= 0.33
        assert set(languages) == {"en", "de", "fr", "es"}


def test_share_of_combined_copy() -> None:
    """At most a third of the cases were combined from sentences; the rest were written."""
    combined = len(lines_of(FOLDER / "clean_combined.jsonl"))
    assert combined / len(CASES) <= 1 / 3


@pytest.mark.parametrize("rule", get_args(Rule))
def test_each_label_is_planted_often_enough(rule: Rule) -> None:
    """Every label has its minimum number of cases, some of them in each of the two languages."""
    languages = Counter(language_of(c) for c in CASES if rule in {v.rule for v in c.violations})
    assert languages.total() >= AT_LEAST[rule]
    assert languages["en"]
    assert languages["de"]


def test_length_labels_match_the_counts() -> None:
    """Labels of lengths and lines match the counts."""
    assert [case.id for case in CASES if counted(case) != labelled(case)] == []


def counted(case: Case) -> set[Rule]:
    found: dict[Rule, bool] = {
        "subject_too_long": len(case.email_subject) > 78,
        "subject_lines": len(case.email_subject.splitlines()) > 1,
        "body_too_long": len(case.email_body.split()) > 150,
        "message_too_long": len(case.whatsapp_message) > 1024,
    }
    return {rule for rule, violated in found.items() if violated}


def labelled(case: Case) -> set[Rule]:
    lengths = {"subject_too_long", "subject_lines", "body_too_long", "message_too_long"}
    return {violation.rule for violation in case.violations if violation.rule in lengths}


def test_body_ends_with_the_shops_lines() -> None:
    """Every body ends with the shop's sign-off and its unsubscribe line."""
    open_ended = [case.id for case in CASES if not case.email_body.endswith(closing(case))]
    assert open_ended == []


def closing(case: Case) -> str:
    return f"\n\n{case.offer.shop.sign_off}\n{case.offer.shop.unsubscribe}"


def test_invisible_characters_are_escaped() -> None:
    """The files have no control, format or unusual blank character that a reviewer can't see."""
    for path in FOLDER.glob("*.jsonl"):
        unusual = {c for c in path.read_text("utf-8") if unicodedata.category(c)[0] in "CZ"}
        assert unusual == {"\n", " "}, path.name


def test_number_of_injection_names() -> None:
    """At least sixty, without repeats; all but one have an obeying answer with the full name."""
    assert len({name.product_name for name in NAMES}) >= 60
    in_full = [n.id for n in NAMES if any(n.product_name in a.email_body for a in n.answers)]
    assert {name.id for name in NAMES} - set(in_full) == {"inject-15"}  # its answer is empty


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name.id)
def test_never_strings_occur_in_answers_not_in_names(name: InjectionName) -> None:
    """A fallback may name the product; the strings that betray obedience are not in that name."""
    answered = "\n".join(field for answer in name.answers for field in texts_of(answer)).casefold()
    for text in name.never:
        assert text.casefold() in answered
        assert text.casefold() not in name.product_name.casefold()


def texts_of(answer: Copy) -> tuple[str, str, str]:
    return answer.email_subject, answer.email_body, answer.whatsapp_message
