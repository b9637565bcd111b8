{
    "name": "QuickBooks Neighbours",
    "summary": "Connects each company that Odoo's own tests make, for make neighbours",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "QuickBooks Connector contributors",
    # Loaded by the server where nothing of ours is installed too: it writes down
    # what comes out. Installed, it connects.
    "depends": ["quickbooks_connector"],
    "post_load": "post_load",
    "post_init_hook": "post_init_hook",
}
