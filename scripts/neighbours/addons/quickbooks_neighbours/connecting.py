"""Each company is connected and live, and everybody sees QuickBooks.

So every hook of the connector acts: changes are noted and written, columns and filters
are in the views, buttons are computed. Where QuickBooks would be nobody answers.
"""

from odoo import api, models

#: The port for what is thrown away; nobody listens on it.
NOBODY = "http://127.0.0.1:9"
GROUP = "quickbooks_connector.quickbooks_group_user"


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._connect_to_quickbooks()
        return companies

    def _connect_to_quickbooks(self):
        """Give each company a live connection that sends whatever can be sent."""
        self.env["quickbooks.connection"].sudo().create(
            [
                {
                    "company_id": company.id,
                    "environment": "custom",
                    "discovery_url": f"{NOBODY}/discovery",
                    "api_base_url": NOBODY,
                    "client_id": "neighbours",
                    "realm_id": f"neighbour-{company.id}",
                    "state": "connected",
                    "is_live": True,
                    "start_date": "2000-01-01",
                    "estimate_direction": "both",
                    "purchase_order_direction": "both",
                    "send_pdf": True,
                    "undo_payments": True,
                }
                for company in self
            ]
        )


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        users._see_quickbooks()
        return users

    def _see_quickbooks(self):
        """Give the internal users among these the group that sees QuickBooks."""
        group = self.env.ref(GROUP)
        insiders = self.sudo().filtered(lambda user: user._is_internal())
        insiders.group_ids = [(4, group.id)]
