"""What a person does in the books, for tests: part of the simulator's client."""

from typing import Any
from urllib.parse import quote

CHUNK = 2000
NAME_LISTS = frozenset(
    "Account Class CompanyCurrency Customer Department Employee Item PaymentMethod "
    "TaxCode TaxRate Term Vendor".split()
)


class Accountant:
    """Reads and writes in the books, past the API: no throttle, journal or faults.

    Mixed into the client, which brings :meth:`control` and :attr:`realm_id`.
    """

    realm_id: str

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Call the control plane."""
        raise NotImplementedError

    def _write(self, operation, entity, body, realm_id, params) -> dict:
        call = {"operation": operation, "body": body, "params": params or {}}
        path = f"books/{realm_id or self.realm_id}/{entity}"
        return self.control("POST", path, call)

    def create(self, entity, body, *, realm_id=None, params=None) -> dict:
        """Create an object and return it."""
        return self._write("create", entity, body, realm_id, params)

    def update(self, entity, body, *, realm_id=None, params=None) -> dict:
        """Update an object: full, or with ``sparse`` only what is given.

        Without a SyncToken the current one is used, as for a person at the screen.
        """
        body = self._with_token(entity, body, realm_id)
        return self._write("update", entity, body, realm_id, params)

    def delete(self, entity, id_or_body, *, realm_id=None) -> dict:
        """Delete a transaction, by id or object."""
        body = self._with_token(entity, id_or_body, realm_id)
        return self._write("delete", entity, body, realm_id, None)

    def void(self, entity, id_or_body, *, realm_id=None) -> dict:
        """Void a transaction, by id or object."""
        body = self._with_token(entity, id_or_body, realm_id)
        return self._write("void", entity, body, realm_id, None)

    def _with_token(self, entity, id_or_body, realm_id) -> dict:
        body = id_or_body if isinstance(id_or_body, dict) else {"Id": str(id_or_body)}
        if "SyncToken" in body:
            return body
        current = self.read(entity, body["Id"], realm_id=realm_id)
        return {**body, "SyncToken": current["SyncToken"]}

    def load(self, entity: str, values: dict, *, realm_id=None) -> dict:
        """Create or change an object under the ``Id`` that it brings.

        For replaying traffic or mirroring a sandbox: references keep their ids.
        """
        path = f"books/{realm_id or self.realm_id}/load"
        return self.control("POST", path, {"entity": entity, "object": values})

    def generate(self, *, realm_id=None, seed: int = 1, **wanted: int) -> dict:
        """Make many: ``generate(customers=100, items=50, invoices=50_000)``.

        The same for the same seed; returns how many there are.
        """
        path = f"books/{realm_id or self.realm_id}/generate"
        found: dict = {}
        for kind in ("customers", "items", "invoices"):
            left = wanted.pop(kind, 0)
            while left > 0:
                some = min(left, CHUNK)
                found = self.control("POST", path, {kind: some, "seed": seed})
                left -= some
        if wanted:
            raise TypeError(f"generate() makes no {', '.join(wanted)}")
        return found

    def merge(self, entity, loser, winner, *, realm_id=None) -> None:
        """Merge two names into one, as people do in QuickBooks."""
        body = {"entity": entity, "loser": str(loser), "winner": str(winner)}
        self.control("POST", f"books/{realm_id or self.realm_id}/merge", body)

    def read(self, entity: str, id: Any, *, realm_id: str | None = None) -> dict:
        """Return an object; raises SimulatorError when there is none."""
        realm = realm_id or self.realm_id
        return self.control("GET", f"books/{realm}/{entity}/{quote(str(id), safe='')}")

    def query(self, statement: str, *, realm_id: str | None = None) -> dict:
        """Return the content of QueryResponse."""
        path = f"books/{realm_id or self.realm_id}/query"
        return self.control("POST", path, {"query": statement})

    def all(self, entity, where: str = "", *, realm_id=None) -> list[dict]:
        """Return all objects of an entity, inactive ones included unless filtered."""
        if not where and entity in NAME_LISTS:
            where = "Active in (true, false)"
        clause = f"where {where} " if where else ""
        found: list[dict] = []
        while True:
            statement = (
                f"select * from {entity} {clause}orderby Id "
                f"startposition {len(found) + 1} maxresults 1000"
            )
            # Not every entity's objects stand under its own name.
            answer = self.query(statement, realm_id=realm_id).values()
            page = next((value for value in answer if isinstance(value, list)), [])
            found += page
            if len(page) < 1000:
                return found

    def figures(self, *, realm_id: str | None = None) -> dict:
        """Return ``balances`` and ``trial_balance`` of a company."""
        return self.control("GET", f"books/{realm_id or self.realm_id}/figures")
