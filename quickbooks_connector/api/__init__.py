"""QuickBooks Online as plain Python: verbs in, dictionaries out, typed errors.

Knows nothing of Odoo. Everything else in the add-on talks to QuickBooks through the
names exported here.
"""

from . import const, query, webhook
from .auth import DiscoveryCache, OAuthClient, TokenSet
from .batch import BatchItem, BatchResult
from .client import Changes, QboClient
from .endpoints import CUSTOM, PRODUCTION, SANDBOX, Endpoints
from .errors import (
    FaultEntry,
    QboAuthError,
    QboClientError,
    QboClosedBooksError,
    QboConfigError,
    QboDuplicateError,
    QboDuplicateNumberError,
    QboError,
    QboFeatureError,
    QboForbiddenError,
    QboKeyError,
    QboLockedError,
    QboMappingError,
    QboNotFoundError,
    QboReferenceError,
    QboRequestError,
    QboStaleError,
    QboSubscriptionError,
    QboSystemFaultError,
    QboThrottledError,
    QboUnavailableError,
    QboUncertainError,
    QboValidationError,
)
from .faults import classify, classify_fault
from .masking import MaskingFilter, get_logger, mask
from .payload import RawJson, dumps_payload, loads_exact
from .throttle import Limiter, Limits, LocalLimiter, Slot, reserve
from .transport import About, Exchange, Transport

__all__ = [
    "CUSTOM",
    "PRODUCTION",
    "SANDBOX",
    "About",
    "BatchItem",
    "BatchResult",
    "Changes",
    "DiscoveryCache",
    "Endpoints",
    "Exchange",
    "FaultEntry",
    "Limiter",
    "Limits",
    "LocalLimiter",
    "MaskingFilter",
    "OAuthClient",
    "QboAuthError",
    "QboClient",
    "QboClientError",
    "QboClosedBooksError",
    "QboConfigError",
    "QboDuplicateError",
    "QboDuplicateNumberError",
    "QboError",
    "QboFeatureError",
    "QboForbiddenError",
    "QboKeyError",
    "QboLockedError",
    "QboMappingError",
    "QboNotFoundError",
    "QboReferenceError",
    "QboRequestError",
    "QboStaleError",
    "QboSubscriptionError",
    "QboSystemFaultError",
    "QboThrottledError",
    "QboUnavailableError",
    "QboUncertainError",
    "QboValidationError",
    "RawJson",
    "Slot",
    "TokenSet",
    "Transport",
    "classify",
    "classify_fault",
    "const",
    "dumps_payload",
    "get_logger",
    "loads_exact",
    "mask",
    "query",
    "reserve",
    "webhook",
]
