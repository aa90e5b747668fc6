"""The table of behaviours: for whatever Gemini does, its cost and why templates were used."""

import json
from dataclasses import dataclass
from typing import Any

from support.gemini_server import (
    Behaviour,
    closes,
    disconnects,
    fails,
    http,
    key_invalid,
    never_answers,
    quota_failure,
    retry_info,
    returns_garbage,
    returns_text,
    sends,
    sends_json,
    stalls,
)

BUDGET = 1.2
QUICK, FULL_BUDGET = 0.75, 2.0  # seconds for a row: without waiting, and with the full budget
NAME = "Regency Cakestand 3 Tier"
REQUEST: dict[str, Any] = {
    "stock_code": "22423",
    "product_name": NAME.upper(),
    "objective": "Clear Stock",
    "target_cluster": "Regular Customers",
    "discount": 20,
    "current_stock": 98765,
    "predicted_7d_demand": 43210.5,
}
TEXTS = {
    "email_subject": "Something for your table",
    "email_body": f"Hello! The {NAME} is 20% off for you.",
    "whatsapp_message": f"Hello! The {NAME} is 20% off, just for you. Have a look.",
}


def good_copy_with(**changes: str) -> Behaviour:
    """Good copy except for these fields."""
    return returns_text(json.dumps(TEXTS | changes))


def good_copy_plus(text: str) -> Behaviour:
    """Good copy with this text at the end of the email."""
    return good_copy_with(email_body=f"{TEXTS['email_body']} {text}")


@dataclass(frozen=True)
class Row:
    """One behaviour: script, maximum calls, and why templates were used (None: Gemini's text)."""

    script: tuple[Behaviour, ...]
    calls: int
    reason: str | None
    seconds: float = QUICK


