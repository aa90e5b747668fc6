"""The choice as a mixed-integer programme, solved by HiGHS (Huangfu and Hall 2018).

One thread, a fixed seed and a limit on nodes rather than time, so that the same problem gets the
same answer on slow and fast machines.
"""

from typing import TYPE_CHECKING

import numpy as np

from strategy_svc.optimizer.choice_problem import ChoiceProblem, Floats, Ints, Solution

if TYPE_CHECKING:
    import highspy

RELATIVE_GAP = 1e-3
_MAX_NODES = 2_000
_HALF = 0.5


def solve_with_highs(problem: ChoiceProblem) -> Solution | None:
    """The best choice within `RELATIVE_GAP`; None if none was found within the node limit."""
    import highspy  # noqa: PLC0415 - the service needs it only for simulations

    model = highspy.Highs()
    model.silent()
    options: dict[str, bool | int | float | str] = {
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": RELATIVE_GAP,
        "mip_max_nodes": _MAX_NODES,
    }
    for name, value in options.items():
        model.setOptionValue(name, value)
    model.passModel(_programme(problem))
    model.run()
    info = model.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    taken: Floats = np.asarray(model.getSolution().col_value)
    chosen = np.flatnonzero(taken > _HALF).astype(np.int64)
    value = float(problem.value[chosen].sum())
    return Solution(chosen, value, max(float(info.mip_dual_bound), value), "HiGHS")


def _programme(problem: ChoiceProblem) -> "highspy.HighsLp":
    import highspy  # noqa: PLC0415 - see above

    rows = _rows(problem)
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = problem.size, len(rows)
    programme.sense_ = highspy.ObjSense.kMaximize
    programme.col_cost_ = problem.value
    programme.col_lower_ = np.zeros(problem.size)
    programme.col_upper_ = np.ones(problem.size)
    programme.integrality_ = [highspy.HighsVarType.kInteger] * problem.size
    programme.row_lower_ = np.array([lower for lower, _, _, _ in rows])
    programme.row_upper_ = np.array([upper for _, upper, _, _ in rows])
    programme.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    programme.a_matrix_.start_ = np.cumsum([0, *(len(at) for _, _, at, _ in rows)])
    programme.a_matrix_.index_ = np.concatenate([at for _, _, at, _ in rows])
    programme.a_matrix_.value_ = np.concatenate([weights for _, _, _, weights in rows])
    return programme


def _rows(problem: ChoiceProblem) -> list[tuple[float, float, Ints, Floats]]:
    """Lower and upper limit, columns and their weights, of every constraint."""
    every = np.arange(problem.size, dtype=np.int64)
    rows = [(0.0, float(problem.max_options), every, np.ones(problem.size))]
    for at in _groups(problem.product):
        least = 1.0 if problem.forced[at[0]] else 0.0
        rows.append((least, 1.0, at, np.ones(len(at))))
    most = float(problem.max_per_segment)
    capped = [(most, at) for at in _groups(problem.segment)]
    if problem.max_per_category is not None:
        most = float(problem.max_per_category)
        capped += [(most, at) for at in _groups(problem.category)]
    rows += [(0.0, most, at, np.ones(len(at))) for most, at in capped]
    if problem.budget is not None:
        rows.append((-np.inf, problem.budget, every, problem.discount_cost))
    if problem.least_cleared is not None:
        rows.append((problem.least_cleared, np.inf, every, problem.stock_cleared))
    return rows


def _groups(numbers: Ints) -> list[Ints]:
    """The positions of each number from 0; negative numbers belong to no group."""
    order = np.argsort(numbers, kind="stable")
    order = order[numbers[order] >= 0]
    _, first = np.unique(numbers[order], return_index=True)
    return [part for part in np.split(order, first[1:]) if part.size]
