"""A company whose QuickBooks is only described: values are built, nothing is sent."""

from decimal import Decimal

from odoo import Command
from odoo.tests import tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

from ..api import dumps_payload
from ..entities.need import Need

US_PREFERENCES = {
    "SalesFormsPrefs": {"AllowDiscount": True, "CustomTxnNumbers": True},
    "CurrencyPrefs": {"MultiCurrencyEnabled": False, "HomeCurrency": {"value": "USD"}},
    "TaxPrefs": {"UsingSalesTax": True, "PartnerTaxEnabled": True},
}


@tagged("post_install", "-at_install")
class EntityCase(AccountTestInvoicingCommon):
    """A US company of which everything is matched."""

    country_code = "US"
    chart_template = "generic_coa"
    qbo_country = "US"
    preferences = US_PREFERENCES

    @classmethod
    def get_default_groups(cls):
        return (
            super().get_default_groups()
            | cls.env.ref("quickbooks_connector.quickbooks_group_manager")
            | cls.env.ref("sales_team.group_sale_manager")
        )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection = (
            cls.env["quickbooks.connection"]
            .sudo()
            .create(
                {
                    "company_id": cls.env.company.id,
                    "state": "connected",
                    "is_live": True,
                    "realm_id": "9130350000000001",
                    "qbo_country": cls.qbo_country,
                    "qbo_currency": cls.env.company.currency_id.name,
                    "preferences": cls.preferences,
                    "start_date": "2026-01-01",
                    "payment_journal_id": cls.company_data["default_journal_bank"].id,
                }
            )
        )
        cls.connection.income_account_id = cls.reference("Account", "79", "Sales")
        cls.connection.expense_account_id = cls.reference("Account", "80", "Purchases")
        cls.env["quickbooks.mapping"].sudo().search(
            [("connection_id", "=", cls.connection.id)]
        ).unlink()
        # The worker's view: superuser, in the company, without marking.
        cls.connection = cls.connection._for_worker()
        cls.map_taxes()

    @classmethod
    def map_taxes(cls):
        cls.taxable = cls.reference("TaxCode", "TAX", "TAX")
        cls.exempt = cls.reference("TaxCode", "NON", "NON")
        cls.match("TaxCode", cls.tax_sale_a, cls.taxable)

    # === QUICKBOOKS' SIDE === #

    @classmethod
    def reference(cls, kind, qbo_id, name, **vals):
        """Return a new entry of a QuickBooks list."""
        payload = vals.pop("obj", None)
        return (
            cls.env["quickbooks.reference"]
            .sudo()
            .create(
                {
                    "connection_id": cls.connection.id,
                    "kind": kind,
                    "qbo_id": qbo_id,
                    "name": name,
                    "payload": dumps_payload(payload) if payload else False,
                    **vals,
                }
            )
        )

    @classmethod
    def match(cls, kind, record, reference, state="done"):
        """Match ``record`` to an entry of a QuickBooks list."""
        mappings = cls.env["quickbooks.mapping"].sudo()
        vals = {
            "connection_id": cls.connection.id,
            "kind": kind,
            "res_model": record._name,
            "res_id": record.id,
        }
        known = mappings.search([(name, "=", value) for name, value in vals.items()])
        vals |= {"reference_id": reference.id, "state": state}
        if known:
            known.write(vals)
            return known
        return mappings.create(vals)

    @classmethod
    def bind(cls, entity, record, qbo_id=None, facet="", **vals):
        """Link ``record`` to an object in QuickBooks, or note that it waits."""
        binding = (
            cls.env["quickbooks.binding"]
            .sudo()
            .search(
                [
                    ("connection_id", "=", cls.connection.id),
                    ("entity", "=", entity),
                    ("res_model", "=", record._name),
                    ("res_id", "=", record.id),
                    ("facet", "=", facet),
                ]
            )
        )
        vals |= {"qbo_id": qbo_id, "state": "synced" if qbo_id else "pending"}
        if binding:
            binding.write(vals)
        else:
            binding = binding.create(
                {
                    "connection_id": cls.connection.id,
                    "entity": entity,
                    "res_model": record._name,
                    "res_id": record.id,
                    "facet": facet,
                    **vals,
                }
            )
        binding.flush_recordset()
        if "qbo_binding_ids" in record._fields:
            record.invalidate_recordset(["qbo_binding_ids"])
        return binding

    # === BUILDING === #

    def entity(self, name):
        """Return an entity as the worker sees it."""
        return self.connection.env["quickbooks.entity"]._get(name)

    def values(self, entity, record):
        """Return what ``record`` is in QuickBooks, as it goes over the wire."""
        worker = record.with_env(self.connection.env)
        self.entity(entity)._export_constraints(worker, self.connection)
        values = self.entity(entity)._export_values(worker, self.connection)
        dumps_payload(values)
        return values

    def assertCause(self, cause, function, *args, **names):
        """Check that ``function`` ends with a reason a person can mend; return it."""
        from ..entities.cause import EntityError

        with self.assertRaises(EntityError) as caught:
            function(*args)
        self.assertEqual(caught.exception.cause, cause)
        for name, value in names.items():
            self.assertEqual(caught.exception.cause_args.get(name), value)
        return caught.exception

    # === RECORDS === #

    def invoice(self, *lines, post=True, **vals):
        """Return an invoice whose lines are dictionaries of line values."""
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.partner_a.id,
                "invoice_date": "2026-11-02",
                "invoice_payment_term_id": False,
                "invoice_date_due": "2026-12-02",
                "invoice_line_ids": [
                    Command.create(self._line_vals(**line)) for line in lines
                ],
                **vals,
            }
        )
        if post:
            move.action_post()
        return move

    def _line_vals(self, **vals):
        if vals.get("display_type"):
            return vals
        taxes = vals.pop("taxes", self.env["account.tax"])
        return {
            "product_id": self.product_a.id,
            "quantity": 1,
            "price_unit": 100,
            **vals,
            "tax_ids": [Command.set(taxes.ids)],
        }

    def bind_needs(self, move):
        """Let everything that ``move`` needs be in QuickBooks already."""
        worker = move.with_env(self.connection.env)
        needs = self.entity("Invoice")._export_needs(worker, self.connection)
        for entity, record, facet in (Need(*need) for need in needs):
            if not record._quickbooks_binding(entity, self.connection, facet):
                self.bind(entity, record, f"{entity[0]}{record.id}{facet}", facet)


def money(value):
    """Return a Decimal of two places."""
    return Decimal(value).quantize(Decimal("0.01"))
