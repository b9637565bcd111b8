"""Who works meanwhile: clerks in Odoo, an accountant in QuickBooks.

Each does one thing after the other. A clerk whose click is interrupted (the worker was
killed, the database went away) looks at what is there and goes on. What a clerk reads
that is no interruption is kept: it should never be a fault of the sync.
"""

import random
import threading
import time
from collections import Counter
from itertools import count

import requests
from qbo_simulator.testing import Simulator, SimulatorError

from scripts.demonstration.web_client import OdooRefusal, WebClient

#: How a customer's documents go on: nobody else touches them, so that no two people
#: want different things of one document, which would be a conflict and no fault.
ROLES = ("pays here", "pays there", "is edited", "is credited", "is cancelled")

#: What a clerk may read while the database is away, or where two want the same;
#: anything else is a complaint.
AWAY = (
    "connection",
    "the database system is",
    "cursor already closed",
    "server closed",
    "terminating",
    "session expired",
    "timeout",
    # A colleague has paid it a moment ago.
    "nothing left to pay",
)
#: Documents that a clerk enters at a time.
AT_A_TIME = 4
REST = 0.2  # seconds between two things


class Person(threading.Thread):
    """Does something at random until told to stop."""

    def __init__(self, seed: int):
        super().__init__(daemon=True)
        self.chance = random.Random(seed)
        self.over = threading.Event()
        self.done: Counter = Counter()
        self.complaints: list[str] = []

    def run(self) -> None:
        while not self.over.wait(REST):
            deed = self.chance.choice(self.deeds())
            try:
                if deed():
                    self.done[deed.__name__] += 1
            except requests.RequestException:
                self.done["interrupted"] += 1
            except (OdooRefusal, SimulatorError) as error:
                self._refused(deed.__name__, str(error))

    def deeds(self) -> list:
        """Return what the person may do next."""
        raise NotImplementedError

    def _refused(self, deed: str, text: str) -> None:
        if any(word in text.lower() for word in AWAY):
            self.done["interrupted"] += 1
        else:
            self.complaints.append(f"{deed}: {text}")


class Clerk(Person):
    """Works in one company in Odoo, at either of its servers.

    :param known: the company, as ``chaos/inside.py`` made it
    :param quota: documents to be entered, which all clerks share
    """

    numbers = count(1)

    def __init__(self, known: dict, urls: list[str], database: str, quota, seed: int):
        super().__init__(seed)
        self.known, self.urls, self.database = known, urls, database
        self.quota = quota
        self._clients: dict[str, WebClient] = {}

    @property
    def odoo(self) -> WebClient:
        """Return one of the servers, signed in."""
        url = self.chance.choice(self.urls)
        if url not in self._clients:
            login = self.known["login"]
            self._clients[url] = WebClient(url, self.database, login, login)
        return self._clients[url]

    def _refused(self, deed, text):
        if "session" in text.lower():
            self._clients.clear()
        super()._refused(deed, text)

    def deeds(self):
        if self.quota.left > 0 and self.chance.random() < 0.6:
            return [self.sell, self.sell, self.sell, self.buy]
        return [
            self.take_payment,
            self.take_payment,
            self.pay_bill,
            self.edit_contact,
            self.edit_invoice,
            self.credit,
            self.cancel,
        ]

    # === ENTERING === #

    def _partner(self, kind: str) -> int:
        """Return a contact whose documents go on as ``kind`` says, maybe a new one."""
        found = self._find("res.partner", [("ref", "=", kind)], limit=20)
        if found and self.chance.random() < 0.7:
            return self.chance.choice(found)["id"]
        number = next(self.numbers)
        return self.odoo.create(
            "res.partner",
            {
                "name": f"{kind.title()} {self.known['company']}-{number}",
                "ref": kind,
                "is_company": True,
                "company_id": self.known["company"],
                "email": f"c{number}@customers.example",
            },
        )

    def _line(self, taxed: bool) -> tuple:
        tax = [(6, 0, [self.known["tax"]] if taxed else [])]
        return (
            0,
            0,
            {
                "product_id": self.chance.choice(self.known["products"]),
                "quantity": self.chance.randint(1, 9),
                "price_unit": self.chance.randint(100, 99999) / 100,
                "tax_ids": tax,
            },
        )

    def _enter(self, move_type: str, partner: int) -> bool:
        lines = self.chance.randint(1, 3)
        sold = move_type == "out_invoice"
        wanted = min(AT_A_TIME, self.quota.take(AT_A_TIME))
        vals_list = [
            {
                "move_type": move_type,
                "partner_id": partner,
                "invoice_date": "2026-11-02",
                "ref": False if sold else f"B{next(self.numbers)}",
                "invoice_line_ids": [
                    self._line(sold and self.chance.random() < 0.4)
                    for _line in range(lines)
                ],
            }
            for _document in range(wanted)
        ]
        if not vals_list:
            return False
        context = {"allowed_company_ids": [self.known["company"]]}
        ids = self.odoo.call("account.move", "create", vals_list, context=context)
        self.odoo.call("account.move", "action_post", ids, context=context)
        return True

    def sell(self):
        return self._enter("out_invoice", self._partner(self.chance.choice(ROLES)))

    def buy(self):
        return self._enter("in_invoice", self._partner("vendor"))

    # === GOING ON === #

    def _find(self, model, domain, *fields, limit=20):
        return self.odoo.call(
            model, "search_read", domain, list(fields or ("id",)), limit=limit
        )

    def _document(self, role: str, move_type="out_invoice", **more) -> int | None:
        found = self._find(
            "account.move",
            [
                ("company_id", "=", self.known["company"]),
                ("move_type", "=", move_type),
                ("state", "=", "posted"),
                ("partner_id.ref", "=", role),
                *[(name, "=", value) for name, value in more.items()],
            ],
        )
        return self.chance.choice(found)["id"] if found else None

    def _pay(self, move: int | None) -> bool:
        if not move:
            return False
        context = {
            "active_model": "account.move",
            "active_ids": [move],
            "allowed_company_ids": [self.known["company"]],
        }
        odoo = self.odoo
        wizard = odoo.create(
            "account.payment.register", {"journal_id": self.known["bank"]}, **context
        )
        odoo.call(
            "account.payment.register",
            "action_create_payments",
            [wizard],
            context=context,
        )
        return True

    def take_payment(self):
        return self._pay(self._document("pays here", payment_state="not_paid"))

    def pay_bill(self):
        return self._pay(
            self._document("vendor", "in_invoice", payment_state="not_paid")
        )

    def edit_contact(self):
        partner = self._partner(self.chance.choice(ROLES))
        mail = f"e{next(self.numbers)}@customers.example"
        self.odoo.write("res.partner", partner, {"email": mail})
        return True

    def edit_invoice(self):
        move = self._document("is edited")
        if not move:
            return False
        odoo = self.odoo
        [line] = odoo.call(
            "account.move.line",
            "search_read",
            [("move_id", "=", move), ("display_type", "=", "product")],
            ["id"],
            limit=1,
        )
        odoo.call("account.move", "button_draft", [move])
        price = self.chance.randint(100, 99999) / 100
        vals = {"invoice_line_ids": [(1, line["id"], {"price_unit": price})]}
        odoo.write("account.move", move, vals)
        odoo.call("account.move", "action_post", [move])
        return True

    def credit(self):
        return self._enter("out_refund", self._partner("is credited"))

    def cancel(self):
        move = self._document("is cancelled")
        if not move:
            return False
        odoo = self.odoo
        odoo.call("account.move", "button_draft", [move])
        odoo.call("account.move", "button_cancel", [move])
        return True

    # === THE EVENING === #

    def tidy_up(self) -> None:
        """Confirm what an interruption left a draft, as somebody would next day."""
        company = [("company_id", "=", self.known["company"]), ("state", "=", "draft")]
        types = ("out_invoice", "in_invoice", "out_refund")
        drafts = self._find(
            "account.move", [*company, ("move_type", "in", types)], limit=1000
        )
        for draft in drafts:
            self.odoo.call("account.move", "action_post", [draft["id"]])


