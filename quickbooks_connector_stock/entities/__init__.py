from . import (
    item,
    stock_entry,
)
