"""Build what is linked to an object: payments, bills of orders, deposits, credits."""

from decimal import Decimal
from typing import Any
from urllib.parse import quote

from .knowledge import (
    LINK_ENTITY,
    PAYS,
    WRITTEN_LINKS,
    extra,
    open_balance,
    simple_line,
)


class Linked:
    """The half of a world that knows links."""

    # === what is linked to an object === #

    def prerequisites(self, entity: str, given: dict) -> None:
        """Create the documents that `given` pays, closes or deposits."""
        for link in given.get("LinkedTxn", ()):
            if link["TxnType"] in WRITTEN_LINKS:
                self.document(link["TxnType"], link["TxnId"], given, 1)
        if entity == "Attachable":
            for one in given.get("AttachableRef", ()):
                ref = one["EntityRef"]
                self.document(ref["type"], ref["value"], given, 1)
        for line in given.get("Line", ()):
            if entity not in ("Payment", "BillPayment", "Deposit"):
                continue
            for link in line.get("LinkedTxn", ()):
                kind = LINK_ENTITY.get(link["TxnType"], link["TxnType"])
                amount = max(line.get("Amount", 0), open_balance(line))
                number = extra(line, "txnReferenceNumber")
                self.document(kind, link["TxnId"], given, amount, number)

    def document(self, entity: str, id_: str, owner: dict, amount, number=None) -> None:
        """Create a document of that id over `amount`, of the owner's party."""
        key = (entity, id_)
        if key in self.made or key in self.making:
            return
        if key in self.known:
            self.load(entity, self.known[key])
            return
        self.made.add(key)
        body = {**self.simple(entity, owner, amount), "Id": id_}
        if number and entity in ("Invoice", "Bill", "CreditMemo"):
            body["DocNumber"] = number
        self.qbo.load(entity, body)

    def simple(self, entity: str, owner: dict, amount) -> dict:
        """Return a document of one line."""
        vendor = entity in ("Bill", "PurchaseOrder", "VendorCredit", "BillPayment")
        key = "VendorRef" if vendor else "CustomerRef"
        party = owner.get(key)
        if party is None:
            party = {"value": self.party("Vendor" if vendor else "Customer")}
        body: dict[str, Any] = {key: {"value": party["value"]}}
        day = owner.get("TxnDate")
        if day:
            body["TxnDate"] = day
        if owner.get("CurrencyRef"):
            body["CurrencyRef"] = {"value": owner["CurrencyRef"]["value"]}
        if entity == "Payment":
            return {**body, "TotalAmt": amount}
        body["Line"] = [simple_line(vendor, amount)]
        return body

    def party(self, entity: str) -> str:
        """Return the id of some customer or vendor."""
        id_ = str(next(self.spare))
        self.qbo.load(entity, {"Id": id_, "DisplayName": f"Somebody {id_}"})
        return id_

    def followers(self, entity: str, given: dict) -> None:
        """Create what was linked to `given` after it was made."""
        links = given.get("LinkedTxn", ())
        if entity in PAYS:
            self.pay(entity, given, links)
        if entity == "CreditMemo":
            self.apply_credit(given, links)
        for link in links:
            kind = link["TxnType"]
            if entity == "Estimate" and kind == "Invoice":
                back = {"TxnId": given["Id"], "TxnType": "Estimate"}
                self.after("Invoice", link["TxnId"], given, LinkedTxn=[back])
            elif entity == "PurchaseOrder" and kind == "Bill":
                back = {"TxnId": given["Id"], "TxnType": "PurchaseOrder"}
                self.after("Bill", link["TxnId"], given, LinkedTxn=[back])
            elif kind == "Deposit":
                self.deposit(entity, given, link["TxnId"])

    def after(self, entity: str, id_: str, given: dict, **more) -> None:
        key = (entity, id_)
        if key in self.made or key in self.known:
            return
        self.made.add(key)
        body = self.simple(entity, given, given.get("TotalAmt", 1))
        self.qbo.load(entity, {**body, **more, "Id": id_})

    def pay(self, entity: str, given: dict, links) -> None:
        """Pay the part of a bill or invoice that its balance says is paid."""
        payer, party = PAYS[entity]
        paid = given.get("TotalAmt", 0) - given.get("Balance", 0)
        paid -= given.get("Deposit", 0)
        paid -= self.paid_by_known(payer, given["Id"])
        ids = [
            link["TxnId"]
            for link in links
            if LINK_ENTITY.get(link["TxnType"], link["TxnType"]) == payer
        ]
        ids = [id_ for id_ in ids if (payer, id_) not in self.known]
        if not ids or paid <= 0:
            return
        shares = [Decimal("0.01")] * (len(ids) - 1)
        shares.append(paid - sum(shares))
        for id_, share in zip(ids, reversed(shares), strict=True):
            link = {"TxnId": given["Id"], "TxnType": entity}
            body = {
                party: {"value": given[party]["value"]},
                "TotalAmt": share,
                "Line": [{"Amount": share, "LinkedTxn": [link]}],
                "TxnDate": given.get("TxnDate"),
            }
            if given.get("CurrencyRef"):
                body["CurrencyRef"] = {"value": given["CurrencyRef"]["value"]}
            if payer == "BillPayment":
                body["PayType"] = "Check"
                body["CheckPayment"] = {"BankAccountRef": {"value": "35"}}
            before = self.payments.get((payer, id_))
            if before:  # one payment over several documents
                body["TotalAmt"] += before["TotalAmt"]
                body["Line"] = before["Line"] + body["Line"]
            self.payments[payer, id_] = body
            self.made.add((payer, id_))
            self.qbo.load(payer, {**body, "Id": id_})

    def paid_by_known(self, payer: str, id_: str):
        """Return what payments in the recording itself pay of a document."""
        return sum(
            line.get("Amount", 0)
            for (kind, _id), one in self.known.items()
            for line in one.get("Line", ())
            if kind == payer
            and any(link["TxnId"] == id_ for link in line.get("LinkedTxn", ()))
        )

    def deposit(self, entity: str, given: dict, id_: str) -> None:
        if ("Deposit", id_) in self.known or ("Deposit", id_) in self.made:
            return
        self.made.add(("Deposit", id_))
        link = {"TxnId": given["Id"], "TxnType": entity, "TxnLineId": "0"}
        line = {"Amount": given["TotalAmt"], "LinkedTxn": [link]}
        body = {"DepositToAccountRef": {"value": "35"}, "Line": [line]}
        self.qbo.load("Deposit", {**body, "Id": id_})

    def apply_credit(self, given: dict, links) -> None:
        """Use up the part of a credit memo that is no longer left."""
        used = given.get("TotalAmt", 0) - given.get("Balance", given["TotalAmt"])
        if used <= 0 or any(("Payment", one["TxnId"]) in self.known for one in links):
            return
        invoice = str(next(self.spare))
        self.document("Invoice", invoice, given, used)
        ids = [one["TxnId"] for one in links if one["TxnType"] == "Payment"]
        lines = [
            {"Amount": used, "LinkedTxn": [{"TxnId": id_, "TxnType": kind}]}
            for id_, kind in ((invoice, "Invoice"), (given["Id"], "CreditMemo"))
        ]
        body = {"CustomerRef": given["CustomerRef"], "TotalAmt": 0, "Line": lines}
        id_ = ids[0] if ids else str(next(self.spare))
        self.qbo.load("Payment", {**body, "Id": id_})

    def afterwards(self, entity: str, given: dict) -> None:
        """Bring a record to a state that nothing is created in."""
        if given.get("Active") is False and entity not in ("TaxRate", "TaxCode"):
            self.qbo.update(
                entity, {"Id": given["Id"], "sparse": True, "Active": False}
            )
        if given.get("EmailStatus") == "EmailSent":
            mail = given.get("BillEmail", {}).get("Address", "a@example.com")
            path = f"{entity.lower()}/{given['Id']}/send?sendTo={quote(mail)}"
            self.qbo.api("POST", path).raise_for_status()
        elif given.get("EmailStatus") == "NeedToSend":
            change = {"Id": given["Id"], "sparse": True}
            change["EmailStatus"] = given["EmailStatus"]
            self.qbo.update(entity, change)
        if given.get("POStatus") == "Closed" and not given.get("LinkedTxn"):
            self.qbo.update(
                entity, {"Id": given["Id"], "sparse": True, "POStatus": "Closed"}
            )
