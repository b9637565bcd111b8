from . import (
    test_access,
    test_adjustments,
    test_architecture,
    test_stock_cases,
    test_stock_comparison,
    test_count_tour,
    test_inventory_owner,
    test_ledger_inventory,
    test_stock_entries,
    test_stock_kinds,
    test_stock_story,
    test_translations,
)
