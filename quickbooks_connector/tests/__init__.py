from . import test_entity_books
from . import test_entity_customer
from . import test_entity_invoice
from . import test_entity_item
from . import test_entity_payment
from . import test_entity_views
from . import test_values_invoice
from . import test_values_invoice_vat
from . import test_values_item
from . import test_values_money
from . import test_values_party
from . import test_connection_actions, test_connection_secrets, test_connection_tokens
from . import test_oauth_callback, test_settings_quickbooks, test_throttle_database
