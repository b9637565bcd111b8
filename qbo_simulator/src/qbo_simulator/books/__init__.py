"""A stateful QuickBooks Online without HTTP: companies, documents, ledger, queries.

Answers are plain dictionaries in QuickBooks' key order with `Decimal` amounts; `dumps`
writes them with QuickBooks' number spelling. Every refusal is a `Fault`.
"""

from .books import Books
from .clock import Clock
from .company import Company
from .faults import Fault
from .jsonio import dumps, loads
from .store import Change

__all__ = ["Books", "Change", "Clock", "Company", "Fault", "dumps", "loads"]
