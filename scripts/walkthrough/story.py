"""The story: an administrator sets everything up, then a month goes by."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser

from ..demonstration import business
from ..demonstration.books import SimulatedBooks, payment_for
from ..demonstration.report import StoryError, money, wait_for
from ..demonstration.web_client import WebClient
from .person import Person, Task

GUIDE = ".o_quickbooks_setup"
FOOTER = ".o_quickbooks_setup_footer"
KEYS = ".app_settings_block[data-key='quickbooks_connector']"
SUMMARY = ".o_quickbooks_comparison"

SET_UP, MONTH = "The set-up", "The first month"
PATIENCE = 120  # seconds for Odoo's own workers on a busy machine
PLANKS = "Cedar Planks"
#: Invoices that are there before QuickBooks is connected.
EARLIER = 5


class Walk:
    """A company that has used Odoo for some days, and its way to QuickBooks.

    :param make_client: signs a person in: ``make_client(login, password)``
    """

    def __init__(
        self,
        browser: Browser,
        make_client: Callable,
        books: SimulatedBooks,
        folder: Path,
    ):
        self.browser, self.make_client, self.books = browser, make_client, books
        self.folder = folder
        self.rpc: WebClient = make_client("admin", "admin")
        self.persons: list[Person] = []
        self.admin = self._person("Administrator", self.rpc)
        self.clerk: Person | None = None
        self.firm: business.Business | None = None
        self.tasks: list[Task] = []
        self.invoice = 0
        self.printed = b""

    def _person(self, name: str, client: WebClient) -> Person:
        person = Person(self.browser, client.url, name, client, self.folder)
        self.persons.append(person)
        return person

    def tell(self) -> list[Task]:
        """Walk all the way and return what each task took.

        :raises StoryError: something is not as it should be
        """
        self.install()
        self.open_business()
        self.set_up()
        self.month()
        return self.tasks

    def _done(self, task: Task, seen: str) -> None:
        task.seen = seen
        self.tasks.append(task)

    # === THE SET-UP === #

    def install(self) -> None:
        """Install the add-on from the list of apps."""
        # What Odoo does when its list of apps is brought up to date.
        self.rpc.call("ir.module.module", "update_list")
        who = self.admin
        with who.doing(SET_UP, "Apps: search for QuickBooks, Activate") as task:
            who.open("apps")
            who.write(".o_searchview_input", "QuickBooks")
            who.page.keyboard.press("Enter")
            # The cards are drawn anew once the search is done.
            who.see(".o_searchview_facet:has-text('QuickBooks')")
            card = ".o_kanban_record:has-text('QuickBooks Online Connector')"
            others = ".o_kanban_record:not(.o_kanban_ghost):has-text('Sales')"
            who.page.locator(others).first.wait_for(state="detached")
            who.click(f"{card} button:has-text('Activate')")
            wait_for("the installation", self._is_installed, 4 * PATIENCE)
        self._done(task, "the menu QuickBooks in Invoicing")

    def _is_installed(self) -> bool:
        domain = [["name", "=", "quickbooks_connector"], ["state", "=", "installed"]]
        return bool(self.rpc.find("ir.module.module", domain, "state"))

    def open_business(self) -> None:
        """Enter what the company has in Odoo by then; nobody is timed at that."""
        self.rpc = self.make_client("admin", "admin")
        self.firm = business.found_it(self.rpc)
        for _number in range(EARLIER):
            self._post(self._draft("out_invoice", business.DESK, 1))
        # The simulator's addresses; a company of Intuit's needs none.
        prefix = "quickbooks_"
        addresses = {
            name.removeprefix(prefix): value
            for name, value in self.books.settings().items()
            if "_client_" not in name
        }
        self.rpc.get("/odoo?debug=1")
        self.rpc.create("quickbooks.connection", addresses)
        self.rpc.get("/odoo?debug=0")
        self.admin = self._person("Administrator", self.rpc)
        clerk = self.make_client(business.CLERK, business.CLERK)
        self.clerk = self._person("Clerk", clerk)

    def _draft(self, kind: str, product: str, quantity: int, **vals) -> int:
        line = {
            "product_id": self.firm.products[product],
            "quantity": quantity,
            "price_unit": "649.00",
        }
        # Salespeople see their own documents.
        owner = self.clerk.client if self.clerk and kind.startswith("out") else self.rpc
        return owner.create(
            "account.move",
            {
                "move_type": kind,
                "partner_id": self.firm.customer,
                "invoice_date": date.today().isoformat(),
                "invoice_line_ids": [(0, 0, line | vals.pop("line", {}))],
                **vals,
            },
        )

    def _post(self, move: int) -> None:
        self.rpc.call("account.move", "action_post", [move])

    def set_up(self) -> None:
        """Go through the seven steps of the guide."""
        self.connect()
        self.read_lists()
        self.match()
        self.choose()
        self.check_and_rehearse()
        self.go_live()
        self.look()

    def connect(self) -> None:
        """Enter the keys of the app at Intuit and sign in."""
        keys, who = self.books.settings(), self.admin
        with who.doing(SET_UP, "Settings: paste client ID and secret, Connect") as task:
            who.open("quickbooks-settings")
            for name in ("client_id", "client_secret"):
                field = f"{KEYS} [name=quickbooks_{name}] input"
                who.write(field, keys[f"quickbooks_{name}"])
            who.picture("keys")
            who.click(f"{KEYS} button:has-text('Connect to QuickBooks')")
            who.see("button[value=authorise]")
        self._done(task, "Intuit's page")
        with who.doing(SET_UP, "At Intuit: choose the company, Authorise") as task:
            who.decide()
            who.click("button[value=authorise]")
            who.see(f"{KEYS} button:has-text('Go on with the set-up')")
            who.picture("connected")
        self._done(task, "the settings again, with the company's name and currency")

    def read_lists(self) -> None:
        """Open the guide and let it read QuickBooks' lists."""
        who = self.admin
        with who.doing(SET_UP, "Go on with the set-up: the lists are read") as task:
            who.click(f"{KEYS} button:has-text('Go on with the set-up')")
            who.see(f"{GUIDE} button[data-step=lists][data-state=done]", PATIENCE)
            who.picture("lists")
            who.click(f"{FOOTER} button[name=action_setup_next]")
            who.see(f"{GUIDE} button[data-step=match][aria-current=step]")
        self._done(task, "the lists counted, and the next step")

    def match(self) -> None:
        """Accept what is sure, look at the contacts, apply."""
        who = self.admin
        with who.doing(SET_UP, "Match: accept the sure ones, apply contacts") as task:
            sure = f"{GUIDE} button[name=action_setup_accept_sure]"
            who.click(sure)
            who.see(f"{GUIDE}:not(:has(button[name=action_setup_accept_sure]))")
            read = ".o_quickbooks_run[data-kind=read_counterparts][data-state=done]"
            who.see(f"{GUIDE} {read}", PATIENCE)
            who.decide()
            who.click(f"{GUIDE} button[name=action_open_contacts]")
            who.see(".o_data_row")
            who.picture("contacts")
            who.back()
            who.click(f"{GUIDE} button[name=action_apply_pairings]")
            who.click(".modal-footer button:has-text('Apply')")
            applied = ".o_quickbooks_run[data-kind=apply_pairings][data-state=done]"
            who.see(f"{GUIDE} {applied}", PATIENCE)
            who.click(f"{FOOTER} button[name=action_setup_next]")
            who.see(f"{GUIDE} button[data-step=sync][aria-current=step]")
        self._done(task, "what is linked and what is new")

    def choose(self) -> None:
        """Say where sales go; everything else stays as proposed."""
        who = self.admin
        what = "What syncs: choose accounts for sales and for purchases"
        with who.doing(SET_UP, what) as task:
            for name, part, entry in (
                ("income", "Sales", "Sales of Product"),
                ("expense", "Cost", "Cost of"),
            ):
                field = f"{GUIDE} [name={name}_account_id] input"
                who.choose(field, part, entry)
            who.click(f"{GUIDE} [name=sync] > h2")
            who.picture("choices")
            who.click(f"{FOOTER} button[name=action_setup_next]")
            who.see(f"{GUIDE} button[data-step=check][aria-current=step]")
        self._done(task, "the readiness check")

    def check_and_rehearse(self) -> None:
        """Read what stands in the way, then what would be sent; approve it."""
        who = self.admin
        with who.doing(SET_UP, "Check: read what is to be looked at") as task:
            who.decide()
            who.see(f"{GUIDE} button[data-step=check][data-state=done]")
            who.picture("check")
            who.click(f"{FOOTER} button[name=action_setup_next]")
            who.see(f"{GUIDE} button[data-step=plan][aria-current=step]")
        self._done(task, "nothing blocks")
        with who.doing(SET_UP, "Dry run: read the list, approve it") as task:
            summary = f"{GUIDE} [name=plan_summary]:has-text('Create: ')"
            who.see(summary, PATIENCE)
            who.click(f"{GUIDE} button[name=action_open_plan]")
            who.see(".o_quickbooks_plan")
            who.picture("dry-run")
            who.decide()
            who.back()
            who.click(f"{GUIDE} button[name=action_setup_approve]")
            who.click(".modal-footer button:has-text('Approve')")
            who.see(f"{GUIDE} button[data-step=plan][data-state=done]")
            who.click(f"{FOOTER} button[name=action_setup_next]")
        self._done(task, "every document with what QuickBooks will compute")

    def go_live(self) -> None:
        """Start, and wait until QuickBooks has all that was approved."""
        who = self.admin
        with who.doing(SET_UP, "Go live") as task:
            who.click(f"{GUIDE} button[name=action_go_live]")
            who.decide()
            who.click(".modal-footer button:has-text('Go live')")
            wait_for("the earlier invoices in QuickBooks", self._all_sent, PATIENCE)
            who.open("quickbooks")
            who.see("[role=status]:has-text('Everything that should be')", PATIENCE)
            who.picture("overview")
        self._done(task, "Everything that should be in QuickBooks is there.")

    def _all_sent(self) -> bool:
        return len(self.books.all("Invoice")) - self._invoices_before() >= EARLIER

    def _invoices_before(self) -> int:
        found = self.books.all("Invoice").values()
        return sum(not row["DocNumber"].startswith("INV/") for row in found)

    def look(self) -> None:
        """Open an invoice and follow its link."""
        who = self.admin
        with who.doing(SET_UP, "Open an invoice, follow its link") as task:
            who.open("customer-invoices")
            who.click(".o_data_row td[name=name]")
            who.see(".o_field_widget[name=qbo_state]:has-text('Synced')")
            with who.page.context.expect_page() as opened:
                who.click("a[target=_blank]:has-text('Open in QuickBooks')")
            opened.value.wait_for_load_state()
            opened.value.close()
        self._done(task, "the tick, the number, and the same invoice in QuickBooks")

    # === THE MONTH === #

    def month(self) -> None:
        """Sell, buy, be paid, pay, give back, mend, compare."""
        self.sell()
        self.be_paid_there()
        self.be_paid_here()
        self.give_back()
        self.mend()
        self.buy()
        self.compare()

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
            self._sync_now()
            task.clicks += 1
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
            self._sync_now()
            task.clicks += 1
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
        with who.doing(MONTH, "Ledger comparison of the month") as task:
            who.open("quickbooks-comparison")
            who.click("button:has-text('Compare')")
            who.decide()
            who.click(".modal-footer button:has-text('Compare')")
            verdict = f"{SUMMARY} [role=status]:has-text('Both ledgers agree')"
            who.see(verdict, PATIENCE)
            who.picture("comparison")
        self._done(task, "Both ledgers agree")
        with who.doing(MONTH, "Print it") as task:
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

    def _await_figure(self, kind: str, move: int, name: str, wanted: int) -> None:
        def look():
            return money(self._theirs(kind, move)[name]) == wanted or None

        wait_for(f"{name} {wanted} of {kind}", look, PATIENCE)

    def _sync_now(self) -> None:
        """Press the button of the Overview, instead of awaiting the next poll."""
        [connection] = self.rpc.find("quickbooks.connection", [], "id")
        self.rpc.call("quickbooks.connection", "action_sync_now", [connection["id"]])
