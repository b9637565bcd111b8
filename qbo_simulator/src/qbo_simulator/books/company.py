"""One simulated QuickBooks company: the operations of its API and its settings."""

import threading
from contextlib import contextmanager
from datetime import datetime

from . import cdc, faults, merging, query, reports
from .chart import Chart
from .clock import Clock, pacific_date
from .currencies import CURRENCY_NAMES
from .fields import REFERENCE
from .links import Links
from .model import BY_LOWER_NAME, ENTITIES
from .model.common import ADDRESS
from .registry import RULES
from .rules.taxes import TaxServiceRules
from .stock import Stock
from .store import Change, Store
from .taxes import TaxTable


class Company:
    """The books of one realm.

    Every operation runs alone (one lock per company) and as a whole: a refused request
    leaves nothing behind. Entities are named as in the API, in any case.
    """

    def __init__(self, realm_id: str, clock: Clock, disk=None):
        self.realm_id = realm_id
        self.clock = clock
        self.lock = threading.RLock()
        self.store = Store(ENTITIES)
        self.now = clock.now().timestamp()
        self.accounts = Chart(self)
        self.links = Links(self)
        self.stock = Stock(self)
        self.taxes = TaxTable(self)
        self._disk = disk
        self._depth = 0
        self._rules = {
            name: RULES[name](self, entity) for name, entity in ENTITIES.items()
        }
        self._tax_service = TaxServiceRules(self)
        self._settings: dict[str, tuple] = {}
        self.customer_parent_at = ENTITIES["Customer"].keys.index("ParentRef")

    # === operations of the API ===

    def create(self, entity: str, body: dict, params: dict | None = None) -> dict:
        """Create a record and return it in full, as QuickBooks answers."""
        with self.request():
            if entity.lower() == "taxservice":
                return self._tax_service.create(_object(body), params or {})
            return self._target(entity).create(_object(body), params or {})

    def update(self, entity: str, body: dict, params: dict | None = None) -> dict:
        """Update in full or, with `"sparse": true`, in part; `include=void` voids."""
        params = params or {}
        with self.request():
            rules = self._target(entity)
            if "void" in str(params.get("include", "")).lower().split(","):
                return rules.void(_object(body), params)
            return rules.update(_object(body), params)

    def delete(self, entity: str, body: dict, params: dict | None = None) -> dict:
        """Delete a transaction: `{"domain", "status": "Deleted", "Id"}`."""
        with self.request():
            return self._target(entity).delete(_object(body), params or {})

    def void(self, entity: str, body: dict, params: dict | None = None) -> dict:
        """Void a transaction: it stays, with zeros."""
        with self.request():
            return self._target(entity).void(_object(body), params or {})

    def read(self, entity: str, id: str, params: dict | None = None) -> dict:
        """Return one record in full, or refuse with 610."""
        with self.lock:
            return self._target(entity).read(id, params or {})

    def query(self, statement: str) -> dict:
        """Run a query and return the content of `QueryResponse`."""
        with self.lock:
            return query.run(self, statement)

    def cdc(self, entities: list[str], changed_since: datetime) -> list[dict]:
        """Return the list under `CDCResponse[0].QueryResponse`."""
        with self.lock:
            return cdc.collect(self, entities, changed_since)

    def changes(self, after_seq: int = 0) -> list[Change]:
        """Return the notifications after a sequence number, oldest first."""
        with self.lock:
            changes = self.store.changes
            first = len(changes)
            while first and changes[first - 1].seq > after_seq:
                first -= 1
            return changes[first:]

    # === what people see and do on QuickBooks' own pages ===

    def merge(self, entity: str, loser_id: str, winner_id: str) -> None:
        """Merge two records of a list; see `merging.merge`."""
        with self.request():
            name = BY_LOWER_NAME.get(entity.lower(), entity)
            merging.merge(self, name, str(loser_id), str(winner_id))

    def balances(self) -> dict:
        """Return who owes what and what is in stock; see `reports.balances`."""
        with self.lock:
            return reports.balances(self)

    def trial_balance(self) -> dict:
        """Return the accounts with their balances; see `reports.trial_balance`."""
        with self.lock:
            return reports.trial_balance(self)

    def documents(self, limit: int = 200) -> list[dict]:
        """Return the latest transactions; see `reports.documents`."""
        with self.lock:
            return reports.documents(self, limit)

    @contextmanager
    def request(self):
        """Run one request alone and as a whole; requests may be nested."""
        with self.lock:
            self._depth += 1
            try:
                if self._depth == 1:
                    self.now = self.clock.now().timestamp()
                    self.store.begin()
                    self.stock.begin()
                yield
                if self._depth == 1 and self._disk:
                    self._disk.save(self.realm_id, self.store)
            except BaseException:
                if self._depth == 1:
                    self.store.rollback()
                    self.stock.forget()
                    if self._disk:
                        self._disk.forget()
                raise
            finally:
                self._depth -= 1

    def also(self, statement: str, values: tuple) -> None:
        """Execute an SQL statement with the request under way; see `Disk.also`."""
        if self._disk:
            self._disk.also(statement, values)

    def _target(self, entity):
        name = BY_LOWER_NAME.get(entity.lower())
        if name is None:
            raise faults.unsupported_operation(entity)
        return self._rules[name]

    def rules(self, entity: str):
        """Return the rules of an entity of this company."""
        return self._rules[entity]

    @property
    def tax_service(self) -> TaxServiceRules:
        return self._tax_service

    # === settings ===

    @property
    def name(self) -> str:
        return self.info.get("CompanyName", "")

    @property
    def country(self) -> str:
        return self.info.get("Country", "US")

    @property
    def today(self):
        return pacific_date(self.clock.now())

    @property
    def info(self) -> dict:
        """Return the stored CompanyInfo: to read only."""
        return self._setting("CompanyInfo")

    @property
    def prefs(self) -> dict:
        """Return the stored Preferences: to read only."""
        return self._setting("Preferences")

    def _setting(self, entity):
        row = self.store.row(entity, "1")
        known = self._settings.get(entity)
        if known is None or known[0] is not row:
            known = self._settings[entity] = (row, row.doc() if row else {})
        return known[1]

    def pref(self, group: str, name: str):
        """Return one preference, None when it is not set."""
        return (self.prefs.get(group) or {}).get(name)

    def other_pref(self, name: str) -> str | None:
        """Return a preference of the name-value list."""
        for pair in (self.prefs.get("OtherPrefs") or {}).get("NameValue", ()):
            if pair.get("Name") == name:
                return pair.get("Value")
        return None

    @property
    def home_currency(self) -> str:
        return (self.pref("CurrencyPrefs", "HomeCurrency") or {}).get("value", "USD")

    @property
    def multicurrency(self) -> bool:
        return bool(self.pref("CurrencyPrefs", "MultiCurrencyEnabled"))

    @property
    def automated_tax(self) -> bool:
        return bool(self.pref("TaxPrefs", "PartnerTaxEnabled"))

    @property
    def default_tax_code(self) -> str | None:
        """Return the tax code that new customers get, outside automated sales tax."""
        if self.automated_tax:
            return None
        return (self.pref("TaxPrefs", "TaxGroupCodeRef") or {}).get("value")

    @property
    def jurisdictions(self) -> list[dict]:
        """Return where automated sales tax applies, and with which code."""
        return self.prefs.get("_jurisdictions", [])

    # === helpers of the rules ===

    def currency_ref(self, ref: dict | None) -> dict:
        """Return the currency of a request, or refuse it."""
        code = (ref or {}).get("value", self.home_currency).upper()
        if code == self.home_currency:
            return {"value": code}
        if not self.multicurrency:
            raise faults.business(
                "Multi-currency is not enabled for this company: the currency can only "
                f"be {self.home_currency}."
            )
        if code not in CURRENCY_NAMES:
            raise faults.business(f"Invalid currency code {code}.")
        if not self.store.find("name", "CompanyCurrency", None, code.casefold()):
            self.rules("CompanyCurrency").create({"Code": code}, {})
        return {"value": code}

    def rate_for(self, currency: str, day: str | None = None):
        """Return home units per unit of a currency on a day; 1 if none is known."""
        if currency == self.home_currency:
            return 1
        return self.rules("ExchangeRate").find(currency, day or self.today.isoformat())

    def custom_fields(self, given: list | None) -> list[dict]:
        """Return the defined custom fields with the values of a request."""
        values = {}
        for one in given or ():
            values[one.get("DefinitionId") or one.get("Name")] = one
        fields = []
        for number in "123":
            name = self._custom_name(number)
            if name:
                one = {"DefinitionId": number, "Name": name, "Type": "StringType"}
                sent = values.get(number) or values.get(name) or {}
                value = sent.get("StringValue")
                if value:
                    one["StringValue"] = value
                fields.append(one)
        return fields

    def _custom_name(self, number):
        for group in self.pref("SalesFormsPrefs", "CustomField") or ():
            for one in group.get("CustomField", ()):
                if one.get("Name") == f"SalesFormsPrefs.SalesCustomName{number}":
                    return one.get("StringValue")
        return None

    def settle_addresses(self, draft, *names: str) -> None:
        """Give the addresses of a request ids: the one they had, or a new one."""
        for name in names:
            given = draft.given.get(name)
            if not given:
                continue
            content = {k: given[k] for k in ADDRESS.order if k in given and k != "Id"}
            if not content:
                draft.doc.pop(name, None)
                continue
            known = ((draft.old or {}).get(name) or {}).get("Id")
            id_ = known or str(self.store.next_number("address"))
            draft.doc[name] = {"Id": id_, **content}

    def is_exempt(self, doc: dict) -> bool:
        """Tell whether a document's customer pays no sales tax."""
        ref = doc.get("CustomerRef")
        row = self.store.row("Customer", ref["value"]) if ref else None
        return row is not None and row.doc().get("Taxable") is False

    def same_family(self, one: str, other: str) -> bool:
        """Tell whether two customers are the same or one is below the other."""
        return other in self._line_of(one) or one in self._line_of(other)

    def _line_of(self, id_):
        line = []
        while id_ and id_ not in line:
            line.append(id_)
            row = self.store.row("Customer", id_)
            id_ = row.keys[self.customer_parent_at] if row else None
        return line


def _object(body):
    if not isinstance(body, dict):
        REFERENCE.parse(body)
    return body