GOOD = good_copy_with()
FLAKY = {
    "right at once": Row((GOOD,), 1, None),
    "500, then right": Row((fails(500, "INTERNAL"), GOOD), 2, None),
    "503 twice, then right": Row((fails(503, "UNAVAILABLE"),) * 2 + (GOOD,), 3, None),
    "429, then right": Row((fails(429, "RESOURCE_EXHAUSTED"), GOOD), 2, None),
    "429 that asks for 0.2 s": Row(
        (fails(429, "RESOURCE_EXHAUSTED", retry_info(0.2)), GOOD), 2, None
    ),
    "503 that asks for 0.2 s": Row((fails(503, "UNAVAILABLE", retry_info(0.2)), GOOD), 2, None),
    "no JSON, then right": Row((sends(http(200, b"<html>", "text/html")), GOOD), 2, None),
    "closed, then right": Row((closes, GOOD), 2, None),
    "cut off, then right": Row((disconnects, GOOD), 2, None),
    "lies, then mends it": Row((good_copy_plus("Now 50% off!"), GOOD), 2, None),
    "prose, then JSON": Row((returns_text("Sure, here is your copy!"), GOOD), 2, None),
    "truncated, then short": Row(
        (returns_text(json.dumps(TEXTS)[:50], "MAX_TOKENS"), GOOD), 2, None
    ),
    "no candidate, then right": Row((sends_json({"candidates": []}), GOOD), 2, None),
    "500, lies, then right": Row((fails(500, "INTERNAL"), good_copy_plus("Free!"), GOOD), 3, None),
    "lies, 500, then right": Row((good_copy_plus("Free!"), fails(500, "INTERNAL"), GOOD), 3, None),
    "fenced JSON": Row((returns_text(f"```json\n{json.dumps(TEXTS)}\n```"),), 1, None),
}
DEAD = {
    "500 for ever": Row((fails(500, "INTERNAL"),), 3, "server error"),
    "503 for ever": Row((fails(503, "UNAVAILABLE"),), 3, "server error"),
    "504 for ever": Row((fails(504, "DEADLINE_EXCEEDED"),), 3, "timeout"),
    "error page for ever": Row(
        (sends(http(502, b"<html>bad gateway</html>", "text/html")),), 3, "server error"
    ),
    "429 for ever": Row((fails(429, "RESOURCE_EXHAUSTED"),), 3, "rate limited"),
    "429 that asks for a minute": Row(
        (fails(429, "RESOURCE_EXHAUSTED", retry_info(60)),), 1, "rate limited"
    ),
    "the day's quota": Row(
        (
            fails(
                429,
                "RESOURCE_EXHAUSTED",
                quota_failure("GenerateRequestsPerDayPerProjectPerModel-FreeTier"),
                retry_info(0.1),
            ),
        ),
        1,
        "daily quota spent",
    ),
    "400": Row((fails(400, "INVALID_ARGUMENT"),), 1, "request refused"),
    "400 for a bad key": Row((fails(400, "INVALID_ARGUMENT", key_invalid()),), 1, "key refused"),
    "400 that asks to retry": Row(
        (fails(400, "INVALID_ARGUMENT", retry_info(0.01)),), 1, "request refused"
    ),
    "401": Row((fails(401, "UNAUTHENTICATED"),), 1, "key refused"),
    "403": Row((fails(403, "PERMISSION_DENIED"),), 1, "key refused"),
    "404": Row((fails(404, "NOT_FOUND"),), 1, "model unknown"),
    "no JSON for ever": Row((sends(http(200, b"<html>", "text/html")),), 3, "no JSON"),
    "an empty body": Row((sends(http(200, b"")),), 2, "no JSON"),
    "half a JSON for ever": Row((sends(http(200, b'{"candidates": [{')),), 3, "no JSON"),
    "cut off for ever": Row((disconnects,), 3, "unreachable"),
    "closed for ever": Row((closes,), 3, "unreachable"),
    "no HTTP for ever": Row((returns_garbage,), 3, "unreachable"),
    "silent": Row((never_answers,), 1, "timeout", FULL_BUDGET),
    "an answer that never ends": Row((stalls,), 1, "timeout", FULL_BUDGET),
    "500, then silent": Row((fails(500, "INTERNAL"), never_answers), 2, "timeout", FULL_BUDGET),
}
BLOCKED = {
    "prompt blocked": Row(
        (sends_json({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}),), 1, "blocked"
    ),
    "answer blocked for safety": Row((returns_text("", "SAFETY"),), 1, "blocked"),
    "recitation": Row((returns_text(json.dumps(TEXTS), "RECITATION"),), 1, "blocked"),
    "blocklist": Row((returns_text("", "BLOCKLIST"),), 1, "blocked"),
    "personal data": Row((returns_text(json.dumps(TEXTS), "SPII"),), 1, "blocked"),
    "an end nobody knows": Row((returns_text(json.dumps(TEXTS), "QUANTUM_FLUX"),), 1, "blocked"),
    "truncated twice": Row((returns_text(json.dumps(TEXTS)[:60], "MAX_TOKENS"),), 2, "truncated"),
    "truncated, parsable": Row((returns_text(json.dumps(TEXTS), "MAX_TOKENS"),), 2, "truncated"),
    "no candidate for ever": Row((sends_json({"candidates": []}),), 2, "no JSON"),
    "an empty object": Row((sends_json({}),), 2, "no JSON"),
    "prose twice": Row((returns_text("Buy it, you will love it."),), 2, "no JSON"),
    "a refusal in words": Row((returns_text("I cannot help with that."),), 2, "no JSON"),
    "a field short": Row((returns_text(json.dumps({"email_subject": "Hi"})),), 2, "no JSON"),
    "fields of another kind": Row(
        (returns_text(json.dumps(dict.fromkeys(TEXTS, 7))),), 2, "no JSON"
    ),
    "a list": Row((returns_text(json.dumps([TEXTS])),), 2, "no JSON"),
    "null": Row((returns_text("null"),), 2, "no JSON"),
    "500, then lies twice": Row(
        (fails(500, "INTERNAL"), good_copy_plus("Half price!")), 3, "failed check"
    ),
    "lies, then blocked": Row(
        (good_copy_plus("Half price!"), returns_text("", "SAFETY")), 2, "blocked"
    ),
    "lies, then the day's quota": Row(
        (good_copy_plus("Free!"), fails(429, "X", quota_failure("RequestsPerDay"))),
        2,
        "daily quota spent",
    ),
    "500 twice, then lies": Row(
        (fails(500, "INTERNAL"),) * 2 + (good_copy_plus("Free!"),), 3, "failed check"
    ),
}
FALSE_CLAIMS = {
    "another percentage": good_copy_plus("Or 50% off if you hurry."),
    "in words": good_copy_plus("That is thirty percent, for you."),
    "up to": good_copy_with(whatsapp_message=f"Hello! The {NAME} is up to 20% off. Have a look."),
    "a price": good_copy_plus("Now only $9.99."),
    "free shipping": good_copy_plus("Shipping is free."),
    "half price": good_copy_plus("It is half price."),
    "a guarantee": good_copy_plus("Satisfaction guaranteed."),
    "a deadline": good_copy_plus("The offer ends on Sunday."),
    "stock": good_copy_plus("Only 3 left in stock."),
    "the real stock": good_copy_plus("We have 98765 of them."),
    "a placeholder": good_copy_plus("Yours, [Shop Name]"),
    "a link": good_copy_plus("See www.shop.example"),
    "HTML": good_copy_plus("<b>Look!</b>"),
    "hidden characters": good_copy_plus("\u202eLook"),
    "its own prompt": good_copy_plus("As an AI language model I follow the system prompt."),
    "another product": good_copy_with(whatsapp_message="Hello! A mug is 20% off, for you."),
    "no discount": good_copy_with(email_body=f"Hello! The {NAME} is here for you."),
    "a long subject": good_copy_with(email_subject="s" * 79),
    "two lines of subject": good_copy_with(email_subject="one\ntwo"),
    "a long body": good_copy_with(email_body=TEXTS["email_body"] + " very" * 150 + " nice"),
    "a long message": good_copy_with(
        whatsapp_message=TEXTS["whatsapp_message"] + " very nice" * 110
    ),
    "another language": good_copy_with(
        email_body=f"Hallo! {NAME} mit 20% Rabatt, das ist für Sie."
    ),
    "an empty text": good_copy_with(email_subject=" "),
}
REJECTED = {
    f"lies: {name}": Row((behaviour,), 2, "failed check")
    for name, behaviour in FALSE_CLAIMS.items()
}
TABLE = FLAKY | DEAD | BLOCKED | REJECTED
# Behaviours without a response: 503 in strict mode, where all other failures are 502.
AWAY = frozenset({"server error", "timeout", "rate limited", "daily quota spent", "unreachable"})
