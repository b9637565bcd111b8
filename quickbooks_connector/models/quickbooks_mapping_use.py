from collections import Counter

from odoo import api, models


class QuickbooksMapping(models.Model):
    """How much each record that needs a match is used: what matters comes first."""

    _inherit = "quickbooks.mapping"

    @api.model
    def _count_uses(self, kind, records, connection):
        """Return ``{record id: uses}``, counted for the whole company at once.

        :return: posted lines, payments, products, contacts and defaults together
        """
        company = connection.company_id
        counts = Counter()
        for model, fname, domain in self._get_uses(kind, company):
            groups = self.env[model]._read_group(domain, [fname], ["__count"])
            counts.update({record.id: n for record, n in groups if record})
        for record in self._get_default_uses(kind, company):
            counts[record.id] += 1
        return counts

    @api.model
    def _get_uses(self, kind, company):
        """Return ``[(model, field, domain)]`` of what uses records of ``kind``."""
        lines = [
            ("company_id", "=", company.id),
            ("parent_state", "=", "posted"),
            ("display_type", "=", "product"),
        ]
        moves = [("company_id", "=", company.id), ("state", "=", "posted")]
        payments = [
            ("company_id", "=", company.id),
            ("state", "in", ("in_process", "paid")),
        ]
        products = [("company_id", "in", (False, company.id))]
        return {
            "Account": [
                ("account.move.line", "account_id", lines),
                ("product.template", "property_account_income_id", products),
                ("product.template", "property_account_expense_id", products),
                ("product.category", "property_account_income_categ_id", []),
                ("product.category", "property_account_expense_categ_id", []),
            ],
            "Deposit": [
                (
                    "account.payment",
                    "journal_id",
                    [*payments, ("payment_type", "=", "inbound")],
                )
            ],
            "PaidFrom": [
                (
                    "account.payment",
                    "journal_id",
                    [*payments, ("payment_type", "=", "outbound")],
                )
            ],
            "PaymentMethod": [("account.payment", "payment_method_line_id", payments)],
            "TaxCode": [
                ("account.move.line", "tax_ids", lines),
                ("product.template", "taxes_id", products),
                ("product.template", "supplier_taxes_id", products),
            ],
            "Currency": [("account.move", "currency_id", moves)],
            "Term": [
                ("account.move", "invoice_payment_term_id", moves),
                ("res.partner", "property_payment_term_id", products),
                ("res.partner", "property_supplier_payment_term_id", products),
            ],
        }[kind]

    @api.model
    def _get_default_uses(self, kind, company):
        """Return the records of ``kind`` that new documents take by themselves."""
        return {
            "Account": company.income_account_id + company.expense_account_id,
            "TaxCode": company.account_sale_tax_id + company.account_purchase_tax_id,
        }.get(kind, ())

    @api.model
    def _get_used_account_ids(self, connection):
        """Return the ids of the accounts that lines of documents were posted to."""
        company = connection.company_id
        model, fname, domain = self._get_uses("Account", company)[0]
        documents = self.env["account.move"].get_invoice_types(include_receipts=True)
        domain = [*domain, ("move_type", "in", documents)]
        return [
            account.id for (account,) in self.env[model]._read_group(domain, [fname])
        ]
