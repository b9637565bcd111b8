from . import quickbooks_inventory_owner
