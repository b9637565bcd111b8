from . import quickbooks_sign_in
