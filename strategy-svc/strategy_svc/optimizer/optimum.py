"""The optimal plan: which products, at what discount, for whom, within the shop's limits."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
import polars as pl

from contract.segments import LOST, SEGMENTS
from fleet.errors import InvalidInput
from fleet.statements import statement
from strategy_svc.inputs.plan_settings import Lock, PlanSettings
from strategy_svc.optimizer.campaign_value import Floats, Gains, Products, expected_gains
from strategy_svc.optimizer.candidates import as_products, eligible, main_buyers
from strategy_svc.optimizer.choice_problem import (
    TOLERANCE,
    Bools,
    ChoiceProblem,
    InfeasibleError,
    Ints,
    Solution,
)
from strategy_svc.optimizer.selection_shrinkage import (
    probability_of_gain,
    risk_adjusted_gain,
    shrunk,
)
from strategy_svc.optimizer.solver import most_clearable, solve

# Products times discounts valued at a time, so that memory does not grow with a long ladder.
_CELLS = 10_000
_HALF = 0.5
_SHOWN = 0.005  # units: anything less is displayed as 0 cleared, so it does not count as clearance
_WORTH_FREEING = 0.05  # units: clearing less than this doesn't help to reach a clearance target


@dataclass(frozen=True)
class Options:
    """Every product x discount x segment, arrays of shape P x D x S.

    Attributes:
        gains: Expected outcomes compared with doing nothing.
        gain: Expected gain, shrunk for selection if the settings ask for it.
        gain_sd: Its standard deviation.
        risk_adjusted_gain: The gain on the lower quantile.
        p_gain: Probability that the expected gain is above 0.
        clears: Whether most of the gain is the value of stock cleared.
        allowed: Whether it respects margin floor and stock, and has an audience.
        worthwhile: Whether it is allowed and its gain is above the thresholds.
    """

    gains: Gains
    gain: Floats
    gain_sd: Floats
    risk_adjusted_gain: Floats
    p_gain: Floats
    clears: Bools
    allowed: Bools
    worthwhile: Bools


@dataclass(frozen=True)
class Optimum:
    """A plan and what it was chosen from.

    Attributes:
        table: Eligible products, one row each.
        products: The same as arrays.
        options: The options for each of them.
        chosen: P x D x S positions of the campaigns, best first: K x 3.
        solution: Value, bound and solver.
    """

    table: pl.DataFrame
    products: Products
    options: Options
    chosen: Ints
    solution: Solution


def optimum(inputs: pl.DataFrame, settings: PlanSettings) -> Optimum:
    """The best plan under `settings`.

    Args:
        inputs: Columns of `candidates.COLUMNS`.
        settings: Everything that constrains the plan.

    Raises:
        InvalidInput: the settings contradict each other or the products; the message names them.
    """
    locks = _locks(inputs, settings)
    table = eligible(inputs, settings)
    _require_feasible_locks(inputs, table, settings)
    table = table.filter(~pl.col("stock_code").is_in([c for c, k in locks.items() if k.exclude]))
    locked = {code: lock for code, lock in locks.items() if not lock.exclude}
    _require_promotable(table, locked)
    products = as_products(table, settings)
    options = value_options(products, settings, above_floor_only=True)
    places = _places(table, options, locked, settings)
    solution = _solved(_problem(table, options, places, locked, settings))
    chosen = places[solution.chosen]
    worth = options.risk_adjusted_gain[tuple(chosen.T)]
    order = np.lexsort((chosen[:, 0], -worth))
    return Optimum(table, products, options, chosen[order], solution)


def _solved(problem: ChoiceProblem) -> Solution:
    try:
        return solve(problem)
    except InfeasibleError as error:
        if problem.least_cleared is None:
            raise InvalidInput(str(error)) from None
        raise InvalidInput(
            statement(
                "clearance_target_too_high",
                least=problem.least_cleared,
                most=float(most_clearable(problem)),
            ),
            note="The setting is `min_freed`; `margin_floor`, `max_discount`, `discount_budget`, "
            "`max_campaigns`, `max_per_customer` and `max_per_category` limit it.",
        ) from None


def value_options(
    products: Products, settings: PlanSettings, *, above_floor_only: bool = False
) -> Options:
    """Value every product at every allowed discount for every segment.

    Args:
        products: What may be promoted.
        settings: The ladder, and the thresholds for options.
        above_floor_only: Skip discounts at which every product falls below its margin floor; their
            values are 0.
    """
    discounts = np.array(settings.allowed_discounts) / 100
    loss = settings.holding_cost_share
    valued: Bools = np.ones(len(discounts), dtype=bool)
    if above_floor_only:
        valued = np.any(_keeps_floor(products, discounts, settings), axis=0, keepdims=True)[0]
    rows = np.arange(len(products.price))
    chunk = max(_CELLS // max(int(valued.sum()), 1), 1)
    parts = [
        expected_gains(
            products.of(rows[begin : begin + chunk]),
            discounts[valued],
            settings.announcement,
            loss,
        )
        for begin in range(0, max(len(rows), 1), chunk)
    ]
    gains = _joined(parts, valued)
    gain, sd = gains.mean.value, gains.value_sd
    if settings.shrink_for_selection:
        gain, sd = _shrunk(products, gain, sd, len(discounts))
    low, p_gain = (
        risk_adjusted_gain(gain, sd, settings.judged_quantile),
        probability_of_gain(gain, sd),
    )
    clears = _clears(products, gains, loss)
    allowed = _allowed(products, gains, discounts, clears, settings)
    doing = (gains.mean.units > TOLERANCE) & (low >= settings.min_gain) & (low > TOLERANCE)
    worthwhile = allowed & doing & (p_gain >= settings.min_p_gain)
    return Options(gains, gain, sd, low, p_gain, clears, allowed, worthwhile)


def _joined(parts: list[Gains], valued: Bools) -> Gains:
    """The parts stacked, with zeros for discounts that were skipped."""

    def whole(cut: Callable[[Gains], Floats]) -> Floats:
        joined = np.concatenate([cut(part) for part in parts])
        if valued.all():
            return joined
        wide = np.zeros((joined.shape[0], len(valued), joined.shape[2]))
        wide[:, valued] = joined
        return wide

    names = vars(parts[0].mean)
    mean = {name: whole(attrgetter(f"mean.{name}")) for name in names}
    return Gains(
        type(parts[0].mean)(**mean),
        whole(attrgetter("value_sd")),
        whole(attrgetter("expected_units")),
    )


def _keeps_floor(products: Products, discounts: Floats, settings: PlanSettings) -> Bools:
    """Which product stays above cost and margin floor at which discount, P x D."""
    paid = products.price[:, None] * (1 - discounts)
    return paid * (1 - settings.margin_floor) + TOLERANCE >= products.cost[:, None]


def _shrunk(products: Products, gain: Floats, sd: Floats, discounts: int) -> tuple[Floats, Floats]:
    """Options with the same discount are shrunk together, across products and segments."""
    scale = (products.price * products.demand)[:, None] * products.share
    wide = np.broadcast_to(scale[:, None], gain.shape)
    turn = (0, 2, 1)
    flat = [part.transpose(turn).reshape(-1, discounts) for part in (gain, sd, wide)]
    mean, error = shrunk(*flat)
    shape = (gain.shape[0], gain.shape[2], discounts)
    return mean.reshape(shape).transpose(turn), error.reshape(shape).transpose(turn)


def _clears(products: Products, gains: Gains, loss: float) -> Bools:
    saved = loss * products.cost[:, None, None] * gains.mean.stock_cleared
    return (gains.mean.stock_cleared >= _SHOWN) & (saved >= _HALF * gains.mean.value)


def _allowed(
    products: Products, gains: Gains, discounts: Floats, clears: Bools, settings: PlanSettings
) -> Bools:
    keeps = _keeps_floor(products, discounts, settings)
    in_stock = gains.expected_units <= products.stock[:, None, None] + TOLERANCE
    addressed = np.broadcast_to((products.share > 0)[:, None], in_stock.shape)
    named = np.array([name != LOST for name in SEGMENTS]) | clears
    return keeps[:, :, None] & in_stock & addressed & named


def _locks(inputs: pl.DataFrame, settings: PlanSettings) -> dict[str, Lock]:
    locks = {lock.stock_code: lock for lock in settings.locked}
    unknown = sorted(set(locks) - set(inputs["stock_code"]))
    if unknown:
        raise InvalidInput(
            statement("lock_unknown", products=", ".join(unknown[:5])),
            note="The setting is `locked`.",
        )
    return locks


def _require_feasible_locks(
    inputs: pl.DataFrame, table: pl.DataFrame, settings: PlanSettings
) -> None:
    """A requested margin floor that no product reaches even at full price is a mistake.

    With the default floor, it only leads to an empty plan.
    """
    if "margin_floor" not in settings.model_fields_set:
        return
    margin = 1 - pl.col("unit_cost") / pl.col("unit_price")
    known = inputs.filter((pl.col("unit_price") > 0) & pl.col("unit_cost").is_not_null())
    if table.height or not known.height:
        return
    highest = known.select(margin.max()).item()
    if highest < settings.margin_floor:
        raise InvalidInput(
            statement("floor_above_prices", floor=settings.margin_floor, highest=float(highest)),
            note="The setting is `margin_floor`.",
        )


def _require_promotable(table: pl.DataFrame, locked: dict[str, Lock]) -> None:
    missing = sorted(set(locked) - set(table["stock_code"]))
    if missing:
        raise InvalidInput(
            statement("lock_unpromotable", products=", ".join(missing[:5])),
            note="The setting is `locked`.",
        )


def _places(
    table: pl.DataFrame, options: Options, locked: dict[str, Lock], settings: PlanSettings
) -> Ints:
    """Positions of the options that may be chosen, sorted by product."""
    open_to = options.worthwhile.copy()
    if settings.min_freed is not None:
        open_to |= options.allowed & (options.gains.mean.stock_cleared > _WORTH_FREEING)
    if settings.offer_scope == "everyone":
        open_to &= main_buyers(table)[:, None, :]
    rows = {code: row for row, code in enumerate(table["stock_code"])}
    for code, lock in locked.items():
        fitting = _locked_options(options.allowed[rows[code]], lock, settings)
        if not fitting.any():
            raise InvalidInput(
                statement("lock_impossible", product=code, discount=lock.discount or 0),
                note="The setting is `locked`.",
            )
        open_to[rows[code]] = fitting
    return np.argwhere(open_to)


def _locked_options(allowed: Bools, lock: Lock, settings: PlanSettings) -> Bools:
    fitting = np.zeros_like(allowed)
    column = settings.allowed_discounts.index(lock.discount or 0)
    at = slice(None) if lock.target_cluster is None else SEGMENTS.index(lock.target_cluster)
    fitting[column, at] = allowed[column, at]
    return fitting


def _problem(
    table: pl.DataFrame,
    options: Options,
    places: Ints,
    locked: dict[str, Lock],
    settings: PlanSettings,
) -> ChoiceProblem:
    at = tuple(places.T)
    category = table["category"].fill_null("").rank("dense").cast(pl.Int64).to_numpy() - 1
    category = np.where(table["category"].fill_null("").to_numpy() == "", -1, category)
    cost = table["unit_cost"].to_numpy()
    forced = table["stock_code"].is_in(list(locked)).to_numpy()
    return ChoiceProblem(
        product=places[:, 0],
        value=options.risk_adjusted_gain[at].round(4),
        discount_cost=options.gains.mean.discount_cost[at].round(4),
        stock_cleared=(options.gains.mean.stock_cleared[at] * cost[places[:, 0]]).round(4),
        segment=places[:, 2],
        category=category[places[:, 0]],
        forced=forced[places[:, 0]],
        segments=len(SEGMENTS),
        max_options=settings.max_campaigns,
        max_per_segment=settings.max_per_customer,
        max_per_category=settings.max_per_category,
        budget=settings.discount_budget,
        least_cleared=settings.min_freed,
    )
