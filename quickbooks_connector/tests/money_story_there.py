"""What people do about somebody's documents and payments in QuickBooks."""

from decimal import Decimal

from .entries_there import make_entry, name


class DeedsThere:
    """The part of a :class:`.money_story.Story` that happens in QuickBooks."""

    #: Properties of the line of a document that stand for a product.
    DETAILS = {
        "Customer": "SalesItemLineDetail",
        "Vendor": "ItemBasedExpenseLineDetail",
    }

    THERE = (
        "pay_there",
        "pay_with_credit_there",
        "pay_in_advance_there",
        "apply_there",
        "use_advance_there",
        "take_off_there",
        "delete_there",
        "void_there",
        "give_back_there",
        "owe_there",
        "credit_there",
        "edit_there",
        "edit_there",
        "remove_document_there",
    )

    @property
    def _party_id(self):
        rows = self.case.binding(self.partner, self.side.party)
        facet = "" if len(rows) == 1 else self.currency.name
        return rows.filtered(lambda row: row.facet == facet).qbo_id

    def _there(self, kind):
        """Return the partner's objects of a kind in QuickBooks, oldest first."""
        key = f"{self.side.party}Ref"
        return [
            obj
            for obj in self.case.objects_there(kind)
            if (obj.get(key) or {}).get("value") == self._party_id
        ]

    def _open_there(self, kind):
        return [obj for obj in self._there(kind) if _number(obj.get("Balance"))]

    # === DOCUMENTS === #

    def _line(self, amount):
        """Return a line of a document that sells or buys something."""
        kind = "SalesItemLineDetail"
        if not self.side.is_customer:
            kind = "ItemBasedExpenseLineDetail"
        detail = {"ItemRef": self.case.item_there, "TaxCodeRef": {"value": "NON"}}
        return {"Amount": float(amount), "DetailType": kind, kind: detail}

    def _make(self, kind):
        """Enter a document in QuickBooks."""
        if not self._party_id:
            return None
        amount = self._amount()
        body = {
            f"{self.side.party}Ref": {"value": self._party_id},
            "TxnDate": "2026-11-03",
            "Line": [self._line(amount)],
            **self._currency_there(),
        }
        obj = self.case.qbo.create(kind, body)
        return f"{obj['Id']} {amount}"

    def _currency_there(self):
        if not self.case.has_currencies:
            return {}
        body = {"CurrencyRef": {"value": self.currency.name}}
        if self.currency != self.env.company.currency_id:
            body["ExchangeRate"] = self.case.rate_there
        return body

    def owe_there(self):
        return self._make(self.side.debt_kind)

    def credit_there(self):
        return self._make(self.side.credit_kind)

    def _pick_document(self):
        """Return ``(kind, object)`` of a document that is not void, maybe nothing."""
        kinds = (self.side.debt_kind, self.side.credit_kind)
        found = [(kind, obj) for kind in kinds for obj in self._there(kind)]
        live = [(kind, obj) for kind, obj in found if _number(obj["TotalAmt"])]
        return self._pick(live) or (None, None)

    def edit_there(self):
        kind, obj = self._pick_document()
        if not kind:
            return None
        amount = self._amount()
        if kind == self.side.credit_kind:
            # QuickBooks lets no credit be less than what it is applied to.
            amount = max(amount, _number(obj["TotalAmt"]) - _number(obj["Balance"]))
        line = {**obj["Line"][0], "Amount": float(amount)}
        detail = line[line["DetailType"]]
        if "Qty" in detail:
            detail |= {"Qty": 1, "UnitPrice": float(amount)}
        body = {"Id": obj["Id"], "sparse": True, "Line": [line]}
        body |= {f"{self.side.party}Ref": {"value": self._party_id}}
        self.case.qbo.update(kind, body)
        return f"{kind} {obj['Id']}: {obj['TotalAmt']} is {amount}"

    def remove_document_there(self):
        kind, obj = self._pick_document()
        if not kind or self.chance.random() < 0.5:
            return None
        if kind == "Invoice" and self.chance.random() < 0.5:
            self.case.qbo.void(kind, obj["Id"])
            return f"{kind} {obj['Id']} void"
        self.case.qbo.delete(kind, obj["Id"])
        return f"{kind} {obj['Id']} deleted"

    # === PAYMENTS === #

    def _pay(self, total, parts, **values):
        """Enter a payment in QuickBooks over ``{(kind, id): amount}``."""
        body = {
            f"{self.side.party}Ref": {"value": self._party_id},
            "TotalAmt": float(total),
            "TxnDate": "2026-11-06",
            "Line": [_link(kind, id_, part) for (kind, id_), part in parts.items()],
            **self._currency_there(),
            **values,
        }
        account = {"value": self.case.checking.qbo_id}
        if self.side.is_customer:
            body["DepositToAccountRef"] = account
        else:
            body["PayType"] = "Check"
            if total:
                body["CheckPayment"] = {"BankAccountRef": account}
        return self.case.qbo.create(self.side.payment, body)

    def pay_there(self):
        debt = self._pick(self._open_there(self.side.debt_kind))
        if not debt:
            return None
        part = self._amount(_number(debt["Balance"]))
        more = self._pick((Decimal(0), Decimal(0), Decimal("5.55")))
        self._pay(part + more, {(self.side.debt_kind, debt["Id"]): part})
        return f"{part} + {more} of {debt['Id']}"

    def pay_with_credit_there(self):
        debt = self._pick(self._open_there(self.side.debt_kind))
        credit = self._pick(self._open_there(self.side.credit_kind))
        if not debt or not credit:
            return None
        part = _number(debt["Balance"])
        used = self._amount(min(part, _number(credit["Balance"])))
        if used == part:
            return None
        parts = {
            (self.side.debt_kind, debt["Id"]): part,
            (self.side.credit_kind, credit["Id"]): used,
        }
        return f"{self._pay(part - used, parts)['Id']} {part}, {used} by credit"

    def pay_in_advance_there(self):
        amount = self._amount()
        return self._party_id and f"{self._pay(amount, {})['Id']} {amount}"

    def apply_there(self):
        debt = self._pick(self._open_there(self.side.debt_kind))
        credit = self._pick(self._open_there(self.side.credit_kind))
        if not debt or not credit:
            return None
        part = self._amount(min(_number(debt["Balance"]), _number(credit["Balance"])))
        parts = {
            (self.side.debt_kind, debt["Id"]): part,
            (self.side.credit_kind, credit["Id"]): part,
        }
        return f"{self._pay(0, parts)['Id']} {part}: {credit['Id']} to {debt['Id']}"

    def use_advance_there(self):
        spare = [obj for obj in self._there(self.side.payment) if self._unapplied(obj)]
        payment = self._pick(spare)
        paid = {
            line["LinkedTxn"][0]["TxnId"] for line in (payment or {}).get("Line", ())
        }
        open_ = self._open_there(self.side.debt_kind)
        debt = self._pick([obj for obj in open_ if obj["Id"] not in paid])
        if not payment or not debt:
            return None
        part = self._amount(min(self._unapplied(payment), _number(debt["Balance"])))
        line = _link(self.side.debt_kind, debt["Id"], part)
        lines = [*payment.get("Line", ()), line]
        self.case.qbo.update(self.side.payment, payment | {"Line": lines})
        return f"{part} of {payment['Id']} to {debt['Id']}"

    def _unapplied(self, payment):
        credits = {self.side.credit_kind}
        left = _number(payment["TotalAmt"])
        for line in payment.get("Line", ()):
            kind = line["LinkedTxn"][0]["TxnType"]
            left -= _number(line["Amount"]) * (-1 if kind in credits else 1)
        return max(left, Decimal(0))

    def take_off_there(self):
        applied = [
            obj
            for obj in self._there(self.side.payment)
            if obj.get("Line") and obj["TotalAmt"]
        ]
        payment = self._pick(applied)
        if not payment:
            return None
        lines = list(payment["Line"])
        gone = lines.pop(self.chance.randrange(len(lines)))
        self.case.qbo.update(self.side.payment, payment | {"Line": lines})
        return f"{gone['LinkedTxn'][0]['TxnId']} from {payment['Id']}"

    def delete_there(self):
        payment = self._pick(self._there(self.side.payment))
        if not payment:
            return None
        self.case.qbo.delete(self.side.payment, payment["Id"])
        return payment["Id"]

    def void_there(self):
        live = [obj for obj in self._there(self.side.payment) if obj.get("Line")]
        payment = self._pick(live)
        if not payment:
            return None
        self.case.qbo.void(self.side.payment, payment["Id"])
        return payment["Id"]

    def give_back_there(self):
        credit = self._pick(self._open_there(self.side.credit_kind))
        if not credit:
            return None
        part = self._amount(_number(credit["Balance"]))
        entry = self.case.qbo.create("JournalEntry", self._entry(part))
        parts = {
            (self.side.credit_kind, credit["Id"]): part,
            ("JournalEntry", entry["Id"]): part,
        }
        return f"{self._pay(0, parts)['Id']}: {part} of {credit['Id']}"

    def _entry(self, amount):
        """Return a journal entry between the bank and the partner."""
        control_id = self.case.control_id(self)
        owed = name(control_id, self.side.party, self._party_id)
        bank = name(self.case.checking.qbo_id)
        debit, credit = (owed, bank) if self.side.is_customer else (bank, owed)
        body = make_entry(amount, debit, credit)
        return body | self._currency_there()


def _number(value):
    return Decimal(str(value or 0))


def _link(kind, id_, amount):
    linked = {"TxnType": kind, "TxnId": id_}
    return {"Amount": float(amount), "LinkedTxn": [linked]}
