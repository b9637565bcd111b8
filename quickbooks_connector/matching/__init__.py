"""Which entry of a QuickBooks list stands for what in Odoo: scoring, values in and out.

Nothing here knows of Odoo, of a database or of QuickBooks' API. Whole lists are looked
at together, for a name is a proof only if it is the only one on both sides.
"""

from .accounts import (
    Account,
    AccountEntry,
    eligible_types,
    propose_accounts,
    propose_deposits,
    propose_sources,
)
from .names import Named, propose_currencies, propose_methods
from .pairs import Side, is_alike, propose_pairs
from .proposal import LIKELY, SURE, UNCLEAR, Proposal
from .taxes import Tax, TaxEntry, propose_taxes, propose_us_taxes, same_rates
from .terms import Term, propose_terms, term_of_object
from .twins import Twins, find_twins

__all__ = [
    "LIKELY",
    "SURE",
    "UNCLEAR",
    "Account",
    "AccountEntry",
    "Named",
    "Proposal",
    "Side",
    "Tax",
    "TaxEntry",
    "Term",
    "Twins",
    "eligible_types",
    "find_twins",
    "is_alike",
    "propose_accounts",
    "propose_currencies",
    "propose_deposits",
    "propose_methods",
    "propose_pairs",
    "propose_sources",
    "propose_taxes",
    "propose_terms",
    "propose_us_taxes",
    "same_rates",
    "term_of_object",
]
