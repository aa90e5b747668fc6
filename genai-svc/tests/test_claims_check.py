"""The claims check on planted errors and on clean copy with difficult names."""

import time
from decimal import Decimal
from typing import get_args

import pytest

from fleet.sentences import catalogue
from genai_svc.claims.claims_check import Offer, check_claims
from genai_svc.claims.forbidden_patterns import forbidden
from genai_svc.claims.template_body import TemplateRule

NAME = "Cake Stand"
GOOD = f"{NAME} is 20% off."


def rules(text: str, name: str = NAME, discount: str = "20", *, subject: str = "Hello") -> set[str]:
    """The rules that `text` violates as body and as message."""
    found = check_claims(subject, text, text, Offer(name, Decimal(discount)))
    return {violation.rule for violation in found}


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "CAKE  STAND is twenty percent off.",
        "Cake Stand: 20 per cent off",
        "Cake Stand \uff12\uff10\uff05 off",
        "Cake Stand at 20.0 % off",
        "Cake Stand, 20 pct off, is here for 2 of you.",
    ],
)
def test_correct_percentage_passes_in_any_form(text: str) -> None:
    """Digits, words, full-width signs and spaces all state the same discount."""
    assert rules(text) == set()


@pytest.mark.parametrize(
    "wrong",
    [
        "25%",
        "fifteen percent",
        "twenty-five per cent",
        "\uff12\uff15\uff05",
        "20.5 %",
        "20,5%",
        "10-20%",
        "10% to 20%",
        "10 \u2013 20 %",
        "one hundred percent",
        "120%",
        "0%",
        "5 pct",
        "1234567890123%",
        "1.2.3%",
        "٢٥٪",
    ],
)
def test_wrong_percentage_is_detected_in_any_form(wrong: str) -> None:
    """A percentage other than the discount is detected in whatever form it is written."""
    assert "percentage" in rules(f"{GOOD} Now {wrong}!")


def test_zero_discount_allows_no_percentage() -> None:
    """At discount 0 even `0%` is a false promise."""
    assert rules("Cake Stand is here.", discount="0") == set()
    assert rules("Cake Stand is 0% off.", discount="0") == {"percentage"}


@pytest.mark.parametrize(
    ("name", "discount"),
    [
        ("10% Niacinamide Serum", "20"),
        ("100 Percent Cotton Bag", "20"),
        ("Shop.com [Gift] <3", "20"),
        ("{Lantern}", "0"),
        ("20% Cream", "20"),
        ("BPA-free bottle", "15"),
        ("A", "5"),
        ("%", "20"),
    ],
)
def test_product_name_is_not_a_claim(name: str, discount: str) -> None:
    """Percentages, brackets and addresses inside the product's name belong to the name."""
    offer = f" It is {discount}% off." if discount != "0" else ""
    assert rules(f"Meet {name} today.{offer}", name, discount) == set()


def test_name_does_not_hide_claims_around_it() -> None:
    """A wrong percentage that merely contains the name is still detected."""
    assert "percentage" in rules("5% is 20% off, now 35% off", name="5%")


@pytest.mark.parametrize(
    ("name", "discount", "stated"),
    [
        ("5", "5", "5%"),
        ("5", "5", "5 %"),
        ("5", "5", "5 percent"),
        ("5", "5", "%5"),
        ("5", "12.5", "12.5%"),
        ("12", "12.5", "12,5 %"),
    ],
)
def test_name_of_digits_does_not_split_percentages(name: str, discount: str, stated: str) -> None:
    """A percentage keeps the digits it shares with the name, and isn't taken for the product."""
    assert rules(f"{name} is {stated} off.", name, discount) == set()
    assert rules(f"It is {stated} off.", name, discount) == {"product_not_named"}


@pytest.mark.parametrize("text", ["Now 20% off.A 5", "A 5, 20% off", "A 5 - 20% off", "20% A 5"])
def test_name_next_to_a_percentage_is_recognised(text: str) -> None:
    """No full stop, comma or dash between them makes the name part of the number."""
    assert rules(text, name="A 5") == set()


