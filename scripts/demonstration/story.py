"""The story itself: each step done by the person who would do it, and checked."""

from typing import Any

from . import business
from .books import Books
from .business import Line
from .report import Report, Row, StoryError, money, wait_for
from .web_client import WebClient

PATIENCE = 60  # seconds for Odoo's own cron worker
SETTINGS = "res.config.settings"


class Story:
    """Connect, sell, see it in QuickBooks, be paid there, see it in Odoo.

    :param make_client: signs a person in: ``make_client(login, password)``
    """

    def __init__(self, make_client, books: Books, report: Report):
        self.make_client = make_client
        self.books = books
        self.report = report
        self.admin: WebClient = make_client("admin", "admin")
        self.clerk: WebClient | None = None
        self.firm: business.Business | None = None
        self.connection = 0
        self.order = 0
        self.invoice = 0
        self.invoice_number = ""
        self.before: dict[str, dict] = {}
        self.theirs: dict[str, Any] = {}

    def tell(self) -> None:
        """Tell it from beginning to end.

        :raises StoryError: it can't go on
        """
        self.open_business()
        self.connect()
        self.match()
        self.go_live()
        self.sell()
        self.invoice_it()
        self.look_in_quickbooks()
        self.be_paid()

    # === BEFORE === #

    def open_business(self) -> None:
        """Enter the company, its clerk, a customer and three products."""
        self.report.step("A small business in Odoo")
        self.firm = business.found_it(self.admin)
        self.clerk = self.make_client(business.CLERK, business.CLERK)
        self.report.tell(
            f"customer {business.CUSTOMER} with its contact {business.CONTACT}; "
            f"products {', '.join(self.firm.products)}"
        )
        self.report.tell(
            "the clerk may sell, invoice and see QuickBooks' states, and no more"
        )

    def connect(self) -> None:
        """Sign in at QuickBooks through the settings, as the administrator does."""
        self.report.step("Connect to QuickBooks")
        # Custom addresses, the simulator's, are offered in developer mode only.
        self.admin.get("/odoo?debug=1")
        settings = self.admin.create(SETTINGS, self.books.settings())
        action = self.admin.call(SETTINGS, "action_quickbooks_connect", [settings])
        self.books.sign_in(self.admin, action["url"], self.report)
        found = self.admin.find(
            "quickbooks.connection", [], "state", "qbo_company_name", "summary"
        )[0]
        self.connection = found["id"]
        if found["state"] != "connected":
            raise StoryError(f"The connection is {found['state']}, not connected.")
        self.report.tell(f"connected: {found['qbo_company_name']}, {found['summary']}")
        self.before = {name: self.books.all(name) for name in ("Customer", "Item")}

    def match(self) -> None:
        """Wait for QuickBooks' lists, then accept what Odoo proposes."""
        self.report.step("Read its lists and match")
        wait_for("QuickBooks' lists", self._lists_are_read, self.books.patience)
        counts = self.admin.call(
            "quickbooks.reference", "formatted_read_group", [], ["kind"], ["__count"]
        )
        names = (f"{group['kind']} {group['__count']}" for group in counts)
        self.report.tell(f"read: {', '.join(names)}")
        self.admin.call("quickbooks.mapping", "action_accept_sure", [])
        rows = self.admin.find(
            "quickbooks.mapping", [], "kind", "record_name", "reference_id", "state"
        )
        done = [row for row in rows if row["state"] == "done"]
        for row in done:
            if row["kind"] == "TaxCode":
                theirs = row["reference_id"][1]
                self.report.tell(f"tax {row['record_name']} is {theirs} in QuickBooks")
        self.report.tell(
            f"{len(done)} matches accepted; {len(rows) - len(done)} await a choice "
            "(none that this story uses)"
        )
        ours = [row for row in done if row["record_name"].startswith("8.25%")]
        self.report.check("matches of the sales tax", len(ours), 1)

    def _lists_are_read(self):
        fields = ("lists_read_at", "wait_cause")
        found = self.admin.read("quickbooks.connection", self.connection, *fields)
        return found["lists_read_at"]

    def go_live(self) -> None:
        """Choose where money and sales go, and start."""
        self.report.step("Go live")
        domain = [("kind", "=", "Account"), ("classification", "=", "Revenue")]
        incomes = self.admin.find(
            "quickbooks.reference", domain, "name", "account_subtype"
        )
        # What both the simulator and Intuit's sample companies have.
        wanted = [a for a in incomes if a["account_subtype"] == "SalesOfProductIncome"]
        income = (wanted or incomes)[0]
        vals = {
            "payment_journal_id": self.firm.bank,
            "income_account_id": income["id"],
        }
        self.admin.write("quickbooks.connection", self.connection, vals)
        self.admin.call("quickbooks.connection", "action_go_live", [self.connection])
        self.report.tell(
            f"sales go to {income['name']}, QuickBooks' payments to the journal Bank"
        )

    # === THE SALE === #

    def sell(self) -> None:
        """Quote and confirm, as the clerk."""
        self.report.step("Sell in Odoo")
        firm, call = self.firm, self.clerk.call
        quoted = [line for line in business.LINES if line.product != business.CARRIER]
        self.order = self.clerk.create(
            "sale.order",
            {
                "partner_id": firm.contact,
                "order_line": [(0, 0, self._order_line(line)) for line in quoted],
            },
        )
        wizard = self.clerk.create(
            "choose.delivery.carrier",
            {"order_id": self.order, "carrier_id": firm.carrier},
        )
        call("choose.delivery.carrier", "update_price", [wizard])
        call("choose.delivery.carrier", "button_confirm", [wizard])
        call("sale.order", "action_confirm", [self.order])
        order = self.clerk.read("sale.order", self.order, "name", "amount_total")
        for line in business.LINES:
            self.report.tell(_worded(line))
        total = money(order["amount_total"])
        self.report.tell(
            f"{order['name']} confirmed by the clerk: {total:,.2f} with tax"
        )
        self.report.check("total of the sales order", total, business.TOTAL)

    def _order_line(self, line: Line) -> dict:
        return {
            "product_id": self.firm.products[line.product],
            "product_uom_qty": line.quantity,
            "discount": line.discount,
        }

    def invoice_it(self) -> None:
        """Invoice the order and post, as the clerk; nothing more is clicked."""
        self.report.step("Invoice and post, and click nothing more")
        wizard = self.clerk.create(
            "sale.advance.payment.inv",
            {
                "advance_payment_method": "delivered",
                "sale_order_ids": [(6, 0, [self.order])],
            },
        )
        self.clerk.call("sale.advance.payment.inv", "create_invoices", [wizard])
        order = self.clerk.read("sale.order", self.order, "invoice_ids")
        self.invoice = order["invoice_ids"][0]
        if self.books.first_number:
            vals = {"name": self.books.first_number}
            self.clerk.write("account.move", self.invoice, vals)
        self.clerk.call("account.move", "action_post", [self.invoice])
        invoice = self._ours("name", "amount_total")
        self.invoice_number = invoice["name"]
        total = money(invoice["amount_total"])
        self.report.tell(f"{invoice['name']} posted by the clerk: {total:,.2f}")
        wait = self.books.patience + PATIENCE
        _found, seconds = wait_for("the invoice in QuickBooks", self._is_synced, wait)
        self.report.tell(f"{seconds:.1f} s later Odoo's own worker had sent everything")

    def _ours(self, *fields: str) -> dict:
        return self.clerk.read("account.move", self.invoice, *fields)

    def _is_synced(self) -> bool:
        found = self._ours("qbo_state", "qbo_message")
        if found["qbo_state"] in ("failed", "conflict", "skipped"):
            raise StoryError(
                f"The invoice is {found['qbo_state']}: {found['qbo_message']}"
            )
        return found["qbo_state"] == "synced"

    # === QUICKBOOKS' SIDE === #

    def look_in_quickbooks(self) -> None:
        """Compare every figure of the sale with QuickBooks' own books."""
        self.report.step("Look into QuickBooks")
        customers, items = self.books.all("Customer"), self.books.all("Item")
        invoices = [
            found
            for found in self.books.all("Invoice").values()
            if found.get("DocNumber") == self.invoice_number
        ]
        if len(invoices) != 1:
            raise StoryError(
                f"QuickBooks has {len(invoices)} invoices {self.invoice_number}, not 1."
            )
        self.theirs = invoices[0]
        self._compare_names(customers, items)
        self._compare_document(items)
        ours = self._ours("qbo_state", "qbo_doc_number", "qbo_url")
        order = self.clerk.read("sale.order", self.order, "qbo_state", "qbo_doc_number")
        self.report.tell(
            f"Odoo's invoice and order say: {ours['qbo_state']}, "
            f"{ours['qbo_doc_number']}"
        )
        for name, found in (("invoice", ours), ("order", order)):
            self.report.check(f"tick of the {name}", found["qbo_state"], "synced")
            number = found["qbo_doc_number"]
            self.report.check(f"number at the {name}", number, self.invoice_number)
        linked = self.theirs["Id"] in ours["qbo_url"]
        self.report.check("the link leads to the invoice", linked, True)
        self._check_chatter()

    def _compare_names(self, customers: dict, items: dict) -> None:
        contact = customers[self.theirs["CustomerRef"]["value"]]
        company = customers.get(contact.get("ParentRef", {}).get("value"), {})
        rows = [
            Row("Company", business.CUSTOMER, company.get("DisplayName")),
            Row("Contact, its sub-customer", business.CONTACT, contact["DisplayName"]),
        ]
        for line in business.LINES:
            named = [i["Name"] for i in items.values() if i["Name"] == line.product]
            rows.append(Row("Product", line.product, ", ".join(named)))
        self.report.compare("Names", rows)
        used = {business.CUSTOMER, business.CONTACT, *self.firm.products}
        now = {"Customer": customers, "Item": items}
        told = {"new there": [], "known there, so linked and not doubled": []}
        new, known = told.values()
        for kind, objects in now.items():
            for id_, found in objects.items():
                name = found.get("DisplayName") or found["Name"]
                if id_ not in self.before[kind]:
                    new.append(name)
                elif name in used:
                    known.append(name)
        for what, names in told.items():
            self.report.tell(f"{what}: {', '.join(names) or 'nothing'}")

    def _compare_document(self, items: dict) -> None:
        ours = self._ours(
            "invoice_date",
            "amount_untaxed",
            "amount_tax",
            "amount_total",
            "amount_residual",
        )
        theirs = self.theirs
        rows = [
            Row("Number", self.invoice_number, theirs["DocNumber"]),
            Row("Date", ours["invoice_date"], theirs["TxnDate"]),
        ]
        lines = self._lines_by_item(items)
        for line in business.LINES:
            rows.append(
                Row(
                    line.product,
                    self._our_amount(line.product),
                    lines.get(line.product),
                    line.amount,
                )
            )
        total = money(theirs["TotalAmt"])
        tax = money(theirs["TxnTaxDetail"]["TotalTax"])
        for name, field, figure, expected in (
            ("Untaxed", "amount_untaxed", total - tax, business.UNTAXED),
            ("Sales tax 8.25%", "amount_tax", tax, business.TAXES),
            ("Total", "amount_total", total, business.TOTAL),
            ("Open", "amount_residual", money(theirs["Balance"]), business.TOTAL),
        ):
            rows.append(Row(name, money(ours[field]), figure, expected))
        self.report.compare("Invoice", rows)

    def _lines_by_item(self, items: dict) -> dict:
        """Return the amount of each product's line in QuickBooks."""
        return {
            items[line["SalesItemLineDetail"]["ItemRef"]["value"]]["Name"]: money(
                line["Amount"]
            )
            for line in self.theirs["Line"]
            if "SalesItemLineDetail" in line
        }

    def _our_amount(self, product: str):
        domain = [
            ("move_id", "=", self.invoice),
            ("product_id", "=", self.firm.products[product]),
        ]
        lines = self.clerk.find("account.move.line", domain, "price_subtotal")
        return money(lines[0]["price_subtotal"]) if lines else None

    def _check_chatter(self) -> None:
        domain = [("model", "=", "account.move"), ("res_id", "=", self.invoice)]
        notes = self.clerk.find("mail.message", domain, "body")
        told = [note for note in notes if "Sent to QuickBooks" in note["body"]]
        self.report.check("notes in the invoice's chatter", len(told), 1)

    # === PAID THERE === #

    def be_paid(self) -> None:
        """Record a payment in QuickBooks and wait until Odoo's invoice is paid."""
        self.report.step("The customer pays in QuickBooks")
        payment = self.books.receive_payment(self.theirs)
        self.report.tell(
            f"payment of {money(payment['TotalAmt']):,.2f} recorded in QuickBooks"
        )
        # Odoo asks every five minutes; here nobody waits so long.
        self.clerk.call("quickbooks.connection", "action_sync_now", [self.connection])
        self.report.tell('"Sync now" pressed instead of awaiting the 5-minute poll')
        wait = self.books.patience + PATIENCE
        _found, seconds = wait_for("the payment in Odoo", self._is_paid, wait)
        self.report.tell(f"{seconds:.1f} s later the invoice is paid in Odoo")
        ours = self._ours("amount_residual", "payment_state", "matched_payment_ids")
        theirs = self.books.all("Invoice")[self.theirs["Id"]]
        paid = self.clerk.find(
            "account.payment",
            [("id", "in", ours["matched_payment_ids"])],
            "amount",
            "date",
            "qbo_state",
        )
        self.report.check("payments in Odoo", len(paid), 1)
        rows = [
            Row(
                "Payment",
                money(paid[0]["amount"]) if paid else None,
                money(payment["TotalAmt"]),
                business.TOTAL,
            ),
            Row(
                "Open",
                money(ours["amount_residual"]),
                money(theirs["Balance"]),
                money(0),
            ),
        ]
        self.report.compare("Payment", rows)
        self.report.check("state of the invoice", ours["payment_state"], "paid")
        for found in paid:
            self.report.check("tick of the payment", found["qbo_state"], "synced")

    def _is_paid(self) -> bool:
        return self._ours("payment_state")["payment_state"] in ("paid", "in_payment")


def _worded(line: Line) -> str:
    """Return a line of the quotation as a person reads it out."""
    less = f" less {line.discount} %" if line.discount else ""
    tax = "8.25 % tax" if line.taxed else "no tax"
    return (
        f"{line.quantity} x {line.product} at {line.price:,.2f}{less} "
        f"= {line.amount:,.2f}, {tax}"
    )
