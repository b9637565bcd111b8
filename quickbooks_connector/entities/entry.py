"""What settles documents of Odoo without a payment: lines of the bank, and entries.

Matched with a bank line, or with an entry that somebody wrote, a document is settled
and no payment says so. QuickBooks gets the same entry; what it settles is said as of a
credit note, by a payment of nothing (``credit_application.py``, ``entry_links.py``).
"""

from decimal import Decimal

from odoo import models
from odoo.fields import Domain

from ..api import dumps_payload, loads_exact
from . import convert, lookup
from .cause import EntityError
from .entry_line import entry_line
from .entry_links import CONTROL, ENTRY
from .payment_money import agreed
from .refund_links import PAID


class QuickbooksEntityEntry(models.AbstractModel):
    """An entry of Odoo that settles documents: the same entry in QuickBooks.

    Payments have entries as well, and are sent as payments; what Odoo books by itself
    of changed rates is QuickBooks' own to book.
    """

    _name = "quickbooks.entity.entry"
    _inherit = "quickbooks.entity"
    _description = "QuickBooks Entry That Settles Documents"

    _qbo_entity = ENTRY
    _odoo_model = "account.move"
    _is_variant = True
    _rank = 55
    _area = "payments"
    _imports = True
    _merges = True
    _deletes_along = True
    _policy_field = "payment_policy"
    _web_path = "journal?txnId={id}"
    _watched = {"account.move": ("state", "date", "ref")}

    def _get_label(self):
        return self.env._("entry")

    # === SIDES === #

    def _all_sides(self):
        return [
            self.env["quickbooks.entity.refund.customer"],
            self.env["quickbooks.entity.refund.vendor"],
        ]

    def _sides(self, connection):
        """Return the sides, customers and vendors, that are sent by the settings."""
        return [side for side in self._all_sides() if side._sends(connection)]

    def _sends(self, connection):
        return bool(self._sides(connection))

    def _receives(self, connection):
        return any(side._receives(connection) for side in self._all_sides())

    # === WHICH ONES GO === #

    def _filter_kind(self, records):
        return records.filtered(lambda move: move.move_type == "entry")

    def _domain_sendable(self, connection):
        company = connection.company_id
        entries = Domain(
            [
                ("company_id", "=", company.id),
                ("move_type", "=", "entry"),
                ("state", "=", "posted"),
                ("origin_payment_id", "=", False),
                # By which Odoo books changed rates.
                ("journal_id", "!=", company.currency_exchange_journal_id.id),
            ]
        )
        return entries & Domain.OR(
            _domain_settles(side, Domain("move_type", "in", _documents_of(side)))
            for side in self._sides(connection)
        )

    def _domain_started(self, connection):
        started = Domain("date", ">=", str(connection.start_date))
        return super()._domain_started(connection) & started

    def _domain_moment(self, connection):
        return Domain.OR(
            _domain_settles(
                side,
                Domain("move_type", "=", move_type)
                & side._domain_shared(entity, connection),
            )
            for side in self._sides(connection)
            for move_type, entity in (side._debts | side._credits).items()
        )

    def _later_cause(self, connection):
        return "pays_left_out"

    def _filter_eligible(self, records, connection):
        eligible = super()._filter_eligible(records, connection)
        return eligible.filtered(lambda move: not self._is_told(move))

    def _is_told(self, move):
        """Tell whether payments without an entry have told of this money already.

        The line of the bank is no other money then.
        """
        lines = _control_lines(move)
        settled = lines.matched_debit_ids + lines.matched_credit_ids
        documents = (settled.debit_move_id + settled.credit_move_id).move_id - move
        return bool(
            documents.sudo().matched_payment_ids.filtered(
                lambda payment: payment.state in PAID and not payment.move_id
            )
        )

    def _partners(self, lines):
        """Return whose debts ``lines`` are: their contacts, else those they settle."""
        named = lines.partner_id
        others = lines.filtered(lambda line: not line.partner_id)
        partials = others.matched_debit_ids + others.matched_credit_ids
        settled = (partials.debit_move_id + partials.credit_move_id) - others
        return (named | settled.partner_id).commercial_partner_id

    def _brought_by(self, records):
        moves = self.env[self._odoo_model]
        if records._name != moves._name:
            return moves
        lines = _control_lines(records)
        partials = lines.matched_debit_ids | lines.matched_credit_ids
        settling = (partials.debit_move_id + partials.credit_move_id).move_id - records
        return settling.filtered(
            lambda move: move.move_type == "entry" and not move.origin_payment_id
        )

    # === EXPORT === #

    def _export_ready(self, record, connection):
        return record.state != "draft"

    def _export_operation(self, record, binding):
        if self._is_over(record):
            return "delete" if binding.qbo_id else None
        if not binding.qbo_id:
            return None if self._is_told(record) else "create"
        if binding.is_born_there:
            # It is in QuickBooks' words there.
            return None
        values = self._export_values(record, binding.connection_id)
        same = said_of(values) == said_of(agreed(binding))
        return None if same else "update"

    def _is_over(self, record):
        """Tell whether it is nobody's debt: cancelled, or put back to its bank line."""
        return record.state == "cancel" or not _control_lines(record)

    def _makes_room(self, record, binding):
        return not record or self._is_over(record)

    def _export_needs(self, record, connection):
        return [
            self._need(side, record, connection)
            for side in self._sides_of(record, connection)
        ]

    def _sides_of(self, record, connection):
        """Return the sides on which ``record`` settles something."""
        kinds = set(_control_lines(record).mapped("account_type"))
        return [s for s in self._sides(connection) if s._account_type in kinds]

    def _need(self, side, record, connection):
        """Return the customer or vendor of the lines of ``record`` on a side.

        :raise EntityError: they are of several, and QuickBooks' payments are of one
        """
        lines = _control_lines(record, side._account_type)
        partner = self._partners(lines)
        if len(partner) != 1:
            raise EntityError("entry_contacts")
        currency = self._currency_of(record)
        party = self._get(side._party_entity)
        return party._need_of(partner, currency, connection)

    def _party_need(self, record, connection, entity):
        """Return the contact of ``record`` as ``entity``: a customer or a vendor."""
        for side in self._sides_of(record, connection):
            if side._party_entity == entity:
                return self._need(side, record, connection)
        raise EntityError("entry_contacts")

    def _export_constraints(self, record, connection):
        self._check_sent(connection)
        super()._export_constraints(record, connection)
        if lookup.is_closed(connection, record.date):
            raise EntityError("closed_books")
        if not lookup.has_multicurrency(connection):
            currency = self._currency_of(record)
            if currency != record.company_id.currency_id:
                raise EntityError("currency_off", currency=currency.name)

    def _export_values(self, record, connection):
        currency = self._currency_of(record)
        values = {
            "TxnDate": record.date.isoformat(),
            "DocNumber": convert.cut(record.name, 21),
        }
        note = " · ".join(dict.fromkeys(filter(None, (record.name, record.ref))))
        values["PrivateNote"] = convert.cut(note, 4000)
        if lookup.has_multicurrency(connection):
            values["CurrencyRef"] = {"value": currency.name}
            if currency != record.company_id.currency_id:
                values["ExchangeRate"] = round(self._rate(record), 8)
        lines = self._entry_lines(record, connection)
        values["Line"] = self._known_lines(record, lines, connection)
        return values

    def _currency_of(self, record):
        """Return the currency in which ``record`` settles documents.

        :raise EntityError: it does so in several, and QuickBooks' entries have one
        """
        currency = _control_lines(record).currency_id
        if len(currency) != 1:
            raise EntityError("payment_currencies")
        return currency

    def _rate(self, record):
        """Return what one of the currency is at home, as Odoo has booked it."""
        lines = _control_lines(record)
        home, currency = record.company_id.currency_id, self._currency_of(record)
        amounts = [
            (
                abs(self._decimal(line.balance, home)),
                abs(self._decimal(line.amount_currency, currency)),
            )
            for line in lines
        ]
        booked, said = (sum(column) for column in zip(*amounts, strict=True))
        return booked / said if said else Decimal(1)

    def _entry_lines(self, record, connection):
        """Return the lines of the entry: one for each customer or vendor, and others.

        :raise EntityError: an account has no match
        """
        amounts = self._amounts(record)
        lines = []
        for side in self._sides_of(record, connection):
            owed = _control_lines(record, side._account_type)
            need = self._need(side, record, connection)
            account = owed.account_id[:1]
            detail = {
                "AccountRef": side._control_ref_of(
                    account, self._currency_of(record), connection
                ),
                "Entity": {
                    "Type": side._party_entity,
                    "EntityRef": self._ref_of(need, connection),
                },
            }
            total = sum((amounts.pop(line) for line in owed), Decimal(0))
            lines.append(entry_line(total, detail))
        for line, amount in amounts.items():
            if amount:
                detail = {"AccountRef": self._account_ref(line, amount, connection)}
                lines.append(entry_line(amount, detail))
        return lines

    def _amounts(self, record):
        """Return ``{line: amount}`` in the currency of what is settled.

        What a division leaves over is on the largest line that was divided.
        """
        currency, home = self._currency_of(record), record.company_id.currency_id
        rate = self._rate(record) if currency != home else Decimal(1)
        amounts, divided = {}, []
        for line in record.line_ids:
            if line.currency_id == currency:
                amounts[line] = self._decimal(line.amount_currency, currency)
            else:
                amount = self._decimal(line.balance, home) / rate
                amounts[line] = self._decimal(amount, currency)
                divided.append(line)
        rest = sum(amounts.values(), Decimal(0))
        if rest and not divided:
            raise EntityError("payment_currencies")
        if rest:
            amounts[max(divided, key=lambda line: abs(amounts[line]))] -= rest
        return amounts

    def _account_ref(self, line, amount, connection):
        """Return the account of a line: that of its bank, or the matched one.

        :raise EntityError: there is none
        """
        journal = line.journal_id
        if journal.default_account_id == line.account_id:
            kind = "Deposit" if amount > 0 else "PaidFrom"
            ref = lookup.matched_ref(connection, kind, journal)
            if ref:
                return ref
        ref = lookup.matched_ref(connection, "Account", line.account_id)
        if ref:
            return ref
        raise EntityError("account_unmatched", use=line.account_id.display_name)

    def _known_lines(self, record, lines, connection):
        """Let ``lines`` that QuickBooks has keep their ids: payments name them."""
        binding = record._quickbooks_binding(ENTRY, connection)
        known = loads_exact(binding.synced_object or "{}").get("Line", [])
        for line in lines:
            for had in known:
                if _place(had) == _place(line):
                    line["Id"] = had["Id"]
                    known.remove(had)
                    break
        return lines

    # === ANSWERS === #

    def _answer_vals(self, row, obj):
        vals = super()._answer_vals(row, obj)
        return vals | {"synced_object": dumps_payload({"Line": obj.get("Line", [])})}

    def _summarise(self, record, values=None):
        lines = _control_lines(record)
        return super()._summarise(record, values) | {
            "partner_name": lines.partner_id[:1].display_name,
            "date": record.date,
            "currency_id": record.company_id.currency_id.id,
            "total": record.amount_total,
            "amount": record.amount_total,
        }


def _documents_of(side):
    return list(side._debts | side._credits)


def _domain_settles(side, documents):
    """Return the domain of entries that settle one of ``documents`` on ``side``."""
    return Domain.OR(
        Domain(
            "line_ids",
            "any",
            [
                ("account_id.account_type", "=", side._account_type),
                (f"matched_{way}_ids.{way}_move_id.move_id", "any", documents),
            ],
        )
        for way in ("debit", "credit")
    )


def _control_lines(moves, kind=None):
    """Return the lines of ``moves`` on receivables and payables, or on one of them."""
    kinds = (kind,) if kind else CONTROL
    return moves.line_ids.filtered(lambda line: line.account_type in kinds)


def _place(line):
    """Return what tells a line of an entry from the others."""
    detail = line["JournalEntryLineDetail"]
    return (
        detail["AccountRef"]["value"],
        convert.get(detail, "Entity.EntityRef.value"),
        detail["PostingType"],
    )


def said_of(obj):
    """Return what matters of an entry: its day, accounts, names, sides and amounts."""
    lines = obj.get("Line") or ()
    said = sorted((str(_place(line)), float(line["Amount"])) for line in lines)
    return obj.get("TxnDate"), said
