"""What the services say, in the words of the page."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pydantic_core import PydanticCustomError
from support.browser import settle

from fleet.jobs import Assumption
from fleet.statements import FIELD_LIMITS, statement
from genai_svc.claims.claims_check import MESSAGES
from inventory_svc.ledger.reasons import REASONS
from inventory_svc.stock import assumptions as of_stock
from segmentation_svc.model.labels import LabelRules
from strategy_svc.inputs.plan_settings import PlanSettings

ROOT = Path(__file__).parents[2]
TEXTS = ROOT / "dashboard/src/sentences/assumptions.ts"


def test_every_assumption_a_service_can_state_has_words() -> None:
    """The page's table names each of them, and none that no service states."""
    table = TEXTS.read_text(encoding="utf-8").split("function useUnits")[0]
    worded = set(re.findall(r"^    (\w+): \[", table, re.MULTILINE))
    assert worded == set(_stated())


def test_every_defect_of_a_ledger_has_words() -> None:
    """Reasons for setting lines aside, and defects of lines that were kept."""
    worded = _block("useDefectTexts")
    source = (ROOT / "inventory-svc/inventory_svc/ledger/quality.py").read_text(encoding="utf-8")
    codes = re.findall(r'\(\n\s+"(\w+)",\n\s+"[^\n]+",\n\s+"(?:mended|kept)"', source)
    assert len(codes) > 3
    assert {f"    {code}: t`" in worded for code in codes} == {True}
    assert {f"{reason.code}: t`{reason.text}`" in worded for reason in REASONS} == {True}


def test_notes_are_the_services_own_sentences() -> None:
    """What the page knows by its English text is what a service says, to the letter."""
    known = set(re.findall(r"^ +\"(.+)\": t`|^    \"(.+)\":$", _block("useNotes"), re.MULTILINE))
    texts = {first or second for first, second in known}
    sentences = {
        node.value
        for path in ROOT.glob("*-svc/*_svc/**/*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert len(texts) >= 5
    assert texts <= sentences


def test_every_statement_a_service_can_make_is_known_to_the_page() -> None:
    """The page's tests write each code that stands beside an English sentence."""
    listed = json.loads((ROOT / "dashboard/tests/statements.json").read_text(encoding="utf-8"))
    stated = _statements()
    assert len(stated) > 150
    assert {code: sorted(values) for code, values in stated.items()} == listed


def test_every_rule_of_the_claims_check_has_words() -> None:
    """The page's table holds each rule with the check's own English."""
    table = (TEXTS.parent / "claims.ts").read_text(encoding="utf-8")
    assert {f"    {rule}: t`{text}`" in table for rule, text in MESSAGES.items()} == {True}


def _statements() -> dict[str, set[str]]:
    """Codes and the names of their values, as the services' code writes them out."""
    found = {code: {"field", "limit"} for code in FIELD_LIMITS.values()}
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and name in {
                statement.__name__,
                PydanticCustomError.__name__,
            }:
                values = _value_names(node) if name == statement.__name__ else {"field"}
                if isinstance(node.args[0], ast.Constant):
                    found.setdefault(str(node.args[0].value), set()).update(values)
    return found


def _sources() -> Iterator[Path]:
    for folder in ("shared/fleet", "gateway/gateway", "smartretail/smartretail", "*-svc/*_svc"):
        yield from ROOT.glob(f"{folder}/**/*.py")


SPREAD = {
    "at": {"line"},
    "place": {"line"},
    "shown": {"columns", "more"},
    "centres": {"centres", "orders_1", "money_1", "days_1"},
}
"""Values that come as a whole, by the name of what they come from."""


def _value_names(call: ast.Call) -> set[str]:
    names = {word.arg for word in call.keywords if word.arg is not None}
    for word in call.keywords:
        if word.arg is None:
            source = word.value.func if isinstance(word.value, ast.Call) else word.value
            names |= SPREAD[getattr(source, "attr", "") or getattr(source, "id", "")]
    return names


def _block(hook: str) -> str:
    """The table of one hook among the page's texts."""
    text = (TEXTS.parent / "notes.ts").read_text(encoding="utf-8")
    return text.split(f"function {hook}")[1].split("\n}\n")[0]


def _stated() -> Iterator[str]:
    """Names written out in the services' code, and of the settings that are stated whole."""
    yield from PlanSettings.model_fields
    yield from (field.name for field in fields(LabelRules))
    for say in (of_stock.order_assumptions, of_stock.movement_assumptions):
        yield from (assumption.name for assumption in say())
    yield from (assumption.name for assumption in of_stock.replay_assumptions())
    for path in ROOT.glob("*-svc/*_svc/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == Assumption.__name__:
                named = [word.value for word in node.keywords if word.arg == "name"]
                for name in [*node.args[:1], *named]:
                    if isinstance(name, ast.Constant):
                        yield str(name.value)


ENGLISH = re.compile(
    r"\b(the|of|in stock|expected|would|doing nothing|against|off|worth|cover|with|chance)\b"
)
"""Words that no German sentence of ours holds."""


@pytest.mark.long
def test_a_plan_row_explains_itself_in_german(german: Page) -> None:
    """Advice, reason, facts, what else and what would change: no English, and the row's numbers."""
    german.goto("/app/plan")
    settle(german)
    plan = german.request.get("/v1/plan?limit=50").json()["items"]
    expect(german.get_by_text(re.compile("^Empfohlene Kampagnen: "))).to_be_visible()
    for row in plan[:3]:
        german.goto(f"/app/plan?product={row['stock_code']}")
        settle(german)
        panel = german.get_by_role("region", name=row["product_name"])
        expect(panel.get_by_text("Was diese Empfehlung ändern würde")).to_be_visible()
        shown = panel.inner_text().replace(row["product_name"], "")
        assert ENGLISH.findall(shown) == []
        values = row["explanation"]["statements"]["reason"]["values"]
        assert f"{values['stock']:,.0f}".replace(",", ".") + " auf Lager (simuliert)" in shown
        chance = f"{values['p_gain']:.0%}" if values["p_gain"] < 0.995 else ">\N{NO-BREAK SPACE}99%"
        assert f"lohnt: {chance})".replace("%", "\N{NO-BREAK SPACE}%") in shown


@pytest.mark.long
def test_assumptions_are_stated_in_german(german: Page) -> None:
    """The page Data repeats none of the reasons the services gave in English."""
    german.goto("/app/data")
    settle(german)
    panel = german.get_by_role("region", name="Annahmen")
    panel.locator("summary").click()
    shown = panel.inner_text()
    stated = german.request.get("/v1/snapshots").json()["assumptions"]
    assert len(stated) > 40
    assert [entry["name"] for entry in stated if entry["reason"].rstrip(".") in shown] == []
    assert ENGLISH.findall(shown) == []


@pytest.mark.long
def test_a_customer_is_explained_in_german(german: Page) -> None:
    """Each sentence on why somebody is in a segment is another than the service's English one."""
    first = german.request.get("/v1/customers?limit=1").json()["items"][0]["customer_id"]
    why = german.request.get(f"/v1/customers/{first}").json()["why"]
    german.goto(f"/app/customers?customer={first}")
    settle(german)
    shown = german.get_by_role("region", name="Einen Kunden nachschlagen").inner_text()
    assert "Standardabweichungen" in shown
    assert [sentence for sentence in why if sentence in shown] == []
    assert ENGLISH.findall(shown) == []
