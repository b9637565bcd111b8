{
    "name": "QuickBooks Online Connector: Inventory",
    "summary": "Quantities in Odoo and QuickBooks Online, each counted once",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "license": "LGPL-3",
    "author": "QuickBooks Connector contributors",
    "depends": ["quickbooks_connector", "sale_stock", "purchase_stock"],
    "auto_install": True,
    "data": [
        "security/ir.model.access.csv",
        "security/quickbooks_stock_security.xml",
        "security/quickbooks_stock_entry_security.xml",
        "views/quickbooks_stock_adjustment_views.xml",
        "views/quickbooks_stock_entry_views.xml",
        "views/quickbooks_stock_line_views.xml",
        "views/res_config_settings_stock_views.xml",
        "views/res_config_settings_entries_views.xml",
        "wizards/quickbooks_inventory_owner_views.xml",
    ],
    "assets": {
        "web.assets_tests": ["quickbooks_connector_stock/static/tests/tours/**/*"],
    },
}
