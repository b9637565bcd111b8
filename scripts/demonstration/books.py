"""QuickBooks as the demonstration sees it: the simulator, or a company at Intuit.

Both can be read and paid in, past the connector's own bookkeeping, so that the figures
of QuickBooks' side never come from Odoo's database.
"""

import json
import os
import secrets
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Protocol
from urllib.parse import urlsplit

from qbo_simulator.testing import Simulator

from ..databases import Databases
from ..steps import SetupError
from .report import Report, StoryError, wait_for
from .web_client import WebClient

CALLBACK = "/quickbooks/oauth/callback"
PATIENCE = 900  # seconds for a person to sign in at Intuit


class Books(Protocol):
    """A QuickBooks company to tell the story with."""

    #: Where a person looks at it.
    address: str
    #: How long its answers may take, in seconds.
    patience: float
    #: Number of the first invoice; empty: Odoo's own.
    first_number: str

    def settings(self) -> dict:
        """Return what an administrator enters in Odoo's settings to reach it."""

    def sign_in(self, administrator: WebClient, address: str, report: Report) -> None:
        """Consent to the connection; ``address`` is where Odoo sends the browser."""

    def all(self, entity: str) -> dict[str, dict]:
        """Return all objects of an entity by their id."""

    def receive_payment(self, invoice: dict) -> dict:
        """Record a payment of what is open on an invoice, and return it."""


class SimulatedBooks:
    """The simulator's first company."""

    patience = 60
    first_number = ""

    def __init__(self, simulator: Simulator):
        self.simulator = simulator
        self.address = f"{simulator.base_url}/books/{simulator.realm_id}/"

    def settings(self) -> dict:
        """Return the simulator's keys and addresses."""
        app = self.simulator.app
        return {
            "quickbooks_environment": "custom",
            "quickbooks_discovery_url": self.simulator.discovery_url,
            "quickbooks_api_base_url": self.simulator.api_base_url,
            "quickbooks_web_base_url": f"{self.simulator.base_url}/app",
            "quickbooks_client_id": app.client_id,
            "quickbooks_client_secret": app.client_secret,
        }

    def sign_in(self, administrator: WebClient, address: str, report: Report) -> None:
        """Fill in the consent page, then follow its redirect back into Odoo."""
        callback = self.simulator.follow_consent(address)
        report.tell(f"consent given on {address.partition('?')[0]}")
        landed = administrator.get(callback)
        report.tell(f"back in Odoo: {CALLBACK} led to {urlsplit(landed.url).path}")

    def all(self, entity: str) -> dict[str, dict]:
        """Read the books past the API."""
        return {found["Id"]: found for found in self.simulator.all(entity)}

    def receive_payment(self, invoice: dict) -> dict:
        """Record the payment as a bookkeeper would."""
        return self.simulator.create("Payment", payment_for(invoice))


class IntuitBooks:
    """A sandbox company at Intuit, reached with the connection's own sign-in.

    :param settings: what to enter in Odoo's settings
    """

    patience = 300
    address = "https://sandbox.qbo.intuit.com"

    def __init__(self, databases: Databases, database: str, settings: dict):
        self.databases = databases
        self.database = database
        self._settings = settings
        # The sandbox remembers earlier demonstrations, so numbers must not repeat.
        start = 10_000 + secrets.randbelow(80_000)
        self.first_number = f"INV/{date.today().year}/{start}"

    def settings(self) -> dict:
        """Return the keys from the environment."""
        return self._settings

    def sign_in(self, administrator: WebClient, address: str, report: Report) -> None:
        """Let the person sign in at Intuit in a browser of theirs.

        Intuit's page is for people, and the way back needs their own session in Odoo.
        """
        report.tell("Your turn, within 15 minutes:")
        report.tell(f"1. Sign in as {administrator.login}/{administrator.password} at")
        report.tell(f"   {administrator.url}/odoo/quickbooks-settings")
        report.tell('2. Under QuickBooks press "Connect to QuickBooks".')
        report.tell("3. At Intuit choose the sandbox company and press Connect.")

        def connected():
            domain = [("state", "=", "connected")]
            return administrator.find("quickbooks.connection", domain, "name")

        wait_for("your consent at Intuit", connected, PATIENCE, pause=2)

    def all(self, entity: str) -> dict[str, dict]:
        """Read all pages of an entity over the API."""
        active_too = entity in ("Customer", "Item")
        objects = self._ask(
            f"pages = client.query_all({entity!r}, active_too={active_too})\n"
            "answer = [found for page in pages for found in page]"
        )
        return {found["Id"]: found for found in objects}

    def receive_payment(self, invoice: dict) -> dict:
        """Record the payment over the API."""
        body = json.dumps(payment_for(invoice), default=str)
        return self._ask(
            "import uuid\n"
            f"answer = client.create('Payment', {body!r}, str(uuid.uuid4()))"
        )

    def _ask(self, code: str):
        """Run code with a ``client`` of the connection, and return its ``answer``."""
        mark = "answer of QuickBooks: "
        printed = self.databases.script(
            self.database,
            "from odoo.addons.quickbooks_connector.api import dumps_payload\n"
            "connections = env['quickbooks.connection']\n"
            "client = connections.search([('realm_id', '!=', False)])._get_client()\n"
            f"{code}\n"
            f"print({mark!r} + dumps_payload(answer))\n",
            "demo-quickbooks",
        )
        for line in printed.splitlines():
            if line.startswith(mark):
                return json.loads(line.removeprefix(mark), parse_float=Decimal)
        raise StoryError("QuickBooks could not be read; see .odoo/log.")


def payment_for(invoice: dict) -> dict:
    """Return QuickBooks' payment of all that is open on an invoice, on its day."""
    return {
        "CustomerRef": invoice["CustomerRef"],
        "TxnDate": invoice["TxnDate"],
        "TotalAmt": invoice["Balance"],
        "Line": [
            {
                "Amount": invoice["Balance"],
                "LinkedTxn": [{"TxnId": invoice["Id"], "TxnType": "Invoice"}],
            }
        ],
    }


def intuit_keys(env: Mapping[str, str] = os.environ) -> dict | None:
    """Return the settings that the environment names, or nothing: use the simulator.

    :raises SetupError: only one of the keys is there, or they are for real books
    """
    client_id, secret = env.get("QBO_CLIENT_ID"), env.get("QBO_CLIENT_SECRET")
    if not client_id and not secret:
        return None
    if not client_id or not secret:
        raise SetupError(
            "Of Intuit's keys only one is in the environment.",
            "Set QBO_CLIENT_ID and QBO_CLIENT_SECRET, or neither for the simulator.",
        )
    if env.get("QBO_ENVIRONMENT", "sandbox") != "sandbox":
        raise SetupError(
            "The demonstration writes invented documents, so it uses a sandbox only.",
            "Unset QBO_ENVIRONMENT and give the sandbox (development) keys.",
        )
    return {
        "quickbooks_environment": "sandbox",
        "quickbooks_client_id": client_id,
        "quickbooks_client_secret": secret,
    }


def redirect_base(env: Mapping[str, str] = os.environ) -> str:
    """Return Odoo's address within the registered redirect address, maybe empty.

    :raises SetupError: it does not lead to the connector
    """
    uri = env.get("QBO_REDIRECT_URI", "")
    if uri and not uri.endswith(CALLBACK):
        raise SetupError(
            f"QBO_REDIRECT_URI is {uri}, and the connector listens at {CALLBACK}.",
            f"Register https://YOUR-HOST{CALLBACK}, or "
            f"http://localhost:8069{CALLBACK} for sandbox keys.",
        )
    return uri.removesuffix(CALLBACK)
