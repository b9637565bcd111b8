"""The story: an administrator sets everything up, then a month goes by."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser

from ..demonstration import business
from ..demonstration.books import SimulatedBooks
from ..demonstration.report import wait_for
from ..demonstration.web_client import WebClient
from .month import PATIENCE, Month
from .person import Person, Task
from .phone import Phone
from .trouble import Trouble

GUIDE = ".o_quickbooks_setup"
FOOTER = ".o_quickbooks_setup_footer"
KEYS = ".app_settings_block[data-key='quickbooks_connector']"

SET_UP = "The set-up"
#: Invoices that are there before QuickBooks is connected.
EARLIER = 5


class Walk(Month, Trouble, Phone):
    """A company that has used Odoo for some days, and its way to QuickBooks.

    :param make_client: signs a person in: ``make_client(login, password)``
    :param restore: restores a backup of the database as another one; returns its
        ``make_client``
    """

    def __init__(
        self,
        browser: Browser,
        make_client: Callable,
        restore: Callable,
        books: SimulatedBooks,
        folder: Path,
    ):
        self.browser, self.make_client, self.books = browser, make_client, books
        self.restore = restore
        self.folder = folder
        self.rpc: WebClient = make_client("admin", "admin")
        self.persons: list[Person] = []
        self.admin = self._person("Administrator", self.rpc)
        self.clerk: Person | None = None
        self.firm: business.Business | None = None
        self.tasks: list[Task] = []
        self.invoice = 0
        self.closed = ""
        self.printed = b""

    def _person(
        self, name: str, client: WebClient, phone: dict | None = None
    ) -> Person:
        person = Person(self.browser, name, client, self.folder, phone)
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
        self.trouble()
        self.on_a_phone()
        self.compare()
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
