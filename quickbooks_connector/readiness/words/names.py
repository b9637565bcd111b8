"""Names and addresses of contacts, names of products."""

from odoo.tools import LazyTranslate

from . import Words

_lt = LazyTranslate(__name__)

_FITTED = _lt(
    "It is all right to go on: Odoo keeps its own. Names in QuickBooks have no colon "
    "and are not so long."
)
_ONCE = _lt(
    "It is all right to go on: Odoo keeps its own. QuickBooks wants each name once, so "
    "the later ones get an addition; a question mark means that you are asked."
)
_SHOW_CONTACTS = _lt("Show the contacts")
_SHOW_PRODUCTS = _lt("Show the products")

NAMES = {
    "contact_names": Words(
        _lt("Names of contacts"),
        fine=_lt("Each can be the name in QuickBooks too. Contacts: %(total)s."),
    ),
    "contact_names_missing": Words(
        _lt("Contacts without a name"),
        _lt("Contacts that have no name QuickBooks could use: %(count)s."),
        _lt("Their documents can't be sent. Enter a name."),
        _SHOW_CONTACTS,
    ),
    "contact_names_fitted": Words(
        _lt("Names that are fitted"),
        _lt("Contacts with a name that QuickBooks does not take: %(count)s. %(sent)s."),
        _FITTED,
        _SHOW_CONTACTS,
    ),
    "contact_names_shared": Words(
        _lt("Contacts of the same name"),
        _lt("Contacts that share their name with another one: %(count)s. %(sent)s."),
        _ONCE,
        _SHOW_CONTACTS,
    ),
    "contact_emails": Words(
        _lt("E-mail addresses"),
        _lt(
            "Contacts whose e-mail address is none, or too long for QuickBooks: "
            "%(count)s. %(names)s."
        ),
        _lt(
            "It is all right to go on: QuickBooks gets the contact without it, or cut."
        ),
        _SHOW_CONTACTS,
        _lt("All can be sent. Contacts with an address: %(total)s."),
    ),
    "contact_texts": Words(
        _lt("Other texts of contacts"),
        _lt("Contacts with a telephone number or company name that is cut: %(count)s."),
        _lt("It is all right to go on: Odoo keeps its own."),
        _SHOW_CONTACTS,
        _lt("None is too long for QuickBooks."),
    ),
    "product_names": Words(
        _lt("Names of products"),
        fine=_lt("Each can be the name in QuickBooks too. Products: %(total)s."),
    ),
    "product_names_missing": Words(
        _lt("Products without a name"),
        _lt("Products that have no name QuickBooks could use: %(count)s."),
        _lt("Their documents can't be sent. Enter a name."),
        _SHOW_PRODUCTS,
    ),
    "product_names_fitted": Words(
        _lt("Product names that are fitted"),
        _lt("Products with a name that QuickBooks does not take: %(count)s. %(sent)s."),
        _FITTED,
        _SHOW_PRODUCTS,
    ),
    "product_names_shared": Words(
        _lt("Products of the same name"),
        _lt("Products that share their name with another one: %(count)s. %(sent)s."),
        _ONCE,
        _SHOW_PRODUCTS,
    ),
    "product_codes": Words(
        _lt("Internal references"),
        _lt("Products whose internal reference is cut: %(count)s."),
        _lt("It is all right to go on, unless two of them become the same."),
        _SHOW_PRODUCTS,
        _lt("None is too long for QuickBooks."),
    ),
}
