"""W3, W4: edits of both sides at any time end as a simple model of the policies says.

``QBC_EXAMPLES`` in the environment is how many; at night it is 2,000.
"""

import os
from dataclasses import dataclass

from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from .test_conflicts import ConflictCase

EXAMPLES = max(int(os.environ.get("QBC_EXAMPLES") or 200) // 40, 1)
#: Field of Odoo, property of QuickBooks and what it holds.
FIELDS = {
    "phone": ("PrimaryPhone", "FreeFormNumber"),
    "email": ("PrimaryEmailAddr", "Address"),
}
VALUES = {
    "phone": ("", "555-0101", "555-0102"),
    "email": ("", "a@cafe.example.com", "b@cafe.example.com"),
}
fields_ = st.sampled_from(sorted(FIELDS))
sides = st.sampled_from(("odoo", "quickbooks"))
edits = st.sampled_from([(f, v) for f, values in VALUES.items() for v in values])
policies = st.sampled_from(("quickbooks", "odoo", "ask"))
steps = st.one_of(
    st.tuples(st.just("edit_both"), fields_),
    st.tuples(st.just("edit_here"), edits),
    st.tuples(st.just("edit_there"), edits),
    st.tuples(st.sampled_from(("pull", "push"))),
    st.tuples(st.sampled_from(("pull", "push"))),
    st.tuples(st.just("set_policy"), policies),
    st.tuples(st.just("choose"), st.fixed_dictionaries(dict.fromkeys(FIELDS, sides))),
)
# Short stories tell nothing: each begins with a clash, of which something must become.
stories = st.tuples(policies, fields_, st.lists(steps, min_size=6, max_size=10))


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


class Contact:
    """A contact that both sides have, edited by people who know nothing of another."""

    def __init__(self, case, name, policy):
        self.case = case
        self.name = name
        self.obj = case.changed("Customer", DisplayName=name)
        self.partner = case.linked("Customer", self.obj)
        self.model = Model()
        self.set_policy(policy)

    def set_policy(self, policy):
        if not self.model.is_asked:
            self.policy = self.case.connection.customer_policy = policy

    def edit_both(self, fname):
        """Let both give a field another value than it had, and not the same one."""
        known = self.model.cells[fname].agreed
        here, there = [value for value in VALUES[fname] if value != known][:2]
        self.edit_here((fname, here))
        self.edit_there((fname, there))

    def edit_here(self, edit):
        fname, value = edit
        self.partner[fname] = value
        self.case.commit()
        self.model.cells[fname].here = value

    def edit_there(self, edit):
        fname, value = edit
        if self.model.cells[fname].there == value:
            return
        key, part = FIELDS[fname]
        body = {"Id": self.obj["Id"], "sparse": True, key: {part: value}}
        self.case.qbo.update("Customer", body)
        self.model.cells[fname].there = value

    def pull(self):
        self.case.run_pull()
        self.model.pull(self.policy)

    def push(self):
        self.case.run_push()
        self.model.push(self.policy)

    def choose(self, sides):
        """Let somebody choose, who sees both sides as they are now."""
        if not self.model.is_asked:
            return
        self.pull()
        conflict = self.case.conflict(self.partner)
        self.case.assertEqual(bool(conflict), self.model.is_asked)
        if not conflict:
            return
        asked = {fname for fname, cell in self.model.cells.items() if cell.clashes}
        parts = {FIELDS[fname][0]: sides[fname] for fname in asked}
        self.case.assertEqual(set(conflict.parts), set(parts))
        conflict.action_settle(parts)
        self.model.pull("chosen", sides)

    def check(self):
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
    number = 0

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )
    @given(stories)
    def test_edits_of_both_sides_end_as_the_policies_say(self, story):
        policy, fname, steps_ = story
        self.number += 1
        contact = Contact(self, f"Café {self.number}", policy)
        contact.edit_both(fname)
        for name, *arguments in steps_:
            note(f"{name} {arguments}")
            getattr(contact, name)(*arguments)
        contact.check()