class Quota:
    """How many documents are still to be entered."""

    def __init__(self, left: int):
        self.left = left
        self._lock = threading.Lock()

    def take(self, most: int) -> int:
        """Take up to ``most`` of what is left, and return how many."""
        with self._lock:
            taken = min(most, self.left)
            self.left -= taken
            return taken


class Accountant(Person):
    """Works in the books of one company, which is known as to the clerks."""

    def __init__(self, base_url: str, known: dict, seed: int):
        super().__init__(seed)
        self.qbo = Simulator(base_url)
        self.qbo.realm_id = known["realm"]
        self.checking = {"value": known["checking"]}
        self._paid: set[str] = set()

    def deeds(self):
        return [self.receive_payment, self.receive_payment, self.call_customer]

    def _recent(self, entity: str) -> list[dict]:
        text = f"select * from {entity} orderby MetaData.CreateTime desc maxresults 60"
        return self.qbo.query(text).get(entity, [])

    def receive_payment(self):
        for invoice in self._recent("Invoice"):
            payer = invoice["CustomerRef"].get("name", "")
            mine = payer.startswith("Pays There") and invoice["Balance"] > 0
            if mine and invoice["Id"] not in self._paid:
                self._paid.add(invoice["Id"])
                linked = [{"TxnId": invoice["Id"], "TxnType": "Invoice"}]
                amount = invoice["Balance"]
                line = {"Amount": amount, "LinkedTxn": linked}
                self.qbo.create(
                    "Payment",
                    {
                        "CustomerRef": invoice["CustomerRef"],
                        "DepositToAccountRef": self.checking,
                        "TotalAmt": amount,
                        "Line": [line],
                    },
                )
                return True
        return False

    def call_customer(self):
        customers = [
            customer
            for customer in self._recent("Customer")
            if customer["DisplayName"].rpartition("-")[2].isdigit()
        ]
        if not customers:
            return False
        customer = self.chance.choice(customers)
        phone = f"555-{self.chance.randint(1000, 9999)}"
        edit = {"Id": customer["Id"], "sparse": True}
        self.qbo.update("Customer", edit | {"PrimaryPhone": {"FreeFormNumber": phone}})
        return True


def wait_for(people: list[Person], seconds: float) -> None:
    """Let everybody finish what they are at."""
    for person in people:
        person.over.set()
    end = time.monotonic() + seconds
    for person in people:
        person.join(max(0.0, end - time.monotonic()))
