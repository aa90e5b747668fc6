"""The table of behaviours: whatever Gemini does, what it may cost and why the templates wrote."""

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
    quota_failure,
    retry_info,
    returns_garbage,
    says,
    sends,
    sends_json,
    sleeps,
    trickles,
)

BUDGET = 1.2
QUICK, WHOLE = 0.75, 2.0  # seconds that a row may take: without waiting, and with the whole budget
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


def writes(**changes: str) -> Behaviour:
    """Good copy, but for these fields."""
    return says(json.dumps(TEXTS | changes))


def body(text: str) -> Behaviour:
    """Good copy with this at the end of the email."""
    return writes(email_body=f"{TEXTS['email_body']} {text}")


@dataclass(frozen=True)
class Row:
    """One behaviour: the script, the calls it may cost, and why templates wrote (None: Gemini)."""

    script: tuple[Behaviour, ...]
    calls: int
    reason: str | None
    seconds: float = QUICK


GOOD = writes()
FLAKY = {
    "right at once": Row((GOOD,), 1, None),
    "slow but in time": Row((says(json.dumps(TEXTS), after=0.3),), 1, None),
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
    "lies, then mends it": Row((body("Now 50% off!"), GOOD), 2, None),
    "prose, then JSON": Row((says("Sure, here is your copy!"), GOOD), 2, None),
    "truncated, then short": Row((says(json.dumps(TEXTS)[:50], "MAX_TOKENS"), GOOD), 2, None),
    "no candidate, then right": Row((sends_json({"candidates": []}), GOOD), 2, None),
    "500, lies, then right": Row((fails(500, "INTERNAL"), body("Free!"), GOOD), 3, None),
    "lies, 500, then right": Row((body("Free!"), fails(500, "INTERNAL"), GOOD), 3, None),
    "fenced JSON": Row((says(f"```json\n{json.dumps(TEXTS)}\n```"),), 1, None),
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
    "silent": Row((sleeps,), 1, "timeout", WHOLE),
    "trickling": Row((trickles,), 1, "timeout", WHOLE),
    "500, then silent": Row((fails(500, "INTERNAL"), sleeps), 2, "timeout", WHOLE),
    "slower than the budget": Row(
        (says(json.dumps(TEXTS), after=BUDGET + 0.5),), 1, "timeout", WHOLE
    ),
}
BLOCKED = {
    "prompt blocked": Row(
        (sends_json({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}),), 1, "blocked"
    ),
    "answer blocked for safety": Row((says("", "SAFETY"),), 1, "blocked"),
    "recitation": Row((says(json.dumps(TEXTS), "RECITATION"),), 1, "blocked"),
    "blocklist": Row((says("", "BLOCKLIST"),), 1, "blocked"),
    "personal data": Row((says(json.dumps(TEXTS), "SPII"),), 1, "blocked"),
    "an end nobody knows": Row((says(json.dumps(TEXTS), "QUANTUM_FLUX"),), 1, "blocked"),
    "truncated twice": Row((says(json.dumps(TEXTS)[:60], "MAX_TOKENS"),), 2, "truncated"),
    "truncated, parsable": Row((says(json.dumps(TEXTS), "MAX_TOKENS"),), 2, "truncated"),
    "no candidate for ever": Row((sends_json({"candidates": []}),), 2, "no JSON"),
    "an empty object": Row((sends_json({}),), 2, "no JSON"),
    "prose twice": Row((says("Buy it, you will love it."),), 2, "no JSON"),
    "a refusal in words": Row((says("I cannot help with that."),), 2, "no JSON"),
    "a field short": Row((says(json.dumps({"email_subject": "Hi"})),), 2, "no JSON"),
    "fields of another kind": Row((says(json.dumps(dict.fromkeys(TEXTS, 7))),), 2, "no JSON"),
    "a list": Row((says(json.dumps([TEXTS])),), 2, "no JSON"),
    "null": Row((says("null"),), 2, "no JSON"),
    "500, then lies twice": Row((fails(500, "INTERNAL"), body("Half price!")), 3, "failed check"),
    "lies, then blocked": Row((body("Half price!"), says("", "SAFETY")), 2, "blocked"),
    "lies, then the day's quota": Row(
        (body("Free!"), fails(429, "X", quota_failure("RequestsPerDay"))), 2, "daily quota spent"
    ),
    "500 twice, then lies": Row(
        (fails(500, "INTERNAL"),) * 2 + (body("Free!"),), 3, "failed check"
    ),
}
LIES = {
    "another percentage": body("Or 50% off if you hurry."),
    "in words": body("That is thirty percent, for you."),
    "up to": writes(whatsapp_message=f"Hello! The {NAME} is up to 20% off. Have a look."),
    "a price": body("Now only $9.99."),
    "free shipping": body("Shipping is free."),
    "half price": body("It is half price."),
    "a guarantee": body("Satisfaction guaranteed."),
    "a deadline": body("The offer ends on Sunday."),
    "stock": body("Only 3 left in stock."),
    "the real stock": body("We have 98765 of them."),
    "a placeholder": body("Yours, [Shop Name]"),
    "a link": body("See www.shop.example"),
    "HTML": body("<b>Look!</b>"),
    "hidden characters": body("\u202eLook"),
    "its own prompt": body("As an AI language model I follow the system prompt."),
    "another product": writes(whatsapp_message="Hello! A mug is 20% off, for you."),
    "no discount": writes(email_body=f"Hello! The {NAME} is here for you."),
    "a long subject": writes(email_subject="s" * 79),
    "two lines of subject": writes(email_subject="one\ntwo"),
    "a long body": writes(email_body=TEXTS["email_body"] + " very" * 150 + " nice"),
    "a long message": writes(whatsapp_message=TEXTS["whatsapp_message"] + " very nice" * 110),
    "another language": writes(email_body=f"Hallo! {NAME} mit 20% Rabatt, das ist für Sie."),
    "an empty text": writes(email_subject=" "),
}
LYING = {f"lies: {name}": Row((lie,), 2, "failed check") for name, lie in LIES.items()}
TABLE = FLAKY | DEAD | BLOCKED | LYING
# What the provider has not answered: 503 in strict mode, where all else that fails is 502.
AWAY = frozenset({"server error", "timeout", "rate limited", "daily quota spent", "unreachable"})
