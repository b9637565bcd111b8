"""What clerks have in common: one company in Odoo, at either of its servers."""

import time
from abc import abstractmethod
from base64 import b64encode
from collections.abc import Callable
from datetime import date
from itertools import count

from scripts.demonstration.web_client import WebClient

from .person import Outages, Person, Quota

#: Documents that a clerk enters at a time, at most.
AT_A_TIME = 8
TODAY = date.today().isoformat()
#: Tells documents, contacts and files apart, whoever enters them.
numbers = count(1)


class Clerk(Person):
    """Works in one company in Odoo.

    Contacts and products are everybody's; of documents each has the own ones, so that
    no two people want different things of one, which would be no fault of the sync.

    :param known: the company, as ``chaos/set_up.py`` made it
    :param login: one of the company's people
    :param quota: documents to be entered, which all clerks share
    :ivar longest: seconds of the longest click that nothing interrupted
    """

    def __init__(
        self,
        known: dict,
        login: str,
        odoo: tuple[list[str], str],
        quota: Quota,
        seed: int,
        outages: Outages,
    ):
        super().__init__(seed, outages)
        self.known, self.login = known, login
        self.urls, self.database = odoo
        self.quota = quota
        self.longest = 0.0
        self.company = [("company_id", "=", known["company"])]
        self.own = [*self.company, ("create_uid.login", "=", login)]
        self.context = {"allowed_company_ids": [known["company"]]}
        self._clients: dict[str, WebClient] = {}

    @property
    def odoo(self) -> WebClient:
        """Return one of the servers, signed in."""
        url = self.chance.choice(self.urls)
        if url not in self._clients:
            self._clients[url] = WebClient(url, self.database, self.login, self.login)
        return self._clients[url]

    def _fail(self, deed, error, excused):
        if "session" in str(error).lower():
            self._clients.clear()
        return super()._fail(deed, error, excused)

    def deeds(self):
        if self.quota.left > 0 and self.chance.random() < 0.6:
            return self.entering()
        return self.going_on()

    @abstractmethod
    def entering(self) -> list[Callable[[], bool]]:
        """Return how documents come about."""

    @abstractmethod
    def going_on(self) -> list[Callable[[], bool]]:
        """Return what happens to documents, contacts and products later."""

    @abstractmethod
    def tidy_up(self) -> None:
        """Finish what an interruption left half done, as people would next day."""

    # === WORDS === #

    def call(self, model, method, *args, **context):
        """Call a public method in the clerk's company."""
        odoo, began = self.odoo, time.monotonic()
        answer = odoo.call(model, method, *args, context=self.context | context)
        self.longest = max(self.longest, time.monotonic() - began)
        return answer

    def create(self, model, vals, **context) -> int:
        """Create a record and return its id."""
        return self.call(model, "create", [vals], **context)[0]

    def find(self, model, domain, *fields, limit=20) -> list[dict]:
        """Return fields of what a domain finds."""
        return self.odoo.call(
            model, "search_read", domain, list(fields or ("id",)), limit=limit
        )

    def pick(self, model, domain, *fields) -> dict | None:
        """Return one at random of what a domain finds, if there is any."""
        found = self.find(model, domain, *fields)
        return self.chance.choice(found) if found else None

    def mine(self, role: str, *move_types: str) -> list:
        """Return the domain of the clerk's own documents of contacts of a role."""
        return [
            *self.own,
            ("move_type", "in", move_types),
            ("state", "=", "posted"),
            ("partner_id.ref", "=", role),
        ]

    def contact(self, role: str, **vals) -> int:
        """Return a contact whose documents go on as ``role`` says, maybe a new one."""
        found = self.find("res.partner", [*self.company, ("ref", "=", role)])
        if found and self.chance.random() < 0.8:
            return self.chance.choice(found)["id"]
        number = next(numbers)
        return self.create(
            "res.partner",
            {
                "name": f"{role.title()} {self.known['company']}-{number}",
                "ref": role,
                "is_company": True,
                "company_id": self.known["company"],
                "email": f"c{number}@contacts.example",
                **vals,
            },
        )

    def price(self) -> float:
        """Return any price."""
        return self.chance.randint(100, 99999) / 100

    # === DOCUMENTS === #

    def enter(self, move_type: str, partner: int, tax: int | None = None, **vals):
        """Enter and confirm some documents; return their ids."""
        with self.quota.take(self.chance.randint(1, AT_A_TIME)) as wanted:
            vals_list = [
                self._document(move_type, partner, tax) | vals
                for _document in range(wanted)
            ]
            ids = self.call("account.move", "create", vals_list) if vals_list else []
        if ids:
            self.call("account.move", "action_post", ids)
        return ids

    def _document(self, move_type, partner, tax) -> dict:
        bill = {"ref": f"B{next(numbers)}"} if move_type.startswith("in_") else {}
        return {
            "move_type": move_type,
            "partner_id": partner,
            "invoice_date": TODAY,
            "invoice_line_ids": [
                (0, 0, self._line(tax)) for _n in range(self.chance.randint(1, 3))
            ],
            **bill,
        }

    def _line(self, tax) -> dict:
        taxes = [tax] if tax and self.chance.random() < 0.4 else []
        return {
            "product_id": self.chance.choice(self.known["products"]),
            "quantity": self.chance.randint(1, 9),
            "price_unit": self.price(),
            "tax_ids": [(6, 0, taxes)],
        }

    def pay(self, move: int) -> bool:
        """Pay a document, or give its money back, through the bank."""
        context = {"active_model": "account.move", "active_ids": [move]}
        model = "account.payment.register"
        wizard = self.create(model, {"journal_id": self.known["bank"]}, **context)
        self.call(model, "action_create_payments", [wizard], **context)
        return True

    def reprice(self, move: int) -> bool:
        """Change the price of the first line of a document that is confirmed."""
        domain = [("move_id", "=", move), ("display_type", "=", "product")]
        [line] = self.find("account.move.line", domain, limit=1)
        self.call("account.move", "button_draft", [move])
        lines = [(1, line["id"], {"price_unit": self.price()})]
        self.call("account.move", "write", [move], {"invoice_line_ids": lines})
        self.call("account.move", "action_post", [move])
        return True

    def attach(self, move: int) -> bool:
        """Put a file on a document."""
        number = next(numbers)
        self.create(
            "ir.attachment",
            {
                "name": f"paper-{number}.txt",
                "datas": b64encode(f"Paper {number}".encode()).decode(),
                "res_model": "account.move",
                "res_id": move,
            },
        )
        return True

    def confirm_drafts(self, *move_types: str) -> None:
        """Confirm the own documents that an interruption left drafts."""
        drafts = self.find(
            "account.move",
            [*self.own, ("state", "=", "draft"), ("move_type", "in", move_types)],
            *("ref", "invoice_date", "move_type"),
            limit=1000,
        )
        for draft in drafts:
            if not draft["invoice_date"]:
                self.date_bill(draft["id"], draft["ref"])
            self.call("account.move", "action_post", [draft["id"]])

    def date_bill(self, move: int, ref=None) -> None:
        """Enter when a bill was made out, and its number."""
        vals = {"ref": ref or f"B{next(numbers)}", "invoice_date": TODAY}
        self.call("account.move", "write", [move], vals)
