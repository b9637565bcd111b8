from odoo import models
from odoo.fields import Domain

from odoo.addons.quickbooks_connector.entities import convert, lookup
from odoo.addons.quickbooks_connector.entities.cause import EntityError
from odoo.addons.quickbooks_connector.entities.entry_line import entry_line


class QuickbooksEntityStockEntry(models.AbstractModel):
    """What moved between two accounts of the stock on a day: a journal entry.

    It is computed from Odoo's books, so Odoo leads: what is changed or deleted in
    QuickBooks is put right again, and the log keeps what was there.
    """

    _name = "quickbooks.entity.stock.entry"
    _inherit = "quickbooks.entity"
    _description = "QuickBooks Stock Value"

    _qbo_entity = "JournalEntry"
    _odoo_model = "quickbooks.stock.entry"
    _is_variant = True
    _rank = 80
    _area = "stock"
    _imports = True
    _deletes_along = True
    _asks = False
    _watched = {"quickbooks.stock.entry": ("amount",)}
    _web_path = "journal?txnId={id}"

    def _get_label(self):
        return self.env._("stock value")

    # === WHICH ONES GO === #

    def _sends(self, connection):
        return connection.sudo()._sends_stock_entries() and super()._sends(connection)

    def _domain_sendable(self, connection):
        return Domain("connection_id", "=", connection.id)

    def _get_policy(self, connection):
        return "odoo"

    def _responsible(self, record):
        return record.connection_id.user_id

    # === EXPORT === #

    def _export_operation(self, record, binding):
        account, other = self._accounts(record, binding.connection_id)
        if account and account == other:
            # QuickBooks books it where Odoo does: there is nothing to move.
            return "delete" if binding.qbo_id else None
        return super()._export_operation(record, binding)

    def _export_constraints(self, record, connection):
        super()._export_constraints(record, connection)
        if lookup.is_closed(connection, record.date):
            raise EntityError("closed_books")
        ours = (record.account_id, record.counterpart_id)
        there = self._accounts(record, connection)
        for account, entry in zip(ours, there, strict=True):
            if not entry:
                raise EntityError("account_unmatched", use=account.display_name)

    def _export_values(self, record, connection):
        amount = self._decimal(record.amount, record.currency_id)
        account, other = self._accounts(record, connection)
        return {
            "TxnDate": record.date.isoformat(),
            "DocNumber": f"STOCK-{record.id}",
            "PrivateNote": convert.cut(record.display_name, 4000),
            "Line": [
                entry_line(sign * amount, {"AccountRef": {"value": entry.qbo_id}})
                for sign, entry in ((1, account), (-1, other))
            ],
        }

    def _accounts(self, record, connection):
        """Return the accounts of QuickBooks, each of which may be none."""
        ours = record.account_id | record.counterpart_id
        found = lookup.matched(connection, "Account", ours)
        other = found.get(record.counterpart_id.id)
        return found.get(record.account_id.id), record.reference_id or other

    def _summarise(self, record, values=None):
        told = {
            "date": record.date,
            "currency_id": record.currency_id.id,
            "total": abs(record.amount),
            "amount": abs(record.amount),
        }
        if values:
            told["qbo_total"] = float(values["Line"][0]["Amount"])
        return super()._summarise(record, values) | told

    # === IMPORT === #

    def _import_object(self, obj, binding, connection):
        record = binding._get_record()
        if record and _booked(obj) != _booked(binding._get_agreed()):
            raise EntityError("changed_both")
        return record or self.env[self._odoo_model]

    def _import_deleted(self, binding, connection):
        binding._forget_counterpart()
        if binding._get_record():
            binding._say_again()
            binding.state = "pending"


def _booked(obj):
    """Return what an entry books, and on which day."""
    return obj.get("TxnDate"), sorted(
        (
            convert.get(line, "JournalEntryLineDetail.AccountRef.value"),
            convert.get(line, "JournalEntryLineDetail.PostingType"),
            float(line.get("Amount") or 0),
        )
        for line in obj.get("Line") or ()
    )
