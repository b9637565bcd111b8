from . import (
    item,
    inventory_adjustment,
    stock_entry,
)
