from . import quickbooks_pairing_confirm
from . import quickbooks_sign_in
from . import quickbooks_go_live, quickbooks_sign_in
