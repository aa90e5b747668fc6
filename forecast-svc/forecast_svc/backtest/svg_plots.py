"""Two plots as SVG text, drawn by hand: a report of two plots is no reason for a plot library."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

WIDTH: Final = 720
HEIGHT: Final = 260
_LEFT: Final = 40
_RIGHT: Final = 590
_TOP: Final = 16
_BOTTOM: Final = 220
_COLOURS: Final = ("#0b5cad", "#c25400", "#6b7280", "#2e7d32")


def line_plot(
    labels: Sequence[str], lines: Mapping[str, Sequence[float | None]], *, title: str
) -> str:
    """One line per entry of `lines`, over `labels`; a missing value is left out."""
    highest = max((v for line in lines.values() for v in line if v is not None), default=1.0)
    parts = [_axis(highest), *_labels([labels[0], labels[-1]])]
    for number, (name, line) in enumerate(lines.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        points = " ".join(
            f"{_x(place, len(line)):.1f},{_y(value, highest):.1f}"
            for place, value in enumerate(line)
            if value is not None
        )
        parts += [
            f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{points}"/>',
            _text(_RIGHT + 12, _TOP + 18 * (number + 1), name, colour),
        ]
    return _svg(parts, title)


def bar_plot(bars: Mapping[str, float], *, title: str, mark: float) -> str:
    """One bar per entry, between 0 and 1, and a line across at `mark`."""
    room = (_RIGHT - _LEFT) / len(bars)
    parts = [_axis(1.0)]
    for number, (name, value) in enumerate(bars.items()):
        x, y = _LEFT + room * number + room * 0.15, _y(value, 1.0)
        parts += [
            _bar(x, y, room * 0.7),
            _text(x, y - 4, f"{value:.2f}", "#111"),
            _text(x, _BOTTOM + 16, name.removesuffix(" units"), "#111"),
        ]
    y = _y(mark, 1.0)
    parts.append(f'<line x1="{_LEFT}" x2="{_RIGHT}" y1="{y}" y2="{y}" stroke="{_COLOURS[1]}"/>')
    return _svg(parts, title)


def _svg(parts: Sequence[str], title: str) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'
        f"{''.join(parts)}</svg>"
    )


def _axis(highest: float) -> str:
    frame = f"M{_LEFT},{_TOP}V{_BOTTOM}H{_RIGHT}"
    marks = _text(2, _TOP + 8, f"{highest:.2f}", "#111") + _text(2, _BOTTOM, "0", "#111")
    return f'<path d="{frame}" fill="none" stroke="#999"/>{marks}'


def _labels(ends: Sequence[str]) -> list[str]:
    return [
        _text(_LEFT, _BOTTOM + 18, ends[0], "#111"),
        _text(_RIGHT - 70, _BOTTOM + 18, ends[-1], "#111"),
    ]


def _text(x: float, y: float, text: str, colour: str) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" font-size="12" fill="{colour}">{escape(text)}</text>'


def _x(place: int, places: int) -> float:
    return _LEFT + (_RIGHT - _LEFT) * place / max(1, places - 1)


def _y(value: float, highest: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * value / (highest or 1.0)


def _bar(x: float, y: float, width: float) -> str:
    size = f'width="{width:.1f}" height="{_BOTTOM - y:.1f}"'
    return f'<rect x="{x:.1f}" y="{y:.1f}" {size} fill="{_COLOURS[0]}"/>'
