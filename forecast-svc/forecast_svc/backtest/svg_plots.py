"""Three kinds of plot as hand-written SVG, too few to justify a plotting library."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

WIDTH: Final = 960
HEIGHT: Final = 310
_LEFT: Final = 52
_RIGHT: Final = 800
_TOP: Final = 16
_BOTTOM: Final = 240
_COLOURS: Final = ("#0b5cad", "#c25400", "#6b7280", "#2e7d32")
_TAILS: Final = ("#f2b36b", "#cfe2f7", "#d9534f")
_TEXT: Final = "#374151"
_GRID: Final = "#e5e7eb"
_STEPS: Final = 4


def line_plot(
    labels: Sequence[str], lines: Mapping[str, Sequence[float | None]], *, title: str
) -> str:
    """One line per entry of `lines`, over `labels`; missing values are skipped."""
    values = [value for line in lines.values() for value in line if value is not None]
    scale = _Scale(min([0.0, *values]), max([0.0, *values]))
    parts = [_axis(scale), *_ends(labels)]
    for number, line in enumerate(lines.values()):
        colour = _COLOURS[number % len(_COLOURS)]
        points = [
            (_x(place, len(line)), scale.y(value))
            for place, value in enumerate(line)
            if value is not None
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{path}"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{colour}"/>' for x, y in points]
    return _svg([*parts, *_legend(lines, _COLOURS)], title)


def grouped_bars(groups: Mapping[str, Mapping[str, float | None]], *, title: str) -> str:
    """Bars side by side per group, from 0; a missing value has no bar."""
    values = [value for group in groups.values() for value in group.values() if value is not None]
    scale = _Scale(0.0, max([0.0, *values]))
    parts = [_axis(scale)]
    room = (_RIGHT - _LEFT) / max(1, len(groups))
    for number, (name, group) in enumerate(groups.items()):
        begin, width = _LEFT + room * (number + 0.15), room * 0.7 / max(1, len(group))
        parts.append(_slanted(begin + room * 0.35, name))
        for at, value in enumerate(group.values()):
            if value is not None:
                colour = _COLOURS[at % len(_COLOURS)]
                parts.append(_bar(begin + width * at, scale.y(value), width, _BOTTOM, colour))
    names = list(dict.fromkeys(name for group in groups.values() for name in group))
    return _svg([*parts, *_legend(names, _COLOURS)], title)


def stacked_bars(bars: Mapping[str, tuple[float, float, float]], *, title: str) -> str:
    """One bar of three shares that sum to 1 per entry: below, within, above."""
    scale = _Scale(0.0, 1.0)
    parts = [_axis(scale)]
    room = (_RIGHT - _LEFT) / max(1, len(bars))
    for number, (name, shares) in enumerate(bars.items()):
        x, bottom, total = _LEFT + room * (number + 0.15), float(_BOTTOM), 0.0
        parts.append(_slanted(x + room * 0.35, name))
        for share, colour in zip(shares, _TAILS, strict=True):
            total += share
            top = scale.y(total)
            parts.append(_bar(x, top, room * 0.7, bottom, colour))
            bottom = top
        parts.append(_text(x + room * 0.35, _BOTTOM - 90, f"{shares[1]:.2f}", anchor="middle"))
    for mark in (0.1, 0.9):
        y = scale.y(mark)
        parts.append(
            f'<line x1="{_LEFT}" x2="{_RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{_TEXT}" '
            'stroke-dasharray="5 4"/>'
        )
    return _svg([*parts, *_legend(("below P10", "within", "above P90"), _TAILS)], title)


class _Scale:
    """Maps values to y coordinates, over a range with round limits."""

    def __init__(self, lowest: float, highest: float) -> None:
        step = _round_step((highest - lowest) / _STEPS)
        self.marks = [
            step * at for at in range(-_ceil(-lowest / step), _ceil(highest / step) + 1)
        ] or [0.0, 1.0]
        self._low, self._high = self.marks[0], self.marks[-1]

    def y(self, value: float) -> float:
        """The y coordinate of a value."""
        share = (value - self._low) / (self._high - self._low or 1.0)
        return _BOTTOM - (_BOTTOM - _TOP) * share


def _round_step(step: float) -> float:
    """The smallest of 1, 2, 2.5, 5 and 10 times a power of ten that is at least `step`."""
    if step <= 0:
        return 1.0
    power = 10.0 ** len(str(int(step))) / 10 if step >= 1 else 1.0
    while power > step:
        power /= 10
    return next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= step * 0.999)


def _ceil(value: float) -> int:
    return -int(-value // 1) if abs(value - round(value)) > 1e-9 else round(value)  # noqa: PLR2004 - rounding error of a division


def _svg(parts: Sequence[str], title: str) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'
        f"{''.join(parts)}</svg>"
    )


def _axis(scale: _Scale) -> str:
    lines = [
        f'<line x1="{_LEFT}" x2="{_RIGHT}" y1="{scale.y(mark):.1f}" y2="{scale.y(mark):.1f}" '
        f'stroke="{_TEXT if abs(mark) < 1e-9 else _GRID}"/>'  # noqa: PLR2004 - 0 but for rounding
        + _text(_LEFT - 8, scale.y(mark) + 4, f"{mark:.2f}", anchor="end")
        for mark in scale.marks
    ]
    return "".join(lines)


def _legend(names: Sequence[str] | Mapping[str, object], colours: Sequence[str]) -> list[str]:
    parts: list[str] = []
    for number, name in enumerate(names):
        y = _TOP + 20 * number
        colour = colours[number % len(colours)]
        parts.append(f'<rect x="{_RIGHT + 16}" y="{y}" width="12" height="12" fill="{colour}"/>')
        parts.append(_text(_RIGHT + 34, y + 11, name))
    return parts


def _ends(labels: Sequence[str]) -> list[str]:
    """First, middle and last label of the axis."""
    places = sorted({0, len(labels) // 2, len(labels) - 1})
    anchors = {0: "start", len(labels) - 1: "end"}
    return [
        _text(
            _x(place, len(labels)),
            _BOTTOM + 20,
            labels[place],
            anchor=anchors.get(place, "middle"),
        )
        for place in places
    ]


def _slanted(x: float, text: str) -> str:
    y = _BOTTOM + 16
    return (
        f'<text x="{x:.0f}" y="{y}" font-size="11" fill="{_TEXT}" text-anchor="end" '
        f'transform="rotate(-30 {x:.0f} {y})">{escape(text)}</text>'
    )


def _text(x: float, y: float, text: str, *, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="12" fill="{_TEXT}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )


def _x(place: int, places: int) -> float:
    return _LEFT + (_RIGHT - _LEFT) * place / max(1, places - 1)


def _bar(x: float, top: float, width: float, bottom: float, colour: str) -> str:
    size = f'width="{width:.1f}" height="{max(0.0, bottom - top):.1f}"'
    return f'<rect x="{x:.1f}" y="{top:.1f}" {size} fill="{colour}"/>'
