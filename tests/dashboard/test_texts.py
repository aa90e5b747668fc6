"""Names and reasons from the services, in the words of the page."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from support.browser import settle

from contract.columns import SEGMENTS_COLUMNS
from fleet.jobs import Assumption
from fleet.sentences import ENGLISH as ENGLISH_CATALOGUE
from fleet.sentences import catalogue
from inventory_svc.ledger.quality import DEFECTS
from inventory_svc.ledger.reasons import REASONS
from inventory_svc.stock import assumptions as of_stock
from segmentation_svc.model.labels import LabelRules
from strategy_svc.inputs.plan_settings import PlanSettings

ROOT = Path(__file__).parents[2]


def test_every_assumption_has_a_text() -> None:
    """The catalogue has each assumption with its reason, and no unused ones."""
    names = catalogue(ENGLISH_CATALOGUE)["names"]
    assert set(names["assumption_detail"]) < set(names["assumption"])
    assert set(names["assumption"]) == set(names["assumption_reason"]) == set(_stated_assumptions())


def test_every_ledger_defect_has_a_text() -> None:
    """Reasons for excluding lines, and defects of lines that are kept."""
    assert set(catalogue(ENGLISH_CATALOGUE)["names"]["defect"]) == {*REASONS, *DEFECTS}


def _stated_assumptions() -> Iterator[str]:
    """Names written in the services' code, and those of settings that are stated completely."""
    yield from PlanSettings.model_fields
    yield from (SEGMENTS_COLUMNS["p_active_90d"], SEGMENTS_COLUMNS["expected_spend_90d"])
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
"""Words that occur in none of our German sentences."""


@pytest.mark.long
def test_plan_row_is_explained_in_german(german: Page) -> None:
    """Advice, reason, facts, alternative and what would change: no English, the row's numbers."""
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
    """The page Data repeats none of the services' English reasons."""
    german.goto("/app/data")
    settle(german)
    panel = german.get_by_role("region", name="Annahmen")
    panel.get_by_text(re.compile("jede mit Begründung$")).click()
    for method in panel.get_by_text("Wie wird das berechnet?").all():
        method.click()
    shown = panel.inner_text()
    stated = german.request.get("/v1/snapshots").json()["assumptions"]
    assert len(stated) > 40
    assert [entry["name"] for entry in stated if entry["reason"].rstrip(".") in shown] == []
    assert ENGLISH.findall(shown) == []


@pytest.mark.long
def test_customer_is_explained_in_german(german: Page) -> None:
    """Each sentence on the segment differs from the service's English one."""
    first = german.request.get("/v1/customers?limit=1").json()["items"][0]["customer_id"]
    why = german.request.get(f"/v1/customers/{first}").json()["why"]
    german.goto(f"/app/customers?customer={first}")
    settle(german)
    region = german.get_by_role("region", name="Einen Kunden nachschlagen")
    region.get_by_text("Wie wird das berechnet?").click()
    shown = region.inner_text()
    assert "Standardabweichungen" in shown
    assert [sentence for sentence in why if sentence in shown] == []
    assert ENGLISH.findall(shown) == []
