from . import (
    test_adjustments,
    test_architecture,
    test_stock_comparison,
    test_stock_entries,
    test_translations,
)
