from . import (
    test_architecture,
    test_stock_entries,
    test_translations,
)
