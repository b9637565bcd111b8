"""What is in the way during a month, and how each of it is settled."""

from datetime import date, timedelta
from functools import partial

from ..demonstration import business
from ..demonstration.report import StoryError, wait_for
from .month import PATIENCE

TROUBLE = "When something is in the way"
STATE = ".o_field_widget[name=qbo_state]"
BAR = ".alert:has-text('{}')"
CARD = ".o_quickbooks_todo .o_kanban_record:has-text('{}')"
OVERVIEW = ".o_quickbooks_overview [role=status]"
CONFLICT = ".o_quickbooks_conflict"

WOOD = "Open Wood"
WOODS = ("Open Wood East", "Open Wood West")
WOOD_EMAIL = "info@openwood.example"


class Trouble:
    """What clerk, administrator and integrator meet; part of ``story.Walk``."""

    def trouble(self) -> None:
        """Meet each of it once, and settle it."""
        self.two_alike()
        self.both_sides()
        self.take_out()
        self.sign_in_again()
        self.closed_books()
        self.copy()

    # === TWO CONTACTS ALIKE === #

    def two_alike(self) -> None:
        """Sell to a contact that may be either of two in QuickBooks."""
        contact = {"name": WOOD, "is_company": True, "email": WOOD_EMAIL}
        wood = self.rpc.create("res.partner", contact)
        move = self._draft("out_invoice", business.DESK, 1, partner_id=wood)
        for name in WOODS:
            self.books.simulator.create(
                "Customer",
                {"DisplayName": name, "PrimaryEmailAddr": {"Address": WOOD_EMAIL}},
            )
        who = self.clerk
        with who.doing(TROUBLE, "Post an invoice of a contact two are like") as task:
            self._post_it(who, move, "failed")
            who.see(BAR.format(f"it is not decided what {WOOD} is in QuickBooks"))
        self._done(task, "a bar: it waits until somebody says which one it is")
        self._choose_west()
        self._await(move, "qbo_state", "synced", held=True)

    def _choose_west(self) -> None:
        who = self.admin
        with who.doing(TROUBLE, "To do: compare both, take the right one") as task:
            who.open("quickbooks-todo")
            who.click(f"{CARD.format(WOOD)} button[name=action_mend]")
            who.click(".o_data_row button[name=action_compare]")
            who.see(f".o_form_view .o_data_row:has-text('{WOODS[0]}')")
            who.picture("alike")
            who.decide()
            row = f".o_form_view .o_data_row:has-text('{WOODS[1]}')"
            who.click(f"{row} button[name=action_choose]")
            who.see(f".o_form_view [name=theirs_name]:has-text('{WOODS[1]}')")
            who.back()
            who.click("button[name=action_apply]")
            who.click(".modal-footer .btn-primary")
        self._done(task, "the contact is linked, the invoice follows by itself")

    # === BOTH SIDES CHANGED IT === #

    def both_sides(self) -> None:
        """Change a due date while the accountant changes it too, and choose."""
        move = self._sold(3)
        theirs = self._theirs("Invoice", move)
        due = (date.today() + timedelta(days=45)).isoformat()
        self.books.simulator.update(
            "Invoice", {"Id": theirs["Id"], "sparse": True, "DueDate": due}
        )
        who = self.clerk
        with who.doing(
            TROUBLE, "Change a due date that QuickBooks changes too"
        ) as task:
            who.open(f"customer-invoices/{move}")
            later = date.today() + timedelta(days=30)
            who.date("invoice_date_due", later.strftime("%m/%d/%Y"))
            who.click(".o_form_button_save")
            self._await(move, "qbo_state", "conflict")
            who.open(f"customer-invoices/{move}")
            who.see(BAR.format("was changed in Odoo and in QuickBooks"))
        self._done(task, "a bar: both sides changed it")
        with who.doing(TROUBLE, "Compare both, choose, apply") as task:
            who.click(f"{BAR.format('was changed in Odoo')} :text('Compare both')")
            row = f"{CONFLICT} tr[data-part=due] td"
            who.see(f"{row}[data-side=odoo]")
            who.picture("both-sides")
            who.decide()
            who.click(f"{row}[data-side=quickbooks] input[type=radio]")
            who.click(".o_quickbooks_conflict_apply:enabled")
            self._await(move, "qbo_state", "synced", held=True)
            who.open(f"customer-invoices/{move}")
            who.see(f"{STATE}:has-text('Synced')")
        agreed = self.rpc.read("account.move", move, "invoice_date_due")
        if agreed["invoice_date_due"] != due:
            raise StoryError(f"Chosen was {due}, and Odoo has {agreed}.")
        self._done(task, "the chosen due date on both sides; the other one in the log")

    # === TAKEN OUT AGAIN === #

    def take_out(self) -> None:
        """Delete a payment in QuickBooks that was entered by mistake, then here."""
        move = self._sold(1)
        total = self._theirs("Invoice", move)["TotalAmt"]
        who = self.clerk
        with who.doing(TROUBLE, "Register a payment of the wrong invoice") as task:
            who.open(f"customer-invoices/{move}")
            who.click("button[name=action_register_payment]:enabled")
            who.click(".modal-footer button[name=action_create_payments]")
            self._await_figure("Invoice", move, "Balance", 0)
        self._done(task, "the payment is in QuickBooks too")
        domain = [["reconciled_invoice_ids", "=", move]]
        [payment] = self.rpc.find("account.payment", domain, "id")
        with who.doing(TROUBLE, "Delete it in QuickBooks, cancel it here") as task:
            who.open(f"customer-payments/{payment['id']}")
            who.click("button[name=action_quickbooks_unsync]")
            who.see(".modal [name=stays_here] li:has-text('becomes open')")
            who.picture("take-out")
            who.decide()
            who.click(".modal-footer button[name=action_unsync]")
            self._await_figure("Invoice", move, "Balance", total)
            who.open(f"customer-payments/{payment['id']}")
            who.click("button[name=action_draft]")
            who.click("button[name=action_cancel]")
            self._await(move, "payment_state", "not_paid")
        self._done(task, "what vanishes there, before; then the invoice is open again")

    # === THE SIGN-IN ENDED === #

    def sign_in_again(self) -> None:
        """Work on while Intuit refuses the sign-in, then sign in again."""
        self.books.simulator.disconnect()
        move = self._draft("out_invoice", business.DESK, 1)
        who = self.clerk
        with who.doing(TROUBLE, "Post an invoice after the sign-in has lapsed") as task:
            self._post_it(who, move, "pending")
            wait_for("the sign-in that is refused", self._is_lapsed, PATIENCE)
            who.open(f"customer-invoices/{move}")
            who.see(f"{STATE}:has-text('Waiting')")
        self._done(task, "Waiting: selling goes on, nothing is lost")
        who = self.admin
        with who.doing(TROUBLE, "Overview: sign in at Intuit again") as task:
            who.open("quickbooks")
            who.see(f"{OVERVIEW}:has-text('no longer accepts our sign-in')")
            who.picture("lapsed")
            who.click(f"{OVERVIEW} button:has-text('Sign in at Intuit')")
            who.see("button[value=authorise]")
            who.decide()
            who.click("button[value=authorise]")
            who.see(".o_form_view .o_arrow_button_current:has-text('Connected')")
            self._await(move, "qbo_state", "synced")
        self._done(task, "Connected; what waited is in QuickBooks, once")

    def _is_lapsed(self) -> bool:
        found = self.rpc.find("quickbooks.connection", [], "state")
        return found[0]["state"] == "reauthorise"

    # === CLOSED BOOKS === #

    def closed_books(self) -> None:
        """Date an invoice into books that the accountant has closed."""
        self.close_books()
        move = self._draft("out_invoice", business.DESK, 1, invoice_date=self.closed)
        who = self.clerk
        with who.doing(TROUBLE, "Post an invoice dated into closed books") as task:
            self._post_it(who, move, "failed")
            # QuickBooks refuses without the date; its settings are read then.
            wait_for("the closing date", partial(self._is_told, move), PATIENCE)
            who.open(f"customer-invoices/{move}")
            who.see(BAR.format("The books in QuickBooks are closed up to"))
            who.picture("closed")
        self._done(task, "a bar with the closing date: nothing was sent")
        with who.doing(TROUBLE, "Date it to the next open day in QuickBooks") as task:
            who.decide()
            who.click(".alert-danger :text('Date it')")
            self._await(move, "qbo_state", "synced", held=True)
            who.open(f"customer-invoices/{move}")
            who.see(f"{STATE}:has-text('Synced')")
        opened = self._theirs("Invoice", move)["TxnDate"]
        if opened <= self.closed:
            raise StoryError(f"It is dated {opened}, before {self.closed}.")
        self._done(task, "Synced, under the first open day there")

    def _is_told(self, move: int) -> bool:
        found = self.rpc.read("account.move", move, "qbo_message", "qbo_state")
        told = "closed up to" in (found["qbo_message"] or "")
        return told and found["qbo_state"] == "failed"

    def close_books(self) -> None:
        """Let the accountant close the days of this month that are over."""
        today = date.today()
        self.closed = max(today - timedelta(days=1), today.replace(day=1)).isoformat()
        closing = {"AccountingInfoPrefs": {"BookCloseDate": self.closed}}
        self.books.simulator.load("Preferences", closing)

    # === A COPY OF THE DATABASE === #

    def copy(self) -> None:
        """Restore a backup beside the original: it says nothing to QuickBooks."""
        move = self._draft("out_invoice", business.DESK, 7)
        client = self.restore()("admin", "admin")
        who = self._person("Integrator", client)
        with who.doing(TROUBLE, "Open a restored backup, post in it") as task:
            who.open(f"customer-invoices/{move}")
            who.click("button[name=action_post]:enabled")
            who.see(".o_arrow_button_current:has-text('Posted')")
            who.open("quickbooks")
            who.see(f"{OVERVIEW}:has-text('This database is a copy')")
            who.picture("copy")
        self._done(task, "this database is a copy; nothing is exchanged")
        with who.doing(TROUBLE, "Keep it off") as task:
            who.decide()
            who.click(f"{OVERVIEW} button:has-text('Keep it off')")
            who.see(".o_notification:has-text('This database stays off')")
        number = client.read("account.move", move, "name")["name"]
        if number in {
            row.get("DocNumber") for row in self.books.all("Invoice").values()
        }:
            raise StoryError(f"A copy of the database has sent {number}.")
        self.rpc.call("account.move", "unlink", [move])
        self._done(task, "the copy is signed out; the original goes on")

    # === HELP === #

    def _sold(self, quantity: int) -> int:
        """Return an invoice that QuickBooks has."""
        move = self._draft("out_invoice", business.DESK, quantity)
        self._post(move)
        self._await(move, "qbo_state", "synced")
        return move

    def _post_it(self, who, move: int, wanted: str) -> None:
        """Post a document by its button, and open it once the tick says so."""
        who.open(f"customer-invoices/{move}")
        who.click("button[name=action_post]:enabled")
        self._await(move, "qbo_state", wanted)
        who.open(f"customer-invoices/{move}")
