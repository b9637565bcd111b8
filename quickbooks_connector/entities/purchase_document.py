from dataclasses import replace

from odoo import models
from odoo.fields import Domain
from odoo.tools import html2plaintext

from . import convert, lookup, purchase_lines
from .cause import EntityError
from .purchase_tax import PurchaseTaxes
from .sales_tax import is_included
from .tracking import Tracking


def without_item():
    """Return the domain of move lines that name an account and no item."""
    return Domain("product_id", "=", False) | Domain(
        "product_id.purchase_ok", "=", False
    )


class QuickbooksEntityPurchaseDocument(models.AbstractModel):
    """What bills and vendor credits have in common: a vendor, items and accounts."""

    _name = "quickbooks.entity.purchase.document"
    _inherit = "quickbooks.entity.document"
    _description = "QuickBooks Purchase Document"

    _area = "purchases"
    _party_entity = "Vendor"
    _direction_field = "bill_direction"
    _policy_field = "purchase_policy"

    # === EXPORT === #

    def _party(self, record):
        return record.partner_id

    def _product(self, line, connection):
        """Return the product whose item ``line`` names; without one, its account."""
        product = line.product_id
        return product if product.purchase_ok else product.browse()

    def _export_operation(self, record, binding):
        if record.state != "cancel":
            return super()._export_operation(record, binding)
        # QuickBooks lets no app void these.
        return "delete" if binding.qbo_id else None

    def _own_number(self, record):
        """Number the document as its vendor does; without a reference, as Odoo does."""
        return record.ref or super()._own_number(record)

    def _own_number(self, record):
        # The number is the vendor's; without one, Odoo's tells bills apart.
        return record.ref or super()._own_number(record)

    def _add_header(self, values, record, connection):
        super()._add_header(values, record, connection)
        binding = record._quickbooks_binding(self._qbo_entity, connection)
        if record.ref:
            values["DocNumber"] = self._number(record, connection)
        elif binding.is_born_there and not binding.doc_number:
            # QuickBooks did without one.
            values.pop("DocNumber", None)

    def _add_currency(self, values, record, connection):
        super()._add_currency(values, record, connection)
        if values.get("ExchangeRate"):
            account = self._payable_there(record.currency_id, connection)
            if account:
                values["APAccountRef"] = {"value": account.qbo_id}

    def _payable_there(self, currency, connection):
        """Return QuickBooks' account for what is owed in ``currency``, if it has one.

        With several the choice is QuickBooks' own.
        """
        found = self.env["quickbooks.reference"].search(
            [
                ("connection_id", "=", connection.id),
                ("kind", "=", "Account"),
                ("active", "=", True),
                ("account_type", "=", "Accounts Payable"),
                ("currency", "=", currency.name),
            ],
            limit=2,
        )
        return found if len(found) == 1 else found.browse()

    def _add_memo(self, values, record, connection):
        """Add Odoo's number, where the document comes from, and its own text."""
        head = self._note_head(values, record)
        text = html2plaintext(record.narration or "").strip()
        note = "\n".join(part for part in (head, text) if part)
        if note:
            values["PrivateNote"] = convert.cut(note, 4000)

    def _note_head(self, values, record):
        """Return the line of the note that QuickBooks has no other place for."""
        number = values.get("DocNumber")
        parts = [
            record.ref if record.ref and record.ref != number else None,
            record.name if record.name != number else None,
            record.invoice_origin,
        ]
        return " · ".join(dict.fromkeys(part for part in parts if part))

    # === LINES === #

    def _add_lines(self, values, record, connection):
        move_lines = self._lines(record)
        taxes = PurchaseTaxes(record, move_lines, connection)
        tracking = Tracking(move_lines, connection)
        decimal = self._in_currency(record)
        accounts = lookup.matched(connection, "Account", move_lines.account_id)
        lines = [
            replace(
                self._line(line, taxes, accounts, connection),
                class_ref=tracking.class_of(line),
                order_line=self._order_line(line, connection),
            )
            for line in move_lines
        ]
        lines += taxes.account_lines(connection, decimal)
        rounding = decimal(record.currency_id.rounding)
        values["Line"] = [purchase_lines.expense_line(line, rounding) for line in lines]
        values |= taxes.values(move_lines, decimal)
        values |= tracking.values(move_lines)

    def _line(self, line, taxes, accounts, connection):
        """Return a move line as figures: of its item, else of its account.

        :param dict accounts: the entries that stand for accounts of Odoo
        :raise EntityError: its account is not known in QuickBooks
        """
        said = purchase_lines.PurchaseLine(
            amount=self._booked(line),
            description=convert.cut(line.name, 4000),
            tax_code=taxes.code_of(line),
        )
        product = self._product(line, connection)
        if product:
            plain = not line.discount and not is_included(line.tax_ids)
            quantity, price = self._said_in_unit(
                line.quantity,
                line.price_unit if plain else None,
                line.product_uom_id,
                product,
                connection,
            )
            return replace(
                said,
                item=self._ref("Item", product, connection),
                quantity=quantity,
                price=price,
            )
        entry = accounts.get(line.account_id.id)
        if not entry:
            use = self.env._("account %(account)s", account=line.account_id.name)
            raise EntityError("account_unmatched", use=use)
        return replace(said, account={"value": entry.qbo_id})

    def _order_line(self, line, connection):
        """Return which line of which order in QuickBooks ``line`` is of, if any."""
        return None

    def _tax_there(self, record, connection):
        # In the US it is in the lines.
        if lookup.is_us(connection):
            return 0.0
        return super()._tax_there(record, connection)
