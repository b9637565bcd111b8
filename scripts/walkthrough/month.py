"""The first month: sell, buy, be paid, pay, give back, mend, compare."""

import re
from pathlib import Path

from ..demonstration import business
from ..demonstration.books import payment_for
from ..demonstration.report import StoryError, money, wait_for

MONTH = "The first month"
END = "The end of the month"
SUMMARY = ".o_quickbooks_comparison"
PLANKS = "Cedar Planks"
PATIENCE = 120  # seconds for Odoo's own workers on a busy machine


class Month:
    """What clerk, administrator and accountant do; part of ``story.Walk``."""

    def month(self) -> None:
        """Sell, be paid, give back, mend, buy, pay."""
        self.sell()
        self.be_paid_there()
        self.be_paid_here()
        self.give_back()
        self.mend()
        self.buy()

    def sell(self) -> None:
        """Turn a quotation into an invoice, and see it arrive."""
        line = {"product_id": self.firm.products[business.DESK], "product_uom_qty": 3}
        order = self.clerk.client.create(
            "sale.order",
            {
                "partner_id": self.firm.contact,
                "order_line": [(0, 0, line | {"discount": 10})],
            },
        )
        who = self.clerk
        with who.doing(MONTH, "Confirm an order, invoice it, post") as task:
            who.open(f"sales/{order}")
            who.click("button[name=action_confirm]:enabled")
            who.click(".o_statusbar_buttons button:has-text('Create Invoice')")
            who.click(".modal-footer button:has-text('Create Draft')")
            who.click("button[name=action_post]:enabled")
            who.see(".o_arrow_button_current:has-text('Posted')")
            found = self.rpc.read("sale.order", order, "invoice_ids")
            self.invoice = found["invoice_ids"][0]
            self._await(self.invoice, "qbo_state", "synced")
            who.open(f"customer-invoices/{self.invoice}")
            who.see(".o_field_widget[name=qbo_state]:has-text('Synced')")
            who.picture("invoice")
        self._done(task, "Synced, with the number and a link")

    def be_paid_there(self) -> None:
        """Let the accountant receive a payment in QuickBooks."""
        theirs = self._theirs("Invoice", self.invoice)
        self.books.simulator.create("Payment", payment_for(theirs))
        who = self.clerk
        with who.doing(MONTH, "It was paid in QuickBooks: Sync now") as task:
            self._sync_now(who)
            self._await(self.invoice, "payment_state", "paid")
            who.open(f"customer-invoices/{self.invoice}")
            who.see(".ribbon:has-text('Paid')")
        self._done(task, "the invoice is paid in Odoo")

    def be_paid_here(self) -> None:
        """Register a payment in Odoo."""
        move = self._draft("out_invoice", business.DESK, 2)
        self._post(move)
        self._await(move, "qbo_state", "synced")
        who = self.clerk
        with who.doing(MONTH, "Register a payment of another invoice") as task:
            who.open(f"customer-invoices/{move}")
            who.click("button[name=action_register_payment]:enabled")
            who.click(".modal-footer button[name=action_create_payments]")
            who.see(".ribbon:has-text('Paid'), .ribbon:has-text('In Payment')")
            self._await_figure("Invoice", move, "Balance", 0)
        self._done(task, "the payment in QuickBooks, applied to the invoice")

    def give_back(self) -> None:
        """Make a credit note of an invoice."""
        move = self._draft("out_invoice", business.ASSEMBLY, 1)
        self._post(move)
        self._await(move, "qbo_state", "synced")
        who = self.clerk
        with who.doing(MONTH, "A credit note over an invoice") as task:
            who.open(f"customer-invoices/{move}")
            who.click("button:has-text('Credit Note')")
            who.click(".modal-footer button[name=refund_moves]")
            who.click("button[name=action_post]:enabled")
            who.see(".o_arrow_button_current:has-text('Posted')")
            [note] = self.rpc.find(
                "account.move", [["reversed_entry_id", "=", move]], "id"
            )
            self._await(note["id"], "qbo_state", "synced")
        self._done(task, "the credit memo in QuickBooks")

    def mend(self) -> None:
        """Post an invoice whose tax QuickBooks does not know, and mend that once."""
        tax = self._unknown_tax()
        lines = {"line": {"tax_ids": [(6, 0, [tax])]}}
        move = self._draft("out_invoice", business.DESK, 1, **lines)
        who = self.clerk
        with who.doing(MONTH, "Post an invoice with a new tax: it is held") as task:
            who.open(f"customer-invoices/{move}")
            who.click("button[name=action_post]:enabled")
            self._await(move, "qbo_state", "failed")
            who.open(f"customer-invoices/{move}")
            who.see(".alert-danger:has-text('has no tax code in QuickBooks')")
            who.picture("held")
        self._done(task, "a bar that says what is missing")
        who = self.admin
        with who.doing(MONTH, "To do: accept the tax code that is proposed") as task:
            who.open("quickbooks-todo")
            who.see(".o_kanban_record:has-text('has no tax code')")
            who.picture("todo")
            who.click(".o_kanban_record button:has-text('Choose the match')")
            who.see(".o_data_row:has-text('2% Green levy')")
            who.decide()
            who.click(".o_data_row button:has-text('Accept')")
            self._await(move, "qbo_state", "synced", held=True)
        self._done(task, "the card is gone, the invoice is in QuickBooks")

    def _unknown_tax(self) -> int:
        [known] = self.rpc.find(
            "account.tax", [["id", "=", self.firm.tax]], "tax_group_id", "country_id"
        )
        return self.rpc.create(
            "account.tax",
            {
                "name": "2% Green levy",
                "amount": "2",
                "type_tax_use": "sale",
                "tax_group_id": known["tax_group_id"][0],
                "country_id": known["country_id"][0],
            },
        )

    def buy(self) -> None:
        """Post a bill here; it is paid in QuickBooks."""
        vendor = {"name": "Cedar Mill", "is_company": True}
        planks = {"name": PLANKS, "purchase_ok": True, "standard_price": "310.00"}
        self.firm.products[PLANKS] = self.rpc.create("product.product", planks)
        bill = self._draft(
            "in_invoice",
            PLANKS,
            1,
            partner_id=self.rpc.create("res.partner", vendor),
            ref="CM-1017",
            line={"price_unit": "310.00", "tax_ids": [(6, 0, [])]},
        )
        who = self.admin
        with who.doing(MONTH, "Post a vendor's bill") as task:
            who.open(f"vendor-bills/{bill}")
            who.click("button[name=action_post]:enabled")
            self._await(bill, "qbo_state", "synced")
        self._done(task, "the bill in QuickBooks")
        theirs = self._theirs("Bill", bill)
        self._pay_there(theirs)
        with who.doing(MONTH, "It was paid in QuickBooks: Sync now") as task:
            self._sync_now(who)
            self._await(bill, "payment_state", "paid")
        self._done(task, "the bill is paid in Odoo")

    def _pay_there(self, bill: dict) -> None:
        accounts = self.books.all("Account").values()
        bank = next(row for row in accounts if row["AccountType"] == "Bank")
        linked = {"TxnId": bill["Id"], "TxnType": "Bill"}
        self.books.simulator.create(
            "BillPayment",
            {
                "VendorRef": bill["VendorRef"],
                "TxnDate": bill["TxnDate"],
                "PayType": "Check",
                "CheckPayment": {"BankAccountRef": {"value": bank["Id"]}},
                "TotalAmt": bill["Balance"],
                "Line": [{"Amount": bill["Balance"], "LinkedTxn": [linked]}],
            },
        )

    def compare(self) -> None:
        """Compare both ledgers and print the sheet."""
        who = self.admin
        who.name = "Accountant"
        with who.doing(END, "Ledger comparison of the month") as task:
            who.open("quickbooks-comparison")
            who.click("button:has-text('Compare')")
            who.decide()
            who.click(".modal-footer button:has-text('Compare')")
            verdict = f"{SUMMARY} [role=status]:has-text('Both ledgers agree')"
            who.see(verdict, PATIENCE)
            who.picture("comparison")
        self._done(task, "Both ledgers agree")
        with who.doing(END, "Print it") as task:
            who.click(f"{SUMMARY} button:has-text('Print')")
            # Before the first page is printed, Odoo asks what paper looks like.
            with who.page.expect_download(timeout=1000 * PATIENCE) as download:
                who.click(".modal-footer button[name=document_layout_save]")
            self.printed = Path(download.value.path()).read_bytes()
        if not self.printed.startswith(b"%PDF"):
            raise StoryError("What was printed is no PDF.")
        self._done(task, "a sheet with the totals of both sides, to be signed")

    # === WHAT IS WAITED FOR === #

    def _await(self, move: int, field: str, wanted: str, held: bool = False) -> None:
        """Wait until a document says so.

        :param held: it is held until then, which is no surprise
        """

        def look():
            found = self.rpc.read("account.move", move, field, "qbo_state")
            if found["qbo_state"] == "failed" != wanted and not held:
                told = self.rpc.read("account.move", move, "qbo_message")
                raise StoryError(f"Document {move} is held: {told['qbo_message']}")
            same = found[field] == wanted
            return same or wanted == "paid" and found[field] == "in_payment"

        wait_for(f"{field} {wanted} of document {move}", look, PATIENCE)

    def _theirs(self, kind: str, move: int) -> dict:
        """Return what QuickBooks has of a document."""
        url = self.rpc.read("account.move", move, "qbo_url")["qbo_url"]
        id_ = re.search(r"txnId(?:=|%3D)(\d+)", url)[1]
        return self.books.all(kind)[id_]

    def _await_figure(self, kind: str, move: int, name: str, wanted) -> None:
        def look():
            return money(self._theirs(kind, move)[name]) == money(wanted) or None

        wait_for(f"{name} {wanted} of {kind}", look, PATIENCE)

    def _sync_now(self, who) -> None:
        """Press the button of the Overview, instead of awaiting the next poll."""
        who.open("quickbooks")
        who.click(".o_quickbooks_overview button:has-text('Sync now')")
