"""What is done in QuickBooks: paid, changed, billed, sold and bought there."""

import json
from itertools import count

import requests
from qbo_simulator.testing import Simulator

from .person import Outages, Person, Quota

#: What the accountant has done something with once is left alone afterwards.
SEEN = 60
numbers = count(1)


class Accountant(Person):
    """Works in the books of one company, which is known as to the clerks.

    What is done to a document follows from its customer's or vendor's name, which the
    clerks have given; they leave those documents alone.
    """

    # Without a click to wait for, all would be entered there.
    rest = 1.0

    def __init__(
        self, base_url: str, known: dict, quota: Quota, seed: int, outages: Outages
    ):
        super().__init__(seed, outages)
        self.known, self.quota = known, quota
        self.qbo = Simulator(base_url)
        self.qbo.realm_id = known["realm"]
        self.checking = {"value": known["checking"]}
        self._done: set[tuple[str, str]] = set()

    def deeds(self):
        deeds = [
            self.receive_payment,
            self.pay_bill,
            self.edit_invoice,
            self.void_invoice,
            self.call_customer,
            self.call_vendor,
            self.describe_item,
            self.attach_file,
        ]
        if self.known["purchases"] == "order":
            deeds += [self.bill_order] * 2
        if self.quota.left > 0:
            deeds += [self.sell, self.sell_at_counter, self.buy]
        return deeds

    # === WORDS === #

    def _recent(self, entity: str) -> list[dict]:
        text = (
            f"select * from {entity} orderby MetaData.CreateTime desc maxresults {SEEN}"
        )
        return self.qbo.query(text).get(entity, [])

    def _next(self, deed, entity, party="", **wanted) -> dict | None:
        """Return something recent of a party that ``deed`` was not done to yet."""
        for obj in self._recent(entity):
            ref = obj.get("CustomerRef") or obj.get("VendorRef") or {}
            key = (deed, obj["Id"])
            if (
                key not in self._done
                and ref.get("name", "").startswith(party)
                and all(obj.get(name) == value for name, value in wanted.items())
            ):
                self._done.add(key)
                return obj
        return None

    def _named(self, entity: str, start: str = "") -> dict | None:
        """Return one of the names that clerks have given, at random."""
        found = [
            obj
            for obj in self._recent(entity)
            if (obj.get("DisplayName") or obj["Name"]).rpartition("-")[2].isdigit()
            and (obj.get("DisplayName") or obj["Name"]).startswith(start)
        ]
        return self.chance.choice(found) if found else None

    def _ref(self, obj: dict) -> dict:
        return {"value": obj["Id"]}

    # === MONEY === #

    def receive_payment(self):
        invoice = self._next("paid", "Invoice", "Pays There")
        if not invoice or not invoice["Balance"]:
            return False
        amount = invoice["Balance"]
        linked = [{"TxnId": invoice["Id"], "TxnType": "Invoice"}]
        body = {
            "CustomerRef": invoice["CustomerRef"],
            "DepositToAccountRef": self.checking,
            "TotalAmt": amount,
            "Line": [{"Amount": amount, "LinkedTxn": linked}],
        }
        self.qbo.create("Payment", body)
        return True

    def pay_bill(self):
        bill = self._next("paid", "Bill", "Paid There")
        if not bill or not bill["Balance"]:
            return False
        amount = bill["Balance"]
        linked = [{"TxnId": bill["Id"], "TxnType": "Bill"}]
        body = {
            "VendorRef": bill["VendorRef"],
            "PayType": "Check",
            "CheckPayment": {"BankAccountRef": self.checking},
            "TotalAmt": amount,
            "Line": [{"Amount": amount, "LinkedTxn": linked}],
        }
        self.qbo.create("BillPayment", body)
        return True

    # === DOCUMENTS === #

    def _line(self, detail: str, item: dict) -> dict:
        quantity, price = self.chance.randint(1, 5), self.chance.randint(5, 500)
        more = {"TaxCodeRef": {"value": "NON"}}
        return {
            "DetailType": detail,
            "Amount": quantity * price,
            detail: {
                "ItemRef": self._ref(item),
                "Qty": quantity,
                "UnitPrice": price,
                **more,
            },
        }

    def _enter(self, entity: str, party: str, start: str, detail: str, **values):
        """Enter a document for somebody whom the clerks deal with, too."""
        named, item = self._named(party, start), self._named("Item", "Thing")
        if not named or not item:
            return False
        with self.quota.take(1) as taken:
            line = self._line(detail, item)
            body = {f"{party}Ref": self._ref(named), "Line": [line]}
            return bool(taken) and bool(self.qbo.create(entity, body | values))

    def sell(self):
        return self._enter("Invoice", "Customer", "Pays There", "SalesItemLineDetail")

    def sell_at_counter(self):
        money = {"DepositToAccountRef": self.checking}
        detail = "SalesItemLineDetail"
        return self._enter("SalesReceipt", "Customer", "Pays At Once", detail, **money)

    def buy(self):
        number = {"DocNumber": f"Q{next(numbers)}"}
        detail = "ItemBasedExpenseLineDetail"
        return self._enter("Bill", "Vendor", "Paid There", detail, **number)

    def bill_order(self):
        """Copy a purchase order to a bill."""
        order = self._next("billed", "PurchaseOrder", POStatus="Open")
        if not order:
            return False
        lines = []
        for line in order["Line"]:
            kind = line["DetailType"]
            link = {
                "TxnId": order["Id"],
                "TxnType": "PurchaseOrder",
                "TxnLineId": line["Id"],
            }
            lines.append(
                {
                    "DetailType": kind,
                    "Amount": line["Amount"],
                    kind: line[kind],
                    "LinkedTxn": [link],
                }
            )
        number = f"Q{next(numbers)}"
        body = {"VendorRef": order["VendorRef"], "DocNumber": number, "Line": lines}
        self.qbo.create("Bill", body)
        return True

    def edit_invoice(self):
        invoice = self._next("edited", "Invoice", "Is Edited There")
        if not invoice:
            return False
        lines = [line for line in invoice["Line"] if line.get("Id")]
        detail = lines[0]["SalesItemLineDetail"]
        price = self.chance.randint(5, 500)
        detail["UnitPrice"] = price
        lines[0]["Amount"] = price * detail["Qty"]
        body = {"Id": invoice["Id"], "sparse": True, "Line": lines}
        self.qbo.update("Invoice", body | {"CustomerRef": invoice["CustomerRef"]})
        return True

    def void_invoice(self):
        invoice = self._next("void", "Invoice", "Is Voided There")
        if not invoice:
            return False
        self.qbo.void("Invoice", invoice["Id"])
        return True

    # === NAMES AND FILES === #

    def _edit(self, entity, obj, **values):
        if not obj:
            return False
        self.qbo.update(entity, {"Id": obj["Id"], "sparse": True} | values)
        return True

    def _phone(self):
        return {"FreeFormNumber": f"555-{self.chance.randint(1000, 9999)}"}

    def call_customer(self):
        customer = self._named("Customer")
        return self._edit("Customer", customer, PrimaryPhone=self._phone())

    def call_vendor(self):
        vendor = self._named("Vendor")
        return self._edit("Vendor", vendor, PrimaryPhone=self._phone())

    def describe_item(self):
        text = f"Described {next(numbers)} times"
        return self._edit("Item", self._named("Item", "Thing"), Description=text)

    def attach_file(self):
        """Put a file on an invoice, as the browser does."""
        invoice = self._next("file", "Invoice", "Pays There")
        if not invoice:
            return False
        name = f"note-{next(numbers)}.txt"
        ref = {"EntityRef": {"type": "Invoice", "value": invoice["Id"]}}
        known = {"FileName": name, "ContentType": "text/plain", "AttachableRef": [ref]}
        parts = {
            "file_metadata_01": ("m.json", json.dumps(known), "application/json"),
            "file_content_01": (name, name.encode(), "text/plain"),
        }
        try:
            self.qbo.api("POST", "upload", files=parts)
        except requests.RequestException:
            # What was to break a request of Odoo's has broken this one.
            return False
        return True
