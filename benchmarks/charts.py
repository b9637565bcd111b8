"""Bars of a few figures as an image of a kilobyte or two, without any library."""

from html import escape
from typing import NamedTuple

WIDTH, ROW, LABELS, RIGHT = 720, 24, 330, 70
STYLE = (
    "text{font:12px sans-serif;fill:#444}.value{fill:#222;font-weight:bold}"
    ".bar{fill:#5b8def}.limit{stroke:#c0392b;stroke-dasharray:4 3}"
    ".limit-text{fill:#c0392b}"
)


class Chart(NamedTuple):
    """Bars with their labels.

    :param caption: what all of them show
    :param bars: labels and figures
    :param form: how a figure is written, as for ``str.format``
    :param limit: a line to compare them with
    """

    caption: str
    bars: list[tuple[str, float]]
    form: str = "{:.2f}"
    limit: float | None = None


def draw(chart: Chart) -> str:
    """Return the chart as SVG."""
    most = max([value for _label, value in chart.bars] + [chart.limit or 0]) or 1
    scale = (WIDTH - LABELS - RIGHT) / most
    height = ROW * (len(chart.bars) + 2)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label="{escape(chart.caption)}">',
        f"<style>{STYLE}</style>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="8" y="16" class="value">{escape(chart.caption)}</text>',
    ]
    for number, (label, value) in enumerate(chart.bars):
        top = ROW * (number + 1) + 4
        width = max(value * scale, 1)
        parts += [
            f'<text x="{LABELS - 8}" y="{top + 13}" text-anchor="end">'
            f"{escape(label)}</text>",
            f'<rect class="bar" x="{LABELS}" y="{top}" width="{width:.1f}" '
            f'height="{ROW - 7}"/>',
            f'<text class="value" x="{LABELS + width + 5:.1f}" y="{top + 13}">'
            f"{escape(chart.form.format(value))}</text>",
        ]
    if chart.limit is not None:
        x = LABELS + chart.limit * scale
        bottom = height - ROW
        parts += [
            f'<path class="limit" d="M{x:.1f} {ROW} V{bottom}"/>',
            f'<text class="limit-text" x="{x:.1f}" y="{bottom + 14}" '
            f'text-anchor="middle">{escape(chart.form.format(chart.limit))}</text>',
        ]
    return "\n".join([*parts, "</svg>", ""])
