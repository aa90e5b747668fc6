"""Each sentence that a page can show is written once per language, in one catalogue."""

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
"""What the page says of an answer that did not come from a service."""
STATING = {"statement", "segment_statement", "PydanticCustomError"}
ERRORS = {name for name, value in vars(errors).items() if isinstance(value, type)}


def test_the_catalogue_lists_every_code_once() -> None:
    """No code stands in two groups, so a code has one sentence."""
    codes = Counter(code for group in _sentences().values() for code in group)
    assert [code for code, times in codes.items() if times > 1] == []
    assert len(codes) > 200


def test_every_code_of_the_services_is_in_the_catalogue_and_no_other() -> None:
    """What a service can state has a sentence, and no sentence waits for a code nobody states."""
    listed = {code for group in _sentences().values() for code in group}
    assert _stated() == listed - PAGE_ONLY


def test_no_english_stands_beside_a_statement() -> None:
    """An error is raised with a statement or with a sentence for programs, never with both."""
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, call in _calls()
        if _name(call) in ERRORS
        and len(call.args) > 1
        and isinstance(call.args[1], ast.Call)
        and _name(call.args[1]) in STATING
    ]
    assert found == []


def test_codes_stand_in_the_code_where_they_are_stated() -> None:
    """The search above sees what it is for."""
    assert {
        "product_unknown",
        "field_below",
        "why_tenure",
        "gone_unknown",
        "claim_url",
    } <= _stated()


def _sentences() -> dict[str, dict[str, str]]:
    return {group: dict(texts) for group, texts in catalogue(ENGLISH)["sentences"].items()}


def _stated() -> set[str]:
    """Codes as the services' code writes them out."""
    found = {
        *FIELD_LIMITS.values(),
        *get_args(WhyCode),
        *get_args(ChangeCode),
        *get_args(OfferCode),
    }
    found |= _claims()
    for _, call in _calls():
        if _name(call) in STATING and call.args:
            found |= {
                node.value
                for node in ast.walk(call.args[0])
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
    return {code for code in found if re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", code)}


def _claims() -> set[str]:
    """Of the rules that the claims check names; a test of genai-svc looks the other way."""
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
