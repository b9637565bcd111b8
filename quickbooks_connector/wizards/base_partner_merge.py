from odoo import models


class BasePartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_reference_fields(self, src_partners, dst_partner):
        """Let what the merged contacts are linked to follow to the one that is left."""
        super()._update_reference_fields(src_partners, dst_partner)
        links_sudo = self.env["quickbooks.binding"].sudo()
        links_sudo._follow_records(src_partners, dst_partner)
