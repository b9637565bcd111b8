from decimal import Decimal

from odoo import models
from odoo.tools import format_amount, format_date

from . import convert, document_lines, lookup
from .cause import EntityError
from .need import Need

#: Kinds of lines that have an amount of their own.
AMOUNTS = ("product", "rounding")
_TEXTS = ("line_section", "line_subsection", "line_note")


class QuickbooksEntityDocument(models.AbstractModel):
    """What all documents made of a journal entry have in common: a party, lines, taxes.

    ``_export_values`` is a table of contents; each step adds one part and may be
    extended alone::

        class QuickbooksEntityInvoice(models.AbstractModel):
            _inherit = "quickbooks.entity.invoice"

            def _add_memo(self, values, record, connection):
                super()._add_memo(values, record, connection)
                values["PrivateNote"] = record.x_project
    """

    _name = "quickbooks.entity.document"
    _inherit = "quickbooks.entity.two.sided"
    _description = "QuickBooks Document"

    _odoo_model = "account.move"
    _rank = 40
    _takes_files = True
    _duplicate_cause = "number_taken"
    _deletes_along = True
    _watched = {
        "account.move": (
            "state",
            "name",
            "partner_id",
            "partner_shipping_id",
            "invoice_date",
            "invoice_date_due",
            "invoice_payment_term_id",
            "currency_id",
            "ref",
            "narration",
            "invoice_line_ids",
            "line_ids",
            "is_move_sent",
        ),
        "account.move.line": (
            "name",
            "product_id",
            "quantity",
            "price_unit",
            "discount",
            "tax_ids",
            "analytic_distribution",
            "sequence",
            "display_type",
        ),
    }
    #: Kinds of journal entry that become this document.
    _move_types = ()
    #: What the other party of the document is in QuickBooks.
    _party_entity = ""

    # === WHICH DOCUMENT === #

    def _filter_kind(self, records):
        if self._odoo_model != "account.move":
            # Orders are documents too, of one kind each.
            return super()._filter_kind(records)
        return records.filtered(lambda move: move.move_type in self._move_types)

    def _export_ready(self, record, connection):
        # A draft is being worked on; QuickBooks keeps what it has until it is posted.
        return record.state != "draft"

    def _responsible(self, record):
        user = record.invoice_user_id
        if user.active and user._is_internal():
            return user
        return super()._responsible(record)

    def _export_needs(self, record, connection):
        items = {self._product(line, connection) for line in self._lines(record)}
        items.discard(self.env["product.product"])
        party = self._party_need(record, connection)
        return [party] + [Need("Item", item) for item in items]

    def _party_need(self, record, connection):
        """Return the customer or vendor that the document names, by its currency."""
        entity = self._get(self._party_entity)
        return entity._need_of(self._party(record), record.currency_id, connection)

    def _date(self, record):
        """Return the date of the document in Odoo."""
        return record.invoice_date

    def _party(self, record):
        """Return the partner that the document is made out to, or came from."""
        raise NotImplementedError

    def _lines(self, record):
        """Return the lines with an amount, in the document's order."""
        lines = self._all_lines(record)
        amounts = lines.filtered(lambda line: line.display_type in AMOUNTS)
        return amounts.with_prefetch(lines._prefetch_ids)

    def _all_lines(self, record):
        """Return lines, sections and notes in the document's order.

        A rounding that went into a tax is part of the tax.
        """
        lines = record.line_ids.filtered(
            lambda line: (
                line.display_type in AMOUNTS + _TEXTS
                and not line.tax_repartition_line_id
            )
        ).sorted(lambda line: (line.display_type == "rounding", line.sequence, line.id))
        # What is read of them is read for the documents of a whole step.
        return lines.with_prefetch(record.line_ids._prefetch_ids)

    def _product(self, line, connection):
        """Return the product that stands for ``line``, maybe none."""
        product = line.product_id
        if not product and line.display_type == "rounding":
            product = connection.rounding_item_id
        return product or connection.fallback_item_id

    # === EXPORT === #

    def _export_constraints(self, record, connection):
        super()._export_constraints(record, connection)
        if record.currency_id.compare_amounts(record.amount_total, 0) < 0:
            raise EntityError("negative")
        if not lookup.has_multicurrency(connection):
            if record.currency_id != record.company_id.currency_id:
                raise EntityError("currency_off", currency=record.currency_id.name)

    def _export_values(self, record, connection):
        values = super()._export_values(record, connection)
        self._add_header(values, record, connection)
        self._add_party(values, record, connection)
        self._add_currency(values, record, connection)
        self._add_memo(values, record, connection)
        self._add_lines(values, record, connection)
        self._check_total(values, record, connection)
        return values

    def _check_total(self, values, record, connection):
        """Hold what QuickBooks would total otherwise, see ``document_money.py``."""
        raise NotImplementedError

    def _add_header(self, values, record, connection):
        """Add number and date, see ``document_header.py``."""
        raise NotImplementedError

    def _add_party(self, values, record, connection):
        party = self._party_need(record, connection)
        values[f"{party.entity}Ref"] = self._ref_of(party, connection)

    def _add_currency(self, values, record, connection):
        if not lookup.has_multicurrency(connection):
            return
        values["CurrencyRef"] = {"value": record.currency_id.name}
        if record.currency_id != record.company_id.currency_id:
            # Odoo counts foreign units for one of its own, QuickBooks the reverse.
            rate = Decimal(1) / Decimal(repr(self._rate(record)))
            values["ExchangeRate"] = round(rate, 8)

    def _rate(self, record):
        """Return how many units of its currency ``record`` counts for one of ours."""
        return record.invoice_currency_rate

    def _add_memo(self, values, record, connection):
        parts = [record.ref, record.invoice_origin]
        if self._has_other_number(values, record, connection):
            parts.insert(0, record.name)
        if values.get("TxnDate") != self._date(record).isoformat():
            parts.append(format_date(self.env, self._date(record)))
        # A sale's reference often is its origin too: each is said once.
        note = " · ".join(dict.fromkeys(part for part in parts if part))
        if note:
            values["PrivateNote"] = convert.cut(note, 4000)

    def _has_other_number(self, values, record, connection):
        """Tell whether the number here has to be said beside that of QuickBooks."""
        return values.get("DocNumber") != record.name

    def _add_lines(self, values, record, connection):
        """Add the lines, the taxes and what is tracked.

        What is sent is the booked amount: with tax rounded over the whole document it
        may differ by a cent from what a line shows, and only the booked ones add up.
        """
        raise NotImplementedError

    def _in_currency(self, record):
        """Return the function that makes a Decimal of an amount of ``record``."""
        return lambda amount: self._decimal(amount, record.currency_id)

    def _booked(self, line):
        """Return the amount of a move line as its document says it, above zero."""
        sign = line.move_id.direction_sign
        return self._decimal(sign * line.amount_currency, line.move_id.currency_id)

    # === IN WORDS === #

    def _at_home(self, record):
        """Return the total in the currency of the books."""
        return abs(record.amount_total_signed)

    def _summarise(self, record, values=None):
        told = {
            "partner_name": record.partner_id.display_name,
            "date": self._date(record),
            "currency_id": record.currency_id.id,
            "total": record.amount_total,
            "amount": self._at_home(record),
        }
        if values and ("TxnTaxDetail" in values or not record.amount_tax):
            # Else only QuickBooks knows, once it has computed the tax.
            told["qbo_total"] = float(document_lines.total(values))
        return super()._summarise(record, values) | told

    def _describe(self, obj, connection):
        currency = lookup.currency_of(obj, connection.company_id)
        amounts = {
            "total": obj.get("TotalAmt") or 0,
            "tax": convert.get(obj, "TxnTaxDetail.TotalTax") or 0,
            "balance": obj.get("Balance") or 0,
        }
        return self.env._(
            "Total %(total)s, tax %(tax)s, balance %(balance)s.",
            **{
                name: format_amount(self.env, float(amount), currency)
                for name, amount in amounts.items()
            },
        )
