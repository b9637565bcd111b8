"""Plain figures for people: balances, trial balance, list of documents."""

from .clock import pacific_stamp
from .model import ENTITIES
from .money import ZERO


def balances(company) -> dict:
    """Return who owes what and what is in stock.

    Keys `customers` and `vendors` (id, name, currency, balance), `items` (id, name,
    quantity); inactive records only where something is left.
    """
    store = company.store
    result = {}
    for key, entity in (("customers", "Customer"), ("vendors", "Vendor")):
        rules = company.rules(entity)
        result[key] = [
            {
                "id": row.id,
                "name": rules.label(entity, row.id),
                "currency": row.doc()["CurrencyRef"]["value"],
                "balance": row.live,
            }
            for row in store.rows(entity).values()
            if row.keys[0] or row.live
        ]
    label = company.rules("Item").label
    result["items"] = [
        {"id": row.id, "name": label("Item", row.id), "quantity": row.live}
        for row in store.rows("Item").values()
        if row.live is not None and (row.keys[0] or row.live)
    ]
    for rows in result.values():
        rows.sort(key=lambda one: one["name"].casefold())
    return result


def trial_balance(company) -> dict:
    """Return every account with a balance as debit or credit, and both sums.

    Key `lines` holds account_id, account, type, classification, debit and credit in
    home currency; `debit` and `credit` are the sums, which are always equal.
    """
    lines = []
    sums = {"debit": ZERO, "credit": ZERO}
    for row in company.store.rows("Account").values():
        if not row.live:
            continue
        doc = row.doc()
        side = "debit" if row.live > 0 else "credit"
        line = {
            "account_id": row.id,
            "account": doc["FullyQualifiedName"],
            "type": doc["AccountType"],
            "classification": doc["Classification"],
            "debit": ZERO,
            "credit": ZERO,
        }
        line[side] = abs(row.live)
        sums[side] += abs(row.live)
        lines.append(line)
    order = ("Asset", "Liability", "Equity", "Revenue", "Expense")
    lines.sort(key=lambda x: (order.index(x["classification"]), x["account"]))
    return {"lines": lines, **sums, "currency": company.home_currency}


def documents(company, limit: int = 200) -> list[dict]:
    """Return the latest transactions of all kinds, newest first.

    Keys: entity, kind, id, number, date, name, total, balance, currency, voided,
    updated. Amounts are in the document's currency.
    """
    found = [
        (row.created, int(row.id), name, row)
        for name, entity in ENTITIES.items()
        if entity.is_transaction
        for row in company.store.rows(name).values()
    ]
    found.sort(key=lambda one: one[:2], reverse=True)
    return [_document(company, name, row) for _at, _id, name, row in found[:limit]]


def _document(company, name, row):
    doc = row.doc()
    label = company.rules(name).label
    partner = None
    for key, entity in (("CustomerRef", "Customer"), ("VendorRef", "Vendor")):
        if doc.get(key):
            partner = label(entity, doc[key]["value"])
    return {
        "entity": name,
        "kind": ENTITIES[name].txn_label,
        "id": row.id,
        "number": doc.get("DocNumber") or doc.get("PaymentRefNum"),
        "date": doc["TxnDate"],
        "name": partner,
        "total": doc.get("TotalAmt", doc.get("Amount", ZERO)),
        "balance": doc.get("Balance", doc.get("UnappliedAmt")),
        "currency": doc["CurrencyRef"]["value"],
        "voided": str(doc.get("PrivateNote", "")).startswith("Voided"),
        "updated": pacific_stamp(row.updated),
    }
