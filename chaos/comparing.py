"""What is compared inside Odoo after the chaos: object by object, cent by cent."""

import importlib.util
from collections import Counter
from decimal import Decimal

from qbo_simulator.testing import Simulator

from scripts import settings
from scripts.inside_call import answer

#: What both sides have, beside the documents that the ledgers hold.
OTHERS = (
    "Attachable",
    "BillPayment",
    "Customer",
    "InventoryAdjustment",
    "Item",
    "Payment",
    "PurchaseOrder",
    "Vendor",
)
#: Contacts, by what they are there.
PARTIES = ("Customer", "Vendor")
#: What an object is called by, whatever kind it is of.
NAMES = ("DisplayName", "Name", "FileName", "DocNumber", "Id")


def _ledgers():
    """Return the arithmetic of the tests; its package would import every test."""
    path = settings.REPO / "quickbooks_connector" / "tests" / "ledgers.py"
    spec = importlib.util.spec_from_file_location("chaos_ledgers", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ledgers = _ledgers()


class Books(ledgers.LedgerMixin):
    """Both ledgers of one company."""

    def __init__(self, env, qbo, opening):
        self.env, self.qbo = env, qbo
        if opening:
            self.opening_ids = {kind: set(ids) for kind, ids in opening["ids"].items()}
            self.opening_balances = {
                id_: Decimal(text) for id_, text in opening["balances"].items()
            }

    def binding_model(self):
        return self.env["quickbooks.binding"].sudo()

    def opening(self) -> dict:
        """Return what QuickBooks holds, as JSON values."""
        kinds = (*ledgers.DOCUMENTS, *OTHERS)
        return {
            "ids": {kind: [obj["Id"] for obj in self.qbo.all(kind)] for kind in kinds},
            "balances": {
                id_: str(amount) for id_, amount in self._account_balances().items()
            },
        }

    def problems(self, connection):
        """Yield a sentence for whatever is lost, double, different or not done."""
        self.connection = connection
        yield from self._unfinished()
        for kind in OTHERS:
            yield from self._unpaired(kind)
        yield from self._lost()
        for sentence in self.ledger_differences(connection, ()):
            yield f"different: {sentence}"
        for sentence in (*self._orders(), *self._names(), *self._quantities()):
            yield f"different: {sentence}"

    def _links(self, *domain):
        return self.binding_model().search(
            [("connection_id", "=", self.connection.id), *domain]
        )

    def _unfinished(self):
        connection = self.connection
        if connection.state != "connected":
            yield f"stopped: the connection is {connection.state}"
        for link in self._links(
            "|", ("is_due", "=", True), ("request_id", "!=", False)
        ):
            yield f"unsent: {link.res_model} {link.res_id}: {link.message or ''}"
        for link in self._links(("state", "in", ("failed", "conflict", "skipped"))):
            record = link._get_record()
            name = record.display_name if record else link.res_id
            yield f"held: {link.entity} {name} ({link.cause}): {link.message}"
        mine = [("connection_id", "=", connection.id)]
        for notice in self.env["quickbooks.inbound"].sudo().search(mine):
            yield f"not applied: {notice.entity} {notice.qbo_id}: {notice.cause or ''}"

    # === ONE FOR ONE === #

    def _unpaired(self, kind):
        """Compare what is there with what is linked, object by object."""
        linked = set(self._links(("entity", "=", kind)).mapped("qbo_id")) - {False}
        there = {obj["Id"]: obj for obj in self.qbo.all(kind)}
        for id_ in there.keys() - linked - self.opening_ids[kind]:
            if there[id_].get("TotalAmt") != 0:
                name = next(filter(None, map(there[id_].get, NAMES)))
                yield f"double or lost: {kind} {name} has no record in Odoo"
        for id_ in linked - there.keys():
            yield f"lost: {kind} {id_} is not in QuickBooks"

    def _lost(self):
        """Yield what is posted here and has no counterpart."""
        company = ("company_id", "=", self.connection.company_id.id)
        kinds = ("move_type", "in", list(ledgers.DOCUMENTS.values()))
        moves = self.env["account.move"].search(
            [company, kinds, ("state", "=", "posted")]
        )
        payments = self.env["account.payment"].search(
            [company, ("state", "in", ("in_process", "paid"))]
        )
        payments = payments.filtered(
            lambda payment: not payment._quickbooks_in_receipt(self.connection)
        )
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "account.move"), ("res_id", "in", moves.ids)]
        )
        for records in (moves, payments, files.filtered(lambda one: not one.res_field)):
            rows = self._links(("res_model", "=", records._name))
            there = set(rows.filtered("qbo_id").mapped("res_id"))
            for record in records.filtered(lambda one, ids=there: one.id not in ids):
                yield f"lost: {record.display_name} is not in QuickBooks"

    # === THE SAME === #

    def _pairs(self, kind):
        """Yield the records that are linked to objects of a kind, with these."""
        there = {obj["Id"]: obj for obj in self.qbo.all(kind)}
        for row in self._links(("entity", "=", kind), ("qbo_id", "!=", False)):
            record, obj = row._get_record(), there.get(row.qbo_id)
            if record and obj:
                yield record, obj

    def _orders(self):
        """Yield the purchase orders that total otherwise there."""
        for order, obj in self._pairs("PurchaseOrder"):
            here = self._decimal_of(order.currency_id)(order.amount_total)
            if order.state == "purchase" and here != obj["TotalAmt"]:
                yield f"{order.name}: {here} here, {obj['TotalAmt']} there"

    def _names(self):
        """Yield the contacts and products whose edits have not arrived."""
        for kind in PARTIES:
            for partner, obj in self._pairs(kind):
                mail = (obj.get("PrimaryEmailAddr") or {}).get("Address")
                phone = (obj.get("PrimaryPhone") or {}).get("FreeFormNumber")
                for here, there in ((partner.email, mail), (partner.phone, phone)):
                    if (here or "") != (there or ""):
                        yield f"{partner.name}: {here!r} here, {there!r} there"
        for product, obj in self._pairs("Item"):
            here = (f"{product.lst_price:.2f}", product.description_sale or "")
            there = (f"{obj.get('UnitPrice') or 0:.2f}", obj.get("Description") or "")
            if here[0] != there[0] or here[1] not in ("", there[1]):
                yield f"{product.name}: {here} here, {there} there"

    def _quantities(self):
        """Yield what QuickBooks counts and has another quantity of."""
        for product, obj in self._pairs("Item"):
            if obj["Type"] != "Inventory" or obj["Id"] in self.opening_ids["Item"]:
                continue
            here = Decimal(f"{product.qty_available:.2f}")
            if here != obj["QtyOnHand"]:
                yield f"{product.name}: {here} here, {obj['QtyOnHand']} there"


def compare(env, simulator: str, companies: list[dict]) -> None:
    """Print what differs between both sides of each company, and what there is."""
    qbo = Simulator(simulator)
    problems, counts = [], Counter()
    for known in companies:
        qbo.realm_id = known["realm"]
        own = env(context=dict(env.context, allowed_company_ids=[known["company"]]))
        connection = own["quickbooks.connection"].browse(known["connection"])
        books = Books(own, qbo, known["opening"])
        name = connection.company_id.name
        problems += [f"{name}: {problem}" for problem in books.problems(connection)]
        rows = books.binding_model()._read_group(
            [("connection_id", "=", connection.id), ("qbo_id", "!=", False)],
            groupby=["entity"],
            aggregates=["__count"],
        )
        counts.update(dict(rows))
    answer({"problems": problems, "linked": counts})
