from . import account_payment_register
from . import quickbooks_mapping_transfer
from . import quickbooks_go_live
from . import quickbooks_number_clash
from . import quickbooks_pairing_confirm
from . import quickbooks_send_older
from . import quickbooks_sign_in
from . import quickbooks_same_bill
