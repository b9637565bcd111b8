from collections import defaultdict
from decimal import Decimal

from odoo import models

from ..api import query
from . import here, why
from .figures import DOCUMENTS, ENTRY, PAYMENTS, effects, is_nothing
from .scope import Scope

#: Objects that are compared in one step.
CHUNK = 2000
#: Ids that are looked at once more by one call.
AGAIN = 3000
_MONEY = (*PAYMENTS, ENTRY)
_ZERO = Decimal(0)


class QuickbooksLedgerDocument(models.AbstractModel):
    """Every document and payment of the period: total, tax, and what is open of it.

    A line is a record of Odoo with all that it is in QuickBooks, or what only one side
    has. Journal entries are lines when a party is owed something by them.

    A line keeps what its difference does to each party (``effects``: ``[[ledger,
    party, currency id, amount]]``, Odoo's less QuickBooks'), so that what else differs
    is explained by it.
    """

    _name = "quickbooks.ledger.document"
    _inherit = "quickbooks.ledger.part"
    _description = "QuickBooks Ledger Part: Documents"

    _code = "document"
    _sequence = 90

    def _get_label(self):
        return self.env._("Documents and payments")

    def _get_readings(self, comparison):
        # What is dated later is taken off what is open today, see ledgers/party.py.
        since = query.condition("TxnDate", ">=", comparison.date_from)
        return dict.fromkeys((*DOCUMENTS, *_MONEY), since)

    # === STEPS === #

    def _step(self, comparison, place):
        stage = place.get("stage", "documents")
        return getattr(self, f"_step_{stage}")(Scope(comparison), place)

    def _step_documents(self, scope, place):
        """Compare some of the documents that QuickBooks has."""
        rows = scope.comparison._search_objects(
            [("entity", "in", list(DOCUMENTS)), ("id", ">", place.get("last", 0))],
            order="id",
            limit=CHUNK,
        )
        self._compare_objects(
            scope, {(row.entity, row.qbo_id): row.content for row in rows}
        )
        if len(rows) < CHUNK:
            return {"stage": "money"}
        return {"stage": "documents", "last": rows[-1].id}

    def _step_money(self, scope, place):
        """Compare the payments and journal entries that QuickBooks has.

        All of them at once: a payment with a write-off is two objects there.
        """
        self._compare_objects(scope, _keyed(scope.comparison._iter_objects(_MONEY)))
        return {"stage": "rest"}

    def _step_rest(self, scope, place):
        """Tell what of Odoo's books has met nothing in QuickBooks."""
        known = self._known_records(scope)
        moves, payments = self._records_of_period(scope)
        moves = moves.filtered(lambda move: move.id not in known[move._name])
        payments = payments.filtered(lambda pay: pay.id not in known[pay._name])
        sides = [*here.moves(moves).values(), *here.payments(payments).values()]
        self._write_lines(scope, [self._line(scope, side, []) for side in sides])
        return {"stage": "done" if place.get("again") else "again"}

    def _step_again(self, scope, place):
        """Look once more at what differs, on both sides: somebody may have worked."""
        lines = scope.comparison._search_lines(
            self, [("is_different", "=", True)], limit=AGAIN
        )
        asked = defaultdict(set)
        for line in lines:
            for kind, id_ in line._get_counterparts():
                asked[kind].add(id_)
        found = _keyed(scope.comparison._read_again(asked))
        lines.unlink()
        self._compare_objects(scope, found)
        return {"stage": "rest", "again": True}

    def _step_done(self, scope, place):
        lines = scope.comparison._search_lines(self, [("is_different", "=", True)])
        why.explain(scope, lines)
        return None

    # === WHICH BELONG TOGETHER === #

    def _records_of_period(self, scope):
        """Return the posted entries and the payments of the period, each once."""
        comparison = scope.comparison
        moves = self.env["account.move"].browse(here.entry_ids(comparison))
        payments = self.env["account.payment"].search(
            [
                ("company_id", "=", comparison.company_id.id),
                ("state", "in", here.PAID),
                ("date", ">=", comparison.date_from),
                ("date", "<=", comparison.date_to),
            ]
        )
        own = moves.filtered("origin_payment_id")
        return moves - own, payments | own.origin_payment_id

    def _known_records(self, scope):
        """Return ``{model: ids}`` of the records that have a line."""
        groups = self.env["quickbooks.comparison.line"]._read_group(
            [
                ("comparison_id", "=", scope.comparison.id),
                ("part", "=", self._code),
                ("res_id", "!=", False),
            ],
            ["res_model"],
            ["res_id:array_agg"],
        )
        return defaultdict(set, {model: set(ids) for model, ids in groups})

    def _compare_objects(self, scope, objects):
        """Write the lines of ``{(entity, id): what is kept}``."""
        links = self._links(scope, objects)
        grouped, alone = defaultdict(list), []
        for key, kept in objects.items():
            record = links.get(key)
            if record:
                grouped[record].append((*key, kept))
            elif scope.is_within(kept["date"]) and not is_nothing(kept):
                alone.append((*key, kept))
        found = [
            self._line(scope, side, grouped[side.record])
            for side in self._sides(grouped)
        ]
        found += [self._line(scope, None, [one]) for one in alone]
        self._write_lines(scope, found)

    def _links(self, scope, objects):
        """Return ``{(entity, id): record}`` of what is linked to a journal entry.

        A payment of nothing that only applies credits is linked to a credit note and
        says nothing of its own.
        """
        ids = defaultdict(list)
        for kind, id_ in objects:
            ids[kind].append(id_)
        found = {}
        for kind, qbo_ids in ids.items():
            rows = self.env["quickbooks.binding"].search(
                [
                    ("connection_id", "=", scope.connection.id),
                    ("entity", "=", kind),
                    ("qbo_id", "in", qbo_ids),
                    ("res_model", "in", ("account.move", "account.payment")),
                ]
            )
            for row, record in rows._get_records().items():
                applies = kind in PAYMENTS and row.res_model == "account.move"
                if record and not (applies and is_nothing(objects[kind, row.qbo_id])):
                    found[kind, row.qbo_id] = record
        return found

    def _sides(self, records):
        by_model = defaultdict(list)
        for record in records:
            by_model[record._name].append(record.id)
        moves = self.env["account.move"].browse(by_model["account.move"])
        payments = self.env["account.payment"].browse(by_model["account.payment"])
        return [*here.moves(moves).values(), *here.payments(payments).values()]

    # === ONE LINE === #

    def _line(self, scope, side, objects):
        """Return the values of one line; nothing where neither side says anything.

        :param side: a ``here.Side``, or nothing
        :param list objects: ``[(entity, id, what is kept)]``
        """
        within = bool(side and side.counts and scope.is_within(side.date))
        dates = [kept["date"] for _kind, _id, kept in objects if not is_nothing(kept)]
        within_there = any(map(scope.is_within, dates))
        if not (within or within_there):
            return None
        if not objects and not (side.total or side.effects):
            return None
        vals = self._head(scope, side, objects) | self._figures(scope, side, objects)
        vals["effects"] = self._effects(scope, side if within else None, objects)
        vals["is_different"] = bool(vals["size"])
        if side and side.counts and dates and within != within_there:
            # In one ledger it is of this period, in the other it is not.
            vals |= {"is_different": True, "cause": "ledger_dates"}
        elif side and not objects and self._is_in_receipt(scope, side):
            vals |= {"qbo_amount": vals["amount"], "is_different": False}
            vals |= {"size": 0, "cause": "ledger_in_receipt"}
        vals["difference"] = vals["amount"] - vals["qbo_amount"]
        return vals

    def _head(self, scope, side, objects):
        vals = {}
        if objects:
            kind, id_, kept = objects[0]
            vals |= {
                "name": self._name_there(kind, kept),
                "partner_name": kept.get("party_name"),
                "qbo_date": kept["date"],
                "qbo_number": kept["number"],
                "entity": kind,
                "qbo_id": id_,
                "also": [list(one[:2]) for one in objects[1:]] or False,
                "currency_id": scope.currency(kept["currency"]).id,
            }
        if side:
            vals |= {
                "name": side.record.display_name,
                "partner_name": side.partner.display_name or "",
                "date": side.date,
                "res_model": side.record._name,
                "res_id": side.record.id,
                "currency_id": side.currency.id,
            }
        return vals

    def _name_there(self, kind, kept):
        """Return what people call a document that has no name in Odoo."""
        if kept["number"]:
            return kept["number"]
        entity = self.env["quickbooks.entity"]._find(kind)
        label = entity._get_label() if entity is not None else kind
        return self.env._("%(kind)s without a number", kind=label.capitalize())

    def _figures(self, scope, side, objects):
        """Return the amounts of both sides, and the largest of their differences."""
        there = _totals(objects)
        vals = {
            "amount": side.total if side else _ZERO,
            "qbo_amount": there["total"],
            "tax": side.tax if side else _ZERO,
            "qbo_tax": there["tax"],
            "balance": side.balance if side else _ZERO,
            "qbo_balance": there["balance"],
        }
        if side and objects:
            kind, _id, kept = objects[0]
            self._leave_out_unsaid(scope, vals, kind)
            if scope.currency(kept["currency"]) != side.currency:
                vals |= self._at_home(scope, vals["qbo_amount"], side, kept)
        pairs = (
            ("amount", "qbo_amount"),
            ("tax", "qbo_tax"),
            ("balance", "qbo_balance"),
        )
        vals["size"] = max(abs(vals[own] - vals[other]) for own, other in pairs)
        return vals

    def _leave_out_unsaid(self, scope, vals, kind):
        """Take as equal what QuickBooks has no figure for.

        It knows no tax on purchases in the US; receipts are never open there.
        """
        of = DOCUMENTS.get(kind)
        if not of or not of.effect:
            vals["qbo_balance"] = vals["balance"]
        if not of or (scope.is_us and of.side == "purchase"):
            vals["qbo_tax"] = vals["tax"]

    def _at_home(self, scope, there, side, kept):
        """Return what a payment in two currencies is in that of the books."""
        payment = side.record
        signed = "amount_total_signed"
        if payment._name == "account.payment":
            signed = "amount_company_currency_signed"
        amount = abs(payment[signed]) if side.counts else 0
        return {
            "currency_id": scope.home.id,
            "amount": here.decimal(amount, scope.home),
            "qbo_amount": here.decimal(there * Decimal(kept["rate"]), scope.home),
        }

    def _effects(self, scope, side, objects):
        found = defaultdict(Decimal)
        for (ledger, partner, currency), amount in (
            side.effects if side else {}
        ).items():
            found[ledger, f"p{partner}", currency] += amount
        for _kind, _id, kept in objects:
            if not scope.is_within(kept["date"]):
                continue
            currency = scope.currency(kept["currency"])
            for ledger, party, _name, amount in effects(kept):
                found[ledger, scope.party(ledger, party), currency.id] -= amount
        return [[*key, str(amount)] for key, amount in found.items() if amount] or False

    def _is_in_receipt(self, scope, side):
        """Tell whether a payment is there as part of a receipt that QuickBooks has."""
        payment = side.record
        if payment._name != "account.payment":
            return False
        documents = payment.invoice_ids | payment.reconciled_invoice_ids
        return bool(documents) and payment._quickbooks_in_receipt(scope.connection)

    def _write_lines(self, scope, vals_list):
        scope.comparison._add_lines(self, [vals for vals in vals_list if vals])


def _keyed(objects):
    return {(kind, id_): kept for kind, id_, kept in objects}


def _totals(objects):
    """Return the figures of all that a record is in QuickBooks.

    The money of a payment counts, not the entry of its write-off; an entry that stands
    alone totals what it does to its parties.
    """
    told = {"total": _ZERO, "tax": _ZERO, "balance": _ZERO}
    for kind, _id, kept in objects:
        if kind != ENTRY:
            for name in told:
                told[name] += Decimal(kept.get(name) or 0)
    if all(kind == ENTRY for kind, _id, _kept in objects):
        for _kind, _id, kept in objects:
            told["total"] += sum((e[3] for e in effects(kept)), _ZERO)
        told["total"] = abs(told["total"])
    return told