@pytest.mark.parametrize("wrong", ["5%", "5 Prozent", "5.5%"])
def test_percentage_after_a_name_is_detected(wrong: str) -> None:
    """`Blend 5% off` states 5%, although the product is called Blend 5."""
    assert "percentage" in rules(f"Blend 5 is 20% off. Blend {wrong} off.", name="Blend 5")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("It is 20% off.", "product_not_named"),
        ("Cake Stand is cheaper now.", "discount_not_stated"),
        (GOOD + " Dear {{name}}", "placeholder"),
        (GOOD + " Dear [Customer Name]", "placeholder"),
        (GOOD + " Dear {first_name}", "placeholder"),
        (GOOD + " Dear XXXX", "placeholder"),
        (GOOD + " https://example.org", "url"),
        (GOOD + " www.example.org", "url"),
        (GOOD + " See shop.com", "url"),
        (GOOD + " <b>Now</b>", "html"),
        (GOOD + " Fish &amp; chips", "html"),
        (GOOD + " \u202e hidden", "invisible_character"),
        (GOOD + " \u0007", "invisible_character"),
        (GOOD + " word" * 150, "length"),
        (GOOD + "a" * 1024, "length"),
    ],
)
def test_planted_errors_are_detected(text: str, rule: str) -> None:
    """Each kind of error is detected and reported under its rule."""
    assert rule in rules(text)


@pytest.mark.long
@pytest.mark.parametrize("part", ["{{", "<a", "1 to ", "twenty ", "9", "a-", "[", "1.1,", "&a"])
def test_check_is_fast_on_any_text(part: str) -> None:
    """Texts made to slow down the search are checked quickly, and endless ones not at all."""
    started = time.process_time()
    assert "product_not_named" in rules(part * (4000 // len(part)))
    assert rules(part * 500_000) == {"length"}
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    ("subject", "rule"), [("a" * 79, "length"), ("two\nlines", "one_line"), (" a", "one_line")]
)
def test_subject_is_one_short_line(subject: str, rule: str) -> None:
    """A subject of more than 78 characters or two lines is rejected."""
    assert rules(GOOD, subject=subject) == {rule}


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_rule_has_a_sentence_in_every_language(language: str) -> None:
    """Each forbidden pattern's rule has its sentence, and each rule of WhatsApp's its name."""
    found = catalogue(language)
    assert {f"claim_{rule}" for rule in forbidden()} < set(found["sentences"]["claims"])
    assert set(get_args(TemplateRule)) == set(found["names"]["template_rule"])


def test_violation_names_field_rule_and_text() -> None:
    """A violation has the field, the rule and the text."""
    found = check_claims("50% off!", GOOD, GOOD, Offer(NAME, Decimal(20)))
    assert [(v.field, v.rule, v.text) for v in found] == [("email_subject", "percentage", "50%")]


@pytest.mark.parametrize(
    ("claim", "rule"),
    [
        ("It costs nothing.", "free"),
        ("You pay nothing.", "free"),
        ("One-in-four off.", "percentage"),
        ("Thirty off now.", "percentage"),
        ("Twenty-five hundredths off.", "percentage"),
        ("Your discount doubles on Friday.", "percentage"),
        ("Now 20% off everything.", "offer"),
        ("That is 20% off your whole order.", "offer"),
        ("Because you have not bought lately.", "leak"),
    ],
)
def test_paraphrased_claims_are_detected(claim: str, rule: str) -> None:
    """Promises beyond the offer are detected even without a figure."""
    assert rule in rules(f"{GOOD} {claim}")


@pytest.mark.parametrize(
    ("claim", "rule"),
    [
        ("So günstig wie nie.", "price"),
        ("Noch nie so günstig.", "price"),
        ("Es kostet nichts.", "free"),
        ("Greifen Sie schnell zu!", "deadline"),
        ("20 % auf alles.", "offer"),
    ],
)
def test_paraphrased_german_claims_are_detected(claim: str, rule: str) -> None:
    """The same in German."""
    text = f"Guten Tag, {NAME} ist 20 % günstiger. {claim}"
    found = check_claims("Für Sie", text, text, Offer(NAME, Decimal(20), language="de"))
    assert rule in {violation.rule for violation in found}


@pytest.mark.parametrize(
    "sentence",
    [
        "It takes you off the beaten track.",
        "Show off everything you baked.",
        "Nothing beats a good cup of tea.",
        "Pay a visit and have a look.",
        "Two in three rooms need one.",
        "Cool off after work.",
    ],
)
def test_harmless_sentences_pass(sentence: str) -> None:
    """Harmless sentences with the same words are not claims."""
    assert rules(f"{GOOD} {sentence}") == set()
