from . import (
    inventory_adjustment,
    item,
    inventory_adjustment,
    item_former,
    stock_entry,
)
