"""Everything fails while documents travel between Odoo and QuickBooks."""
