"""Each sentence of the page is written once per language, in one catalogue."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from fleet import errors
from fleet.sentences import ENGLISH, catalogue
from fleet.statements import FIELD_LIMITS
from gateway.campaigns.offer import OfferCode
from segmentation_svc.segments.statements import WhyCode
from strategy_svc.changes.statements import ChangeCode

ROOT = Path(__file__).parents[2]
PAGE_ONLY = {"unreachable", "unexplained"}
"""What the page says about a response that didn't come from a service."""
STATING = {"statement", "segment_statement", "PydanticCustomError"}
ERRORS = {name for name, value in vars(errors).items() if isinstance(value, type)}


def test_each_code_has_one_sentence() -> None:
    """No code is in two groups of the catalogue."""
    codes = Counter(code for group in _sentences().values() for code in group)
    assert [code for code, times in codes.items() if times > 1] == []
    assert len(codes) > 200


def test_codes_of_services_match_the_catalogue() -> None:
    """Every code that a service can state has a sentence, and no sentence is unused."""
    listed = {code for group in _sentences().values() for code in group}
    assert _stated_codes() == listed - PAGE_ONLY


def test_statements_have_no_english_text() -> None:
    """An error has a statement or a message for programs, never both."""
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, call in _calls()
        if _name(call) in ERRORS
        and len(call.args) > 1
        and isinstance(call.args[1], ast.Call)
        and _name(call.args[1]) in STATING
    ]
    assert found == []


def test_stated_codes_are_found_in_the_code() -> None:
    """The search used above finds them."""
    assert {
        "product_unknown",
        "field_below",
        "why_tenure",
        "gone_unknown",
        "claim_url",
    } <= _stated_codes()


def _sentences() -> dict[str, dict[str, str]]:
    return {group: dict(texts) for group, texts in catalogue(ENGLISH)["sentences"].items()}


def _stated_codes() -> set[str]:
    """Codes as they are written in the services' code."""
    found = {
        *FIELD_LIMITS.values(),
        *get_args(WhyCode),
        *get_args(ChangeCode),
        *get_args(OfferCode),
    }
    found |= _claim_codes()
    for _, call in _calls():
        if _name(call) in STATING and call.args:
            found |= {
                node.value
                for node in ast.walk(call.args[0])
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
    return {code for code in found if re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", code)}


def _claim_codes() -> set[str]:
    """Codes of the claims check's rules; a test of genai-svc checks the opposite direction."""
    folder = ROOT / "genai-svc/genai_svc"
    files = [*folder.glob("claims/*.py"), *folder.glob("languages/*/claims.toml")]
    code = "".join(path.read_text(encoding="utf-8") for path in files)
    listed = _sentences()["claims"]
    return {claim for claim in listed if re.search(rf"\b{claim.removeprefix('claim_')}\b", code)}


def _calls() -> Iterator[tuple[Path, ast.Call]]:
    for folder in ("shared/fleet", "gateway/gateway", "smartretail/smartretail", "*-svc/*_svc"):
        for path in sorted(ROOT.glob(f"{folder}/**/*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    yield path, node


def _name(call: ast.Call) -> str:
    return getattr(call.func, "id", "") or getattr(call.func, "attr", "")
