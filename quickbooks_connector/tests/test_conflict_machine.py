"""W3, W4: edits of both sides at any time end as a simple model of the policies says.

``QBC_EXAMPLES`` in the environment is how many; at night it is 2,000.
"""

import os
from dataclasses import dataclass

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    precondition,
    rule,
    run_state_machine_as_test,
)

from odoo.tests import tagged

from .test_conflicts import ConflictCase

EXAMPLES = max(int(os.environ.get("QBC_EXAMPLES") or 200) // 40, 1)
#: Field of Odoo, property of QuickBooks and what it holds.
FIELDS = {
    "phone": ("PrimaryPhone", "FreeFormNumber"),
    "email": ("PrimaryEmailAddr", "Address"),
    "website": ("WebAddr", "URI"),
}
VALUES = {
    "phone": ("", "555-0101", "555-0102", "555-0103"),
    "email": ("", "a@cafe.example.com", "b@cafe.example.com"),
    "website": ("", "https://a.example.com", "https://b.example.com"),
}
edits = st.sampled_from([(f, v) for f, values in VALUES.items() for v in values])


@dataclass
class Cell:
    """One field as the reference model knows it."""

    agreed: str = ""
    here: str = ""
    there: str = ""

    @property
    def clashes(self):
        return self.here != self.there and self.agreed not in (self.here, self.there)


class Model:
    """What the documentation promises, and nothing of how it is done."""

    def __init__(self):
        self.cells = {fname: Cell() for fname in FIELDS}
        self.is_asked = False

    def pull(self, policy, choices=None):
        """Follow QuickBooks, if anything changed there."""
        cells = self.cells.values()
        if choices is None and all(cell.there == cell.agreed for cell in cells):
            self.is_asked = self.is_asked and any(cell.clashes for cell in cells)
            return
        if policy == "ask" and any(cell.clashes for cell in cells):
            self.is_asked = True
            return
        for fname, cell in self.cells.items():
            side = (choices or {}).get(fname, policy)
            if (
                not cell.clashes
                and cell.here == cell.agreed
                or (cell.clashes and side == "quickbooks")
            ):
                cell.here = cell.there
            cell.agreed = cell.there
        self.is_asked = False

    def push(self, policy):
        """Send what Odoo changed; a change there that is met is followed first."""
        cells = self.cells.values()
        if self.is_asked or all(cell.here == cell.agreed for cell in cells):
            return
        self.pull(policy)
        if not self.is_asked:
            for cell in cells:
                cell.there = cell.agreed = cell.here


class Machine(RuleBasedStateMachine):
    """A contact that both sides have, edited by people who know nothing of another."""

    case = None
    number = 0

    def __init__(self):
        super().__init__()
        type(self).number += 1
        self.name = f"Café {self.number}"
        self.obj = self.case.changed("Customer", DisplayName=self.name)
        self.partner = self.case.linked("Customer", self.obj)
        self.model = Model()
        self.policy = "ask"
        self.case.connection.customer_policy = "ask"

    @rule(policy=st.sampled_from(("odoo", "quickbooks", "ask")))
    def set_policy(self, policy):
        if not self.model.is_asked:
            self.policy = self.case.connection.customer_policy = policy

    @rule(edit=edits)
    def edit_here(self, edit):
        fname, value = edit
        self.partner[fname] = value
        self.case.commit()
        self.model.cells[fname].here = value

    @rule(edit=edits)
    def edit_there(self, edit):
        fname, value = edit
        if self.model.cells[fname].there == value:
            return
        key, part = FIELDS[fname]
        body = {"Id": self.obj["Id"], "sparse": True, key: {part: value}}
        self.case.qbo.update("Customer", body)
        self.model.cells[fname].there = value

    @rule()
    def pull(self):
        self.case.run_pull()
        self.model.pull(self.policy)

    @rule()
    def push(self):
        self.case.run_push()
        self.model.push(self.policy)

    @precondition(lambda self: self.model.is_asked)
    @rule(data=st.data())
    def choose(self, data):
        # What is asked is asked anew: people see both sides as they are now.
        self.pull()
        conflict = self.case.conflict(self.partner)
        assert bool(conflict) == self.model.is_asked
        if not conflict:
            return
        asked = {fname for fname, cell in self.model.cells.items() if cell.clashes}
        names = {key: fname for fname, (key, _part) in FIELDS.items()}
        assert {names[part] for part in conflict.parts} == asked
        sides = {
            fname: data.draw(st.sampled_from(("odoo", "quickbooks")), label=fname)
            for fname in sorted(asked)
        }
        conflict.action_settle({FIELDS[f][0]: side for f, side in sides.items()})
        self.model.pull("chosen", sides)

    def teardown(self):
        """Let both be quiet, and compare with the model."""
        for _round in range(2):
            self.pull()
            self.push()
        there = self.case.assertQboHas("Customer", DisplayName=self.name)
        for fname, cell in self.model.cells.items():
            key, part = FIELDS[fname]
            said = (there.get(key) or {}).get(part) or ""
            self.case.assertEqual(self.partner[fname] or "", cell.here, fname)
            self.case.assertEqual(said, cell.there, fname)
        state = "conflict" if self.model.is_asked else "synced"
        self.case.assertBinding(self.partner, state=state)


@tagged("post_install", "-at_install")
class TestConflictMachine(ConflictCase):
    def test_edits_of_both_sides_end_as_the_policies_say(self):
        Machine.case = self
        self.addCleanup(setattr, Machine, "case", None)
        run_state_machine_as_test(
            Machine,
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=10,
                deadline=None,
                derandomize=True,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=[*HealthCheck],
            ),
        )
