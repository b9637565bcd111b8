from odoo import fields, models


class QuickbooksConnection(models.Model):
    """The matching of contacts and products, from the connection's side."""

    _inherit = "quickbooks.connection"

    ask_before_create = fields.Boolean(
        "Ask Before Creating Contacts and Products",
        help="A document whose contact or product is not in QuickBooks yet waits until "
        "somebody has chosen one, or has it created. Otherwise it is created by "
        "itself.",
    )
    counterparts_read_at = fields.Datetime(
        "Contacts and Products Read", copy=False, readonly=True
    )
    open_pairing_count = fields.Integer(
        "Matches to Apply", compute="_compute_pairing_counts"
    )
    asked_pairing_count = fields.Integer(
        "Matches to Choose", compute="_compute_pairing_counts"
    )

    def _compute_pairing_counts(self):
        """Count what waits for Apply, and what of it needs a choice before."""
        rows = self.env["quickbooks.pairing"]._read_group(
            [("connection_id", "in", self.ids), ("state", "in", ("open", "failed"))],
            ["connection_id", "decision"],
            ["__count"],
        )
        for connection in self:
            counts = {
                decision: count for one, decision, count in rows if one == connection
            }
            connection.open_pairing_count = sum(counts.values())
            connection.asked_pairing_count = counts.get("ask", 0)

    def write(self, vals):
        result = super().write(vals)
        if vals.get("ask_before_create") is False:
            for connection in self:
                connection._replay(["ask_create"])
        return result

    def action_read_counterparts(self):
        """Read in the background what contacts and products QuickBooks has."""
        self._check_manager()
        for connection in self:
            self.env["quickbooks.run"]._start(connection, "read_counterparts")
        return self._notify(
            self.env._(
                "Contacts and products are being read; proposals follow by themselves."
            )
        )

    def action_import_from_quickbooks(self, entities=None):
        """Take over everything that only QuickBooks has, in the background.

        :param list entities: QuickBooks' names of the kinds wanted; all by default
        """
        self._check_manager()
        known = self.env["quickbooks.entity"]._registry()
        entities = [
            name
            for name, entity in known.items()
            if entity._imports_new and entity._matches and name in (entities or known)
        ]
        for connection in self:
            self.env["quickbooks.run"]._start_import(connection, entities)
        return self._notify(
            self.env._("Contacts and products are being taken over from QuickBooks.")
        )

    def action_apply_pairings(self):
        """Ask whether to carry out all decisions on contacts and products."""
        self._check_manager()
        rows = self.env["quickbooks.pairing"]
        rows = rows.search(rows._domain_to_apply(self))
        return self.env["quickbooks.pairing.confirm"]._open(rows)

    def action_open_contacts(self):
        """Open the matching of contacts."""
        return self._open_pairings("contacts")

    def action_open_products(self):
        """Open the matching of products."""
        return self._open_pairings("products")

    def _open_pairings(self, what):
        self._check_user()
        self.check_access("read")
        return self.env["ir.actions.act_window"]._for_xml_id(
            f"quickbooks_connector.quickbooks_pairing_action_{what}"
        )
