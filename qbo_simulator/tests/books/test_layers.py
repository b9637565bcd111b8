"""The layers of one item: what a change of the past gives, and what it costs."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from qbo_simulator.books.layers import Layers, Move
from qbo_simulator.books.stock import History

quantities = st.integers(-9, 9).filter(bool).map(Decimal)
lines = st.lists(
    st.tuples(quantities, st.none() | st.integers(0, 500), st.booleans()), max_size=3
)
changes = st.lists(st.tuples(st.integers(1, 8), st.integers(1, 5), lines), max_size=25)


def moves_of(number, day, content):
    """Return the movements of a document's lines: issues tell no value."""
    return [
        Move(
            (f"2026-01-0{day}", number, place),
            ("X", str(number)),
            quantity,
            None if cents is None or quantity < 0 else Decimal(cents) / 100,
            Decimal("1.25"),
            is_return,
        )
        for place, (quantity, cents, is_return) in enumerate(content)
    ]


def state(history):
    layers = history.layers
    return (
        history.moves,
        layers.values,
        [tuple(one) for one in layers.layers],
        [tuple(one) for one in layers.owed],
    )


@given(changes)
def test_a_changed_history_is_the_one_that_never_was_otherwise(changes):
    history, current, told = History([]), {}, {}
    for number, day, content in changes:
        new = moves_of(number, day, content)
        told.update(history.replace(("X", str(number)), new))
        current[number] = new
        fresh = History([one for moves in current.values() for one in moves])
        assert state(history) == state(fresh)
        assert {k: v for k, v in told.items() if v is not None} == fresh.layers.values


def test_a_change_takes_anew_only_what_follows_it(monkeypatch):
    history = History([])
    for number in range(1, 301):
        content = [(Decimal(5), 1000, False), (Decimal(-4), None, False)]
        history.replace(("X", str(number)), moves_of(number, 1, content))
    taken = []
    add = Layers.add
    monkeypatch.setattr(Layers, "add", lambda *args: taken.append(1) or add(*args))
    history.replace(("X", "301"), moves_of(301, 1, [(Decimal(-1), None, False)]))
    assert len(taken) == 1
    history.replace(("X", "299"), moves_of(299, 1, [(Decimal(3), 700, False)]))
    assert len(taken) == 1 + 1 + 2 + 1
