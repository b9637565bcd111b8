"""Who works meanwhile: clerks in Odoo, an accountant in each QuickBooks."""

from .accountant import Accountant
from .buyer import Buyer
from .person import Outages, Person, Quota, wait_for
from .seller import Seller
from .storekeeper import Storekeeper

#: Who works in each company in Odoo, by the name of the login.
CLERKS = {"seller": Seller, "cashier": Seller, "buyer": Buyer, "keeper": Storekeeper}

__all__ = ["CLERKS", "Accountant", "Outages", "Person", "Quota", "wait_for"]
