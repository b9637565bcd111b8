"""What people read about quantities: one row a cause."""

from odoo.addons.quickbooks_connector.sync.words import add_causes

CAUSES = {}

add_causes(CAUSES)
