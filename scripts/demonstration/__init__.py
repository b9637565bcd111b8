"""The demonstration: a sale in Odoo, its way into QuickBooks, and the payment back."""
