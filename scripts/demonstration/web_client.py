"""A signed-in user of Odoo's web client: the same addresses, a session cookie."""

import json
from decimal import Decimal
from typing import Any

import requests

TIMEOUT = 60


class OdooRefusal(Exception):
    """Odoo refused a call; the text is what the person would have read."""


class WebClient:
    """One person in one browser, without the browser.

    Numbers come back as ``Decimal`` where Odoo sends fractions.

    :raises OdooRefusal: when Odoo does not let the person in
    """

    def __init__(self, url: str, database: str, login: str, password: str):
        self.url = url
        self.login = login
        self.password = password
        self.session = requests.Session()
        self.session.trust_env = False  # loopback needs no proxy
        person = {"db": database, "login": login, "password": password}
        self._post("/web/session/authenticate", person)

    def call(self, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call a public method of a model, as a button or a view does."""
        return self._post(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def create(self, model: str, vals: dict, **context: Any) -> int:
        """Create a record and return its id."""
        return self.call(model, "create", [vals], context=context)[0]

    def write(self, model: str, record_id: int, vals: dict) -> None:
        """Change a record."""
        self.call(model, "write", [record_id], vals)

    def read(self, model: str, record_id: int, *fields: str) -> dict:
        """Return fields of one record."""
        return self.call(model, "read", [record_id], list(fields))[0]

    def find(self, model: str, domain: list, *fields: str) -> list[dict]:
        """Return fields of the records that a domain finds, in Odoo's order."""
        return self.call(model, "search_read", domain, list(fields))

    def ref(self, name: str) -> int:
        """Return the record id behind an external id."""
        module, name = name.split(".")
        return self.call("ir.model.data", "check_object_reference", module, name)[1]

    def get(self, address: str) -> requests.Response:
        """Open a page, following redirects as a browser does.

        :raises requests.HTTPError: the page is an error
        """
        if address.startswith("/"):
            address = self.url + address
        answer = self.session.get(address, timeout=TIMEOUT)
        answer.raise_for_status()
        return answer

    def _post(self, path: str, params: dict) -> Any:
        answer = self.session.post(
            self.url + path,
            json={"jsonrpc": "2.0", "method": "call", "params": params},
            timeout=TIMEOUT,
        )
        answer.raise_for_status()
        body = json.loads(answer.text, parse_float=Decimal)
        if "error" in body:
            error = body["error"]
            said = (error.get("data") or {}).get("message") or error.get("message")
            raise OdooRefusal(f"Odoo refused {path} to {self.login}: {said}")
        return body.get("result")
