from . import (
    item,
    stock_entry,
)
from . import item, inventory_adjustment
