{
    "name": "QuickBooks Online Connector: Inventory",
    "summary": "Quantities in Odoo and QuickBooks Online, each counted once",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "license": "LGPL-3",
    "author": "QuickBooks Connector contributors",
    "depends": ["quickbooks_connector", "sale_stock", "purchase_stock"],
    "auto_install": True,
}
