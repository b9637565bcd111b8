"""Who renews which sign-in, from when to when: two must never do it at once."""

import os
import time
from functools import wraps
from pathlib import Path

from odoo.addons.quickbooks_connector.models.quickbooks_credential import (
    QuickbooksCredential,
)


def apply(folder):
    """Let each renewal be noted in ``folder``, at its beginning and its end."""
    told = Path(folder) / "refreshes"
    method = QuickbooksCredential._refresh

    @wraps(method)
    def refresh(credential):
        connection = credential.connection_id.id
        key = f"{connection} {os.getpid()}-{time.monotonic_ns()}"
        _note(told, f"{key} begins")
        try:
            return method(credential)
        finally:
            _note(told, f"{key} ends")

    QuickbooksCredential._refresh = refresh


def _note(told, text):
    # One short write to a file that is appended to is whole, whoever else writes.
    with told.open("a") as lines:
        lines.write(f"{time.time():.3f} {text}\n")
