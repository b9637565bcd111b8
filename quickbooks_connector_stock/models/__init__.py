from . import (
    quickbooks_stock_entry,
    quickbooks_stock_entry_sum,
    quickbooks_connection_entries,
    res_config_settings_entries,
    quickbooks_connection_stock,
    quickbooks_stock_adjustment,
    stock_move,
    quickbooks_stock_line,
    quickbooks_stock_line_compare,
    quickbooks_stock_why,
    quickbooks_run_stock,
)
