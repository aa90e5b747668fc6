"""Stock value against fill rate as hand-written SVG, too simple to need a plotting library."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from inventory_svc.policy_replay.exchange_curve import ExchangeCurve

MIN_FILL: Final = 0.8
_WIDTH: Final = 460
_HEIGHT: Final = 250
_LEFT: Final = 70
_RIGHT: Final = 445
_TOP: Final = 12
_BOTTOM: Final = 215
_COLOURS: Final = ("#0b5cad", "#c25400")
_ROOM: Final = 1.3


@dataclass(frozen=True)
class Line:
    """One policy in the plot.

    Attributes:
        name: Shown in its colour.
        curve: The line.
        dots: Highlighted points, (fill rate, stock value).
    """

    name: str
    curve: ExchangeCurve
    dots: list[tuple[float, float]]


def curve_plot(lines: Sequence[Line], *, title: str) -> str:
    """Plot at most two lines for fill rates from `MIN_FILL` to 1; the dots set the scale."""
    highest = _ROOM * max((value for line in lines for _, value in line.dots), default=1.0)
    parts = [_axes(highest)]
    for place, (line, colour) in enumerate(zip(lines, _COLOURS, strict=False), start=1):
        parts += [
            _curve(line, highest, colour),
            _text(_LEFT + 10, _TOP + 15 * place, line.name, colour),
        ]
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _curve(line: Line, highest: float, colour: str) -> str:
    points = zip(line.curve.fill_rate.tolist(), line.curve.stock_value.tolist(), strict=True)
    shown = [(x, y) for x, y in points if x >= MIN_FILL and y <= highest]
    path = " ".join(f"{_x(x):.1f},{_y(y, highest):.1f}" for x, y in shown)
    dots = "".join(
        f'<circle cx="{_x(x):.1f}" cy="{_y(y, highest):.1f}" r="4" fill="{colour}"/>'
        for x, y in line.dots
        if x >= MIN_FILL
    )
    return f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{path}"/>{dots}'


def _axes(highest: float) -> str:
    frame = f"M{_LEFT},{_TOP}V{_BOTTOM}H{_RIGHT}"
    fills = "".join(_text(_x(x) - 10, _BOTTOM + 16, f"{x:.0%}", "#111") for x in (0.8, 0.9, 1.0))
    names = _text(_LEFT + 150, _BOTTOM + 31, "fill rate", "#111")
    values = _text(2, _TOP + 8, f"{highest:,.0f}", "#111") + _text(2, _BOTTOM, "0", "#111")
    return f'<path d="{frame}" fill="none" stroke="#999"/>{fills}{names}{values}'


def _text(x: float, y: float, text: str, colour: str) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" font-size="12" fill="{colour}">{escape(text)}</text>'


def _x(fill_rate: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * (fill_rate - MIN_FILL) / (1 - MIN_FILL)


def _y(value: float, highest: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * value / (highest or 1.0)
