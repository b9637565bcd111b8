"""What QuickBooks applies by itself where the preference AutoApplyCredit says so.

A new invoice takes the customer's open credits, credit memos and unapplied payments,
oldest first; a new credit memo goes to the oldest open invoices. A credit memo is
applied by a payment of zero, which everybody sees; an unapplied payment gets one line
more. Payments that are deposited are frozen and stay as they are.
"""

from collections.abc import Iterator

from .money import ZERO


def apply_credits(company, entity: str, id_: str) -> None:
    """Settle a new invoice or credit memo with what is open on the other side."""
    if not company.pref("SalesFormsPrefs", "AutoApplyCredit"):
        return
    doc = company.store.row(entity, id_).doc()
    customer = doc["CustomerRef"]["value"]
    left = doc["Balance"]
    sides = ("CreditMemo", "Payment") if entity == "Invoice" else ("Invoice",)
    for kind, other, amount in sorted(_open(company, customer, sides), key=_age):
        part = min(left, amount)
        if part <= 0:
            return
        left -= part
        if kind == "Payment":
            _add_line(company, other, id_, part)
        else:
            pair = {entity: id_, kind: other.id}
            _pay_nothing(company, doc, pair, part)


def _open(company, customer: str, kinds: tuple) -> Iterator[tuple]:
    """Yield kind, row and open amount of a customer's documents."""
    for kind in kinds:
        keys = company.rules(kind).entity.keys
        amount_at = keys.index("UnappliedAmt" if kind == "Payment" else "Balance")
        for row in company.store.rows(kind).values():
            amount = row.keys[amount_at] or ZERO
            if row.keys[0] == customer and amount > 0:
                if kind != "Payment" or "_deposit" not in row.doc():
                    yield kind, row, amount


def _age(found):
    _kind, row, _amount = found
    return row.doc()["TxnDate"], int(row.id)


def _pay_nothing(company, doc, pair, amount):
    lines = [
        {"Amount": amount, "LinkedTxn": [{"TxnId": id_, "TxnType": kind}]}
        for kind, id_ in sorted(pair.items(), reverse=True)
    ]
    body = {
        "CustomerRef": doc["CustomerRef"],
        "CurrencyRef": doc["CurrencyRef"],
        "TxnDate": doc["TxnDate"],
        "TotalAmt": ZERO,
        "Line": lines,
    }
    company.rules("Payment").create(body, {})


def _add_line(company, row, invoice, amount):
    link = {"TxnId": invoice, "TxnType": "Invoice"}
    lines = [*row.doc().get("Line", ()), {"Amount": amount, "LinkedTxn": [link]}]
    company.rules("Payment").apply(row, lines)
