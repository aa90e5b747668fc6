"""BG/NBD and gamma-gamma against simulation, numerical integration and finite sums."""

# scipy's types are incomplete.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

import math
from typing import Any

import numpy as np
import pytest
from scipy.integrate import dblquad, quad

from segmentation_svc.model import gamma_gamma
from segmentation_svc.model.bg_nbd import BgNbd, Purchases, fit_bg_nbd, log_likelihood
from segmentation_svc.model.gamma_gamma import GammaGamma, fit_gamma_gamma

CDNOW = BgNbd(r=0.243, alpha=4.414, a=0.793, b=2.426)  # the paper's table 1, weeks
ONE = Purchases(np.array([2.0]), np.array([30.43]), np.array([38.86]))  # its customer 1516


def density(rate: float, gone: float, model: BgNbd) -> float:
    """Prior density of a purchase rate and a drop-out probability."""
    gamma = model.alpha**model.r * rate ** (model.r - 1) * math.exp(-model.alpha * rate)
    beta = math.gamma(model.a + model.b) / math.gamma(model.a) / math.gamma(model.b)
    drop = beta * gone ** (model.a - 1) * (1 - gone) ** (model.b - 1)
    return gamma / math.gamma(model.r) * drop


@pytest.mark.parametrize(("x", "last", "observed"), [(0, 0.0, 30.0), (1, 10.0, 30.0), (4, 25, 30)])
def test_likelihood_matches_numerical_integration(x: int, last: float, observed: float) -> None:
    """The closed form equals the individual likelihood integrated over both priors."""
    model = BgNbd(r=1.3, alpha=8.0, a=1.4, b=2.5)

    def individual(rate: float, gone: float) -> float:
        alive = (1 - gone) ** x * rate**x * math.exp(-rate * observed)
        left = gone * (1 - gone) ** (x - 1) * rate**x * math.exp(-rate * last) if x else 0.0
        return (alive + left) * density(rate, gone, model)

    integral: Any = dblquad(individual, 0, 1, 0, 6, epsabs=1e-13)[0]
    purchases = Purchases(np.array([float(x)]), np.array([last]), np.array([observed]))
    assert log_likelihood(model, purchases) == pytest.approx(math.log(integral), rel=1e-4)


def test_expected_purchases_match_the_paper() -> None:
    """The paper gives 1.226 purchases in 39 weeks for a customer with (2, 30.43, 38.86)."""
    assert CDNOW.expected_within(ONE, 39.0)[0] == pytest.approx(1.226, abs=0.001)


def test_alive_and_active_match_numerical_integration() -> None:
    """P(alive) and P(a purchase ahead) equal integrals over the posterior."""
    model, x, last, observed, ahead = BgNbd(1.3, 8.0, 1.4, 2.5), 3, 20.0, 30.0, 12.0

    def alive(rate: float, gone: float) -> float:
        stayed = (1 - gone) ** x * rate**x * math.exp(-rate * observed)
        return stayed * density(rate, gone, model)

    def left(rate: float, gone: float) -> float:
        dropped = gone * (1 - gone) ** (x - 1) * rate**x * math.exp(-rate * last)
        return dropped * density(rate, gone, model)

    def buys(rate: float, gone: float) -> float:
        return alive(rate, gone) * (1 - math.exp(-rate * ahead))

    stays, leaves, bought = (dblquad(f, 0, 1, 0, 6, epsabs=1e-13)[0] for f in (alive, left, buys))
    purchases = Purchases(np.array([float(x)]), np.array([last]), np.array([observed]))
    assert model.alive(purchases)[0] == pytest.approx(stays / (stays + leaves), rel=1e-3)
    assert model.active_within(purchases, ahead)[0] == pytest.approx(
        bought / (stays + leaves), rel=1e-3
    )


def test_expected_purchases_match_numerical_integration() -> None:
    """Purchases ahead: (1 - e^(-rate·gone·ahead)) / gone while alive, integrated numerically."""
    model, x, last, observed, ahead = BgNbd(1.3, 8.0, 1.4, 2.5), 3, 20.0, 30.0, 12.0

    def alive(rate: float, gone: float) -> float:
        stayed = (1 - gone) ** x * rate**x * math.exp(-rate * observed)
        return stayed * density(rate, gone, model)

    def left(rate: float, gone: float) -> float:
        stopped = gone * (1 - gone) ** (x - 1) * rate**x * math.exp(-rate * last)
        return stopped * density(rate, gone, model)

    def bought(rate: float, gone: float) -> float:
        return alive(rate, gone) * -math.expm1(-rate * gone * ahead) / gone

    stays, leaves, buys = (
        dblquad(f, 1e-12, 1, 0, 6, epsabs=1e-13)[0] for f in (alive, left, bought)
    )
    purchases = Purchases(np.array([float(x)]), np.array([last]), np.array([observed]))
    expected = buys / (stays + leaves)
    assert model.expected_within(purchases, ahead)[0] == pytest.approx(expected, rel=1e-3)


