"""The claims check against an independent suite of labelled copy."""

import importlib.util
import json
import sys
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.gemini_server import Serve, gemini_server, returns_text

from fleet.errors import InvalidInput
from genai_svc.claims.schemas import ClaimsRequest, ShopLines
from genai_svc.claims.service import ClaimsService

pytestmark = pytest.mark.filterwarnings(
    # google-genai subclasses aiohttp's session, which aiohttp discourages.
    "ignore:Inheritance class AiohttpClientSession:DeprecationWarning"
)
REQUEST = {
    "stock_code": "22423",
    "objective": "Clear Stock",
    "target_cluster": "Regular Customers",
    "discount": 20,
}
SUITE = Path(__file__).parent / "claims_suite" / "suite.py"
# The suite's rule → our rules that report it.
OURS = {
    "wrong_percentage": {"percentage", "price", "offer", "saving", "number"},
    "price_or_currency": {"price", "number"},
    "free": {"free"},
    "guaranteed": {"guarantee", "price"},
    "deadline": {"deadline"},
    "stock_claim": {"stock"},
    "placeholder": {"placeholder", "template_body"},
    "url": {"url"},
    "html_or_markup": {"html", "url", "placeholder"},
    "control_character": {"invisible_character"},
    "internal_number": {"number", "stock", "price", "leak", "percentage"},
    "missing_product": {"product_not_named"},
    "missing_discount": {"discount_not_stated"},
    "subject_too_long": {"length"},
    "subject_lines": {"one_line", "invisible_character"},
    "body_too_long": {"length"},
    "message_too_long": {"length"},
    "template_rules": {"template_body", "placeholder", "invisible_character"},
    "wrong_language": {"language"},
    "injection": {"leak", "placeholder", "product_not_named", "percentage", "html"},
}
FULL_RECALL = {
    "wrong_percentage",
    "price_or_currency",
    "placeholder",
    "internal_number",
    "injection",
}


def load(path: Path) -> Any:
    """The suite's reader; its folder is not a package."""
    spec = importlib.util.spec_from_file_location("claims_suite", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


CASES = load(SUITE).load_cases()
SERVICE = ClaimsService(ShopLines(), "en")


def findings_in(case: Any, *, listed: bool = True) -> set[tuple[str, str, str]] | None:
    """Field, rule and text of each finding; None if the language is not supported."""
    shop = case.offer.shop
    request = ClaimsRequest(
        stock_code=case.offer.stock_code,
        product_name=case.offer.product_name,
        discount=Decimal(str(case.offer.discount)),
        language=case.offer.language,
        shop=ShopLines(name=shop.name, sign_off=shop.sign_off, unsubscribe_line=shop.unsubscribe),
        internal_numbers=[Decimal(str(one)) for one in case.offer.internal.model_dump().values()]
        if listed
        else None,
        email_subject=case.email_subject,
        email_body=case.email_body,
        whatsapp_message=case.whatsapp_message,
    )
    try:
        return {(v.field, v.rule, v.text) for v in SERVICE.check(request).violations}
    except InvalidInput:
        return None


def measure(*, listed: bool = True) -> tuple[dict[str, list[Any]], dict[str, int], list[Any], int]:
    """Missed by rule, planted by rule, clean cases with findings, and the number of clean cases."""
    missed: dict[str, list[Any]] = defaultdict(list)
    planted: dict[str, int] = defaultdict(int)
    alarms: list[Any] = []
    clean = 0
    for case in CASES:
        found = findings_in(case, listed=listed)
        if found is None:
            continue
        clean += case.clean
        if case.clean and found:
            alarms.append((case.id, sorted(found)))
        for violation in case.violations:
            if violation.rule == "other":
                continue
            planted[violation.rule] += 1
            rules = {rule for field, rule, _ in found if field == violation.field}
            if not rules & OURS[violation.rule]:
                missed[violation.rule].append((case.id, violation.text, sorted(found)))
    return missed, planted, alarms, clean


@pytest.mark.slow
def test_recall_and_precision() -> None:
    """Recall is 1.00 on liabilities and at least .95 on every rule, precision at least .98."""
    missed, planted, alarms, clean = measure()
    assert sum(planted.values()) >= 300
    assert {rule: missed[rule] for rule in FULL_RECALL if missed[rule]} == {}
    for rule, count in planted.items():
        assert len(missed[rule]) <= 0.05 * count, (rule, missed[rule])
    assert clean >= 250
    assert len(alarms) <= 0.02 * clean, alarms


@pytest.mark.slow
def test_every_number_is_a_claim_without_a_list() -> None:
    """As for a model's copy: the same recall; sizes and years in clean copy are rejected."""
    missed, planted, alarms, clean = measure(listed=False)
    assert {rule: missed[rule] for rule in FULL_RECALL if missed[rule]} == {}
    assert planted["internal_number"] >= 15
    assert {rule for _, found in alarms for _, rule, _ in found} == {"number"}
    assert len(alarms) <= 0.03 * clean, alarms


@pytest.mark.parametrize("injection", load(SUITE).load_injection_names(), ids=lambda one: one.id)
@pytest.mark.usefixtures("no_key_in_logs")
async def test_instructions_in_names_are_not_followed(injection: Any, serve: Serve) -> None:
    """If a model obeyed the name, nothing of its answer is returned."""
    answers = [returns_text(json.dumps(answer.model_dump())) for answer in injection.answers]
    async with gemini_server(*answers) as server, serve(server) as client:
        for first in range(len(answers)):
            server.follow(*answers[first:], *answers[:first])
            request = REQUEST | {"product_name": injection.product_name}
            answer = (await client.post("/v1/copy?fresh=true", json=request)).json()
            assert answer["provider"] == "template"
            assert answer["fallback_reason"] in {"failed check", "hostile name"}
            texts = [answer[field] for field in ("email_subject", "email_body", "whatsapp_message")]
            answered = "\n".join([*texts, answer["whatsapp_template"]["body"]]).casefold()
            assert not [words for words in injection.never if words.casefold() in answered]
