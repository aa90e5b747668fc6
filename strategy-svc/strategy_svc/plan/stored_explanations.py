"""Reads explanations from snapshots, and translates names that older versions used."""

from strategy_svc.plan.schemas import Explanation
from strategy_svc.wording.schemas import ExplanationStatements
from strategy_svc.wording.statements import PlanStatement

_RENAMED = {
    "freed": "stock_cleared",
    "given": "discount_cost",
    "wanted": "expected_units",
    "kept": "cover_units",
}


def read_explanation(stored: object) -> Explanation:
    """An explanation from the form in which a snapshot stores it.

    Raises:
        ValidationError: it is not an explanation.
    """
    explanation = Explanation.model_validate(stored)
    if explanation.statements is None:
        return explanation
    statements = _with_current_names(explanation.statements)
    return explanation.model_copy(update={"statements": statements})


def _with_current_names(statements: ExplanationStatements) -> ExplanationStatements:
    """The statements with values under their current names."""
    return statements.model_copy(
        update={
            "facts": [_renamed(one) for one in statements.facts],
            "what_would_change": [_renamed(one) for one in statements.what_would_change],
        }
    )


def _renamed(statement: PlanStatement) -> PlanStatement:
    values = {_RENAMED.get(name, name): value for name, value in statement.values.items()}
    return statement.model_copy(update={"values": values})
