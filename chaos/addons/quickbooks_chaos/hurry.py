"""Waiting made shorter: what takes an hour in production takes seconds here."""

from datetime import timedelta

from odoo.service import server

from odoo.addons.quickbooks_connector.api import Limits
from odoo.addons.quickbooks_connector.models import quickbooks_throttle
from odoo.addons.quickbooks_connector.sync import policy

#: Waits before the next try, instead of half a minute up to an hour.
BACKOFF = tuple(timedelta(seconds=seconds) for seconds in (0.5, 1, 2, 4))

#: Requests in whatever time: QuickBooks' own limits would be most of the wait.
MOST = 10**6


def apply():
    """Shorten what is waited for; nothing else changes."""
    policy.BACKOFF = BACKOFF
    # Idle cron workers look for work again, as they do once a minute.
    server.SLEEP_INTERVAL = 1
    limits = Limits(per_second=MOST, per_minute=MOST, batches_per_minute=MOST)
    quickbooks_throttle.Limits = lambda: limits
