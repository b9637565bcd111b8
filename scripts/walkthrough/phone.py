"""The To do list on a phone."""

import re

from ..demonstration import business
from .trouble import CARD

PHONE = "On a phone"
SIZE = {"width": 390, "height": 844}
WRONG = 694


class Phone:
    """A clerk on the way, who clears what is held; part of ``story.Walk``."""

    def on_a_phone(self) -> None:
        """Clear two cards of the To do list."""
        closed = self._draft("out_invoice", business.DESK, 2, invoice_date=self.closed)
        self._post(closed)
        self._await(closed, "qbo_state", "failed")
        entered = self._entered_twice()
        who = self._person("Clerk", self.clerk.client, SIZE)
        with who.doing(PHONE, "To do: use the next open day") as task:
            who.open("quickbooks-todo")
            card = CARD.format("are closed up to")
            who.see(card)
            who.picture("phone-todo")
            who.decide()
            who.click(f"{card} button[name=action_mend]")
            self._await(closed, "qbo_state", "synced", held=True)
        self._done(task, "the card is gone")
        with who.doing(PHONE, "To do: it was entered twice, link it") as task:
            who.open("quickbooks-todo")
            who.click(f"{CARD.format('is already used')} button[name=action_mend]")
            who.see(".modal :text('It is the same document')")
            who.picture("phone-twice")
            who.decide()
            who.click(".modal :text('It is the same document')")
            who.click(".modal-footer button[name=action_apply]")
            self._await(entered, "qbo_state", "synced", held=True)
            who.open("quickbooks-todo")
            who.see(":text('Nothing to do')")
        self._done(task, "one invoice on both sides; nothing to do")

    def _entered_twice(self) -> int:
        """Return an invoice that the accountant has entered too, at a wrong price."""
        last = self._theirs("Invoice", self._sold(1))
        head, digits = re.fullmatch(r"(.*?)(\d+)", last["DocNumber"]).groups()
        line = last["Line"][0]
        detail = line["SalesItemLineDetail"] | {"UnitPrice": WRONG}
        self.books.simulator.create(
            "Invoice",
            {
                "CustomerRef": last["CustomerRef"],
                "TxnDate": last["TxnDate"],
                "DocNumber": f"{head}{int(digits) + 1:0{len(digits)}}",
                "Line": [line | {"Amount": WRONG, "SalesItemLineDetail": detail}],
            },
        )
        move = self._draft("out_invoice", business.DESK, 1)
        self._post(move)
        self._await(move, "qbo_state", "failed")
        return move
