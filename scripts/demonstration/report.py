"""What the demonstration prints, and the differences that it finds."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

POLL = 0.25  # seconds between two looks
WIDTHS = (30, 26, 26)

Found = TypeVar("Found")


class StoryError(Exception):
    """The story did not go as it should; the text says where and why."""


@dataclass(frozen=True)
class Row:
    """One figure on both sides, and what it has to be if that is known beforehand."""

    name: str
    odoo: object
    quickbooks: object
    expected: object = None

    @property
    def agrees(self) -> bool:
        """Tell whether both sides say the same, and the right thing."""
        if self.expected is not None and self.odoo != self.expected:
            return False
        return self.odoo == self.quickbooks


@dataclass
class Report:
    """Prints the story and remembers every difference."""

    differences: list[str] = field(default_factory=list)
    steps: int = 0

    def step(self, title: str) -> None:
        """Begin a step."""
        self.steps += 1
        print(f"\n{self.steps}. {title}", flush=True)

    def tell(self, text: str) -> None:
        """Print a line of the present step."""
        print(f"   {text}", flush=True)

    def compare(self, title: str, rows: Sequence[Row]) -> None:
        """Print both sides beside each other and note where they differ."""
        print()
        self._line(title, "Odoo", "QuickBooks")
        self._line(*("-" * width for width in WIDTHS))
        for row in rows:
            sides = (shown(row.odoo), shown(row.quickbooks))
            self._line(row.name, *sides, "=" if row.agrees else "DIFFERS")
            if not row.agrees:
                wanted = row.expected is not None
                right = f", expected {shown(row.expected)}" if wanted else ""
                both = f"Odoo {sides[0]}, QuickBooks {sides[1]}"
                self.differences.append(f"{title}, {row.name}: {both}{right}")
        print(flush=True)

    def check(self, what: str, found: object, expected: object) -> None:
        """Note a difference when ``found`` is not ``expected``."""
        if found != expected:
            self.differences.append(
                f"{what}: {shown(found)} instead of {shown(expected)}"
            )

    def _line(self, name: str, odoo: str, quickbooks: str, mark: str = "") -> None:
        first, second, third = WIDTHS
        # Figures stand right, so that their cents are under each other.
        cells = [
            f"{cell:>{width}}" if _is_figure(cell) else f"{cell:<{width}}"
            for cell, width in ((odoo, second), (quickbooks, third))
        ]
        line = f"   {name:<{first}} {cells[0]}  {cells[1]}  {mark}"
        print(line.rstrip())


def shown(value: object) -> str:
    """Return how a value is printed."""
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    return str(value)


def _is_figure(text: str) -> bool:
    return text.replace(",", "").replace(".", "", 1).lstrip("-").isdigit()


def money(value: object) -> Decimal:
    """Return an amount that came as JSON, exact to the cent.

    :raises StoryError: there is more than cents in it
    """
    amount = Decimal(str(value))
    cents = amount.quantize(Decimal("0.01"))
    if cents != amount:
        raise StoryError(f"{value} is no amount of money: it has parts of a cent.")
    return cents


def wait_for(
    what: str, look: Callable[[], Found | None], seconds: float, pause: float = POLL
) -> tuple[Found, float]:
    """Look again and again until something is there.

    :param look: returns nothing as long as it is not there
    :return: what it found, and after how many seconds
    :raises StoryError: it did not come in time
    """
    began = time.monotonic()
    while True:
        found = look()
        elapsed = time.monotonic() - began
        if found:
            return found, elapsed
        if elapsed > seconds:
            raise StoryError(f"After {seconds:.0f} s still not there: {what}.")
        time.sleep(pause)
