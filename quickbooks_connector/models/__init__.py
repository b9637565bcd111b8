# Order matters to Odoo: a model comes after those that it inherits.
from . import quickbooks_connection
from . import quickbooks_synced_mixin
from . import quickbooks_mapping_mixin
from . import (
    quickbooks_binding,
    quickbooks_connection_work,
    quickbooks_connection_auth,
    quickbooks_connection_company,
    quickbooks_connection_directions,
    quickbooks_connection_notices,
    quickbooks_connection_setup,
    quickbooks_connection_sign_in,
    quickbooks_credential,
    quickbooks_finding,
    quickbooks_inbound,
    quickbooks_mapping,
    quickbooks_mapping_propose,
    quickbooks_mapping_use,
    quickbooks_oauth_state,
    quickbooks_reference,
    quickbooks_run,
    quickbooks_connection_readiness,
    quickbooks_run_progress,
    quickbooks_run_lists,
    quickbooks_sync_log,
    quickbooks_throttle,
)
from . import (
    account_account,
    account_journal,
    account_move,
    account_payment,
    account_payment_term,
    account_tax,
    product_product,
    res_config_settings,
    res_partner,
    sale_order,
)
