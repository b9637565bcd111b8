from odoo import models

from ..entities import names


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "quickbooks.synced.mixin"]

    def write(self, vals):
        result = super().write(vals)
        if "name" in vals:
            names.forget(self)
            # People carry the name of their company.
            self.child_ids._quickbooks_mark(["name"])
        return result

    def unlink(self):
        parents = (self._quickbooks_mark_targets() - self).exists()
        result = super().unlink()
        parents._quickbooks_mark(["street"])
        return result

    def _quickbooks_mark_targets(self):
        # The addresses of a company travel inside the company itself.
        addresses = self.filtered(lambda partner: partner.type != "contact")
        return self | addresses.commercial_partner_id
