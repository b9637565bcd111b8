{
    "name": "QuickBooks Chaos",
    "summary": "Lets a worker die at a step of its own, for make chaos",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "QuickBooks Connector contributors",
    # Loaded by the server as a whole, and installed nowhere.
    "installable": False,
    "post_load": "post_load",
}