def test_very_long_inactivity_does_not_overflow() -> None:
    """Two hundred orders and then four thousand weeks without one: P(alive) is 0."""
    gone = Purchases(np.array([200.0]), np.array([30.0]), np.array([4000.0]))
    assert CDNOW.alive(gone)[0] == pytest.approx(0)
    assert CDNOW.active_within(gone, 13.0)[0] == pytest.approx(0)


def simulate(model: BgNbd, customers: int, until: float) -> tuple[Purchases, list[list[float]]]:
    """Customers who follow the model, and all their purchases up to twice `until`."""
    random = np.random.default_rng(5)
    histories: list[list[float]] = []
    for _ in range(customers):
        rate, gone = random.gamma(model.r, 1 / model.alpha), random.beta(model.a, model.b)
        at, times = 0.0, list[float]()
        while True:
            at += random.exponential(1 / rate)
            if at > 2 * until:
                break
            times.append(at)
            if random.random() < gone:
                break
        histories.append(times)
    before = [[at for at in times if at <= until] for times in histories]
    purchases = Purchases(
        np.array([float(len(times)) for times in before]),
        np.array([times[-1] if times else 0.0 for times in before]),
        np.full(customers, until),
    )
    return purchases, histories


def test_fit_recovers_simulated_parameters() -> None:
    """4,000 simulated customers give the parameters back, and their later purchases."""
    truth = BgNbd(r=1.2, alpha=6.0, a=0.9, b=3.0)
    purchases, histories = simulate(truth, 4000, 52.0)
    found = fit_bg_nbd(purchases)
    assert found is not None
    assert found.r / found.alpha == pytest.approx(truth.r / truth.alpha, rel=0.1)
    assert found.a / (found.a + found.b) == pytest.approx(truth.a / (truth.a + truth.b), rel=0.15)
    later = [sum(52 < at <= 65 for at in times) for times in histories]
    assert found.expected_within(purchases, 13.0).mean() == pytest.approx(np.mean(later), rel=0.08)
    assert found.active_within(purchases, 13.0).mean() == pytest.approx(
        np.mean([count > 0 for count in later]), rel=0.08
    )


def test_single_purchases_give_no_model() -> None:
    """Customers with one purchase each are not enough to fit a rate."""
    ones = Purchases(np.zeros(50), np.zeros(50), np.linspace(1, 90, 50))
    assert fit_bg_nbd(ones) is None


def test_gamma_gamma_likelihood_matches_integration() -> None:
    """The closed form equals the gamma density of a mean integrated over its scale."""
    model, x, mean = GammaGamma(p=6.2, q=3.7, gamma=15.4), 3, 35.0

    def individual(scale: float) -> float:
        shape, rate = model.p * x, scale * x
        sample = rate**shape * mean ** (shape - 1) * math.exp(-rate * mean) / math.gamma(shape)
        prior = model.gamma**model.q * scale ** (model.q - 1) * math.exp(-model.gamma * scale)
        return sample * prior / math.gamma(model.q)

    integral: Any = quad(individual, 0, 5)[0]
    found = gamma_gamma.log_likelihood(model, np.array([float(x)]), np.array([mean]))
    assert found == pytest.approx(math.log(integral), rel=1e-6)


def test_gamma_gamma_recovers_parameters_and_shrinks() -> None:
    """Simulated spend gives the parameters back; one purchase counts less than twenty."""
    random = np.random.default_rng(3)
    scale = random.gamma(3.7, 1 / 15.4, 4000)
    counts = random.integers(1, 15, 4000).astype(float)
    means = random.gamma(6.2 * counts, 1 / scale) / counts
    found = fit_gamma_gamma(counts, means)
    assert found is not None
    expected = found.expected(np.array([0.0, 1.0, 20.0]), np.array([500.0, 500.0, 500.0]))
    assert expected[0] == pytest.approx(6.2 * 15.4 / 2.7, rel=0.1)
    assert expected[0] < expected[1] < expected[2] < 500


def test_too_little_spend_data_gives_no_model() -> None:
    """Too few customers, or none whose mean spend is positive, give no model."""
    assert fit_gamma_gamma(np.ones(24), np.full(24, 5.0)) is None
    assert fit_gamma_gamma(np.ones(100), np.zeros(100)) is None
