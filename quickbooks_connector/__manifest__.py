{
    "name": "QuickBooks Online Connector",
    "summary": "Keep Odoo and QuickBooks Online equal to the cent",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "license": "LGPL-3",
    "author": "QuickBooks Connector contributors",
    "application": False,
    "depends": ["account", "sale", "purchase"],
    "external_dependencies": {
        "python": ["python-quickbooks", "intuit-oauth", "cryptography"],
    },
    "data": [
        "security/quickbooks_groups.xml",
        "security/ir.model.access.csv",
        "security/quickbooks_security.xml",
        "views/account_move_views.xml",
        "views/account_payment_views.xml",
        "views/product_views.xml",
        "views/res_partner_views.xml",
        "views/sale_order_views.xml",
    ],
    "assets": {
        "web.assets_backend": ["quickbooks_connector/static/src/**/*"],
    },
}
