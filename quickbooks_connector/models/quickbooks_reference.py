from odoo import api, fields, models

from ..api import dumps_payload

#: What moves with every document and says nothing of the entry itself.
_MOVING = frozenset(
    {"CurrentBalance", "CurrentBalanceWithSubAccounts", "MetaData", "SyncToken"}
)


class QuickbooksReference(models.Model):
    """Read-only mirror of the lists that are managed in QuickBooks only.

    Accounts, tax codes, terms and their like are pulled (``sync/lists.py``) and never
    pushed; settings and mappings choose from them.
    """

    _name = "quickbooks.reference"
    _description = "QuickBooks List Entry"
    _order = "kind, name, id"
    _rec_names_search = ["code", "name"]

    #: Kinds that change data capture tells of; the others are read daily.
    _announced = ("Account", "Class", "Department", "PaymentMethod", "Term")

    connection_id = fields.Many2one(
        "quickbooks.connection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="connection_id.company_id", store=True, index=True
    )
    kind = fields.Selection(
        [
            ("Account", "Account"),
            ("TaxCode", "Tax code"),
            ("TaxRate", "Tax rate"),
            ("Term", "Payment terms"),
            ("PaymentMethod", "Payment method"),
            ("Class", "Class"),
            ("Department", "Location"),
            ("CompanyCurrency", "Currency"),
        ],
        required=True,
    )
    qbo_id = fields.Char("QuickBooks ID", required=True)
    name = fields.Char(required=True, help="Accounts and classes: with their parents.")
    active = fields.Boolean(default=True)
    code = fields.Char(help="Account number or currency code.")
    account_type = fields.Char(help="QuickBooks' account type.")
    account_subtype = fields.Char(help="QuickBooks' account detail type.")
    classification = fields.Char()
    currency = fields.Char(help="Currency code of an account kept in one currency.")
    rate = fields.Float(digits=(16, 6), help="Percentage of a tax rate.")
    for_sales = fields.Boolean(
        default=True, help="Tax codes: lines of sales documents may carry it."
    )
    for_purchases = fields.Boolean(
        default=True, help="Tax codes: lines of bills may carry it."
    )
    payload = fields.Text(help="The entry as QuickBooks sent it, without balances.")

    _entry_uniq = models.Constraint(
        "UNIQUE(connection_id, kind, qbo_id)", "This entry is known already."
    )

    # === COMPUTE METHODS === #

    @api.depends("code", "name", "kind")
    def _compute_display_name(self):
        for entry in self:
            number = entry.code if entry.kind == "Account" else ""
            entry.display_name = f"{number} {entry.name}" if number else entry.name

    # === CRUD METHODS === #

    def write(self, vals):
        if vals.keys().isdisjoint(("name", "active")):
            return super().write(vals)
        before = {row: row.name for row in self}
        result = super().write(vals)
        for row, old_name in before.items():
            if row.name != old_name:
                row._rename_children(old_name)
            self.env["quickbooks.mapping"]._follow_change(row, old_name)
        return result

    def _rename_children(self, old_name):
        """Rename what is below an entry; QuickBooks tells of the entry alone."""
        below = self.with_context(active_test=False).search(
            [
                ("connection_id", "=", self.connection_id.id),
                ("kind", "=", self.kind),
                ("name", "like", f"{old_name}:"),
            ]
        )
        for row in below:
            # One that is deeper has gone with its parent already.
            if row.name.startswith(f"{old_name}:"):
                row.name = self.name + row.name.removeprefix(old_name)

    # === WHAT QUICKBOOKS SAYS === #

    @api.model
    def _get_unlisted(self, kind, listed, connection):
        """Return entries that QuickBooks has and did not list, as it would list them.

        Companies in the US have two codes for the lines of a document, whatever their
        tax rates: one for taxable lines, one for the others. Recorded answers list
        them in some companies only.

        :param listed: ids of the entries of ``kind`` that QuickBooks listed
        """
        if kind != "TaxCode" or connection.qbo_country != "US":
            return []
        return [
            {"Id": code, "Name": name, "Taxable": code == "TAX"}
            for code, name in (("TAX", "Taxable (TAX)"), ("NON", "Non-taxable (NON)"))
            if code not in listed
        ]

    @api.model
    def _prepare_vals(self, kind, obj):
        """Return the values of the mirror row for ``obj``.

        :param str kind: QuickBooks' entity name, one of :attr:`kind`
        :param dict obj: the entry as QuickBooks answers it
        """
        sales, purchases = (
            bool(self._get_rate_ids(obj, side)) for side in ("Sales", "Purchase")
        )
        return {
            "kind": kind,
            "qbo_id": obj["Id"],
            "name": obj.get("FullyQualifiedName") or obj.get("Name") or obj["Id"],
            "active": obj.get("Active", True),
            "code": obj.get("AcctNum") or obj.get("Code"),
            "account_type": obj.get("AccountType"),
            "account_subtype": obj.get("AccountSubType"),
            "classification": obj.get("Classification"),
            "currency": (obj.get("CurrencyRef") or {}).get("value"),
            "rate": float(self._get_rate(obj)),
            # A code without any rate is outside of tax, on both sides.
            "for_sales": sales or not purchases,
            "for_purchases": purchases or not sales,
            "payload": dumps_payload(
                {key: value for key, value in obj.items() if key not in _MOVING}
            ),
        }

    @api.model
    def _get_rate(self, obj):
        """Return the percentage of a tax rate today; rates change over time."""
        today = fields.Date.context_today(self).isoformat()
        begun = [
            part
            for part in obj.get("EffectiveTaxRate") or ()
            if part.get("EffectiveDate", "")[:10] <= today
        ]
        newest = max(begun, key=lambda p: p.get("EffectiveDate", ""), default=obj)
        return newest.get("RateValue") or 0

    @api.model
    def _get_rate_ids(self, obj, side):
        """Return the ids of the rates of a tax code, an object of QuickBooks.

        :param str side: ``"Sales"`` or ``"Purchase"``
        """
        details = (obj.get(f"{side}TaxRateList") or {}).get("TaxRateDetail") or ()
        return [detail["TaxRateRef"]["value"] for detail in details]
