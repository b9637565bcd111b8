from . import (
    inventory_adjustment,
    item,
    item_former,
    stock_entry,
)
