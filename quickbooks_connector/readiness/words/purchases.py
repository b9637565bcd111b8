"""Bills and vendor credits."""

from odoo.tools import LazyTranslate

from . import Words

_lt = LazyTranslate(__name__)

PURCHASES = {
    "bill_accounts": Words(
        _lt("Accounts of bills"),
        _lt("Not matched: %(names)s. Bills that use them: %(count)s."),
        _lt("These bills can't be sent. Choose each account once."),
        _lt("Choose the accounts"),
        _lt("Every account that lines of bills name is matched."),
    ),
    "bill_tax": Words(
        _lt("Tax on purchases"),
        _lt(
            "Tax on bills is a line of its own in QuickBooks, and has no account "
            "there. Not matched: %(names)s. Bills: %(count)s."
        ),
        _lt("These bills can't be sent. Choose one account for all of it."),
        _lt("Choose the account"),
    ),
}
