"""Currencies of a company and their exchange rates by day."""

from .. import faults
from ..currencies import CURRENCY_NAMES
from .base import Rules
from .named import NamedRules


class CurrencyRules(NamedRules):
    name_field = "Code"
    kind = "currency"

    def complete(self, draft):
        doc = draft.doc
        doc["Code"] = doc["Code"].upper()
        if not self.co.multicurrency:
            raise faults.business(
                "Multi-currency is not enabled for this company: you can't add a "
                "currency."
            )
        if doc["Code"] not in CURRENCY_NAMES:
            raise faults.business(f"Invalid currency code {doc['Code']}.")
        doc["Name"] = CURRENCY_NAMES[doc["Code"]]


class ExchangeRateRules(Rules):
    """Rates have no id of their own: currency and day name them."""

    def create(self, body, params):
        """Store the rate of a currency for a day, replacing the one it had."""
        given = self._parse(body)
        doc = {name: value for name, value in given.items() if value is not None}
        self.check_required(doc)
        if doc["Rate"] <= 0:
            raise faults.number_out_of_range("Rate", doc["Rate"])
        doc["SourceCurrencyCode"] = doc["SourceCurrencyCode"].upper()
        if doc["SourceCurrencyCode"] not in CURRENCY_NAMES:
            raise faults.business(f"Invalid currency code {doc['SourceCurrencyCode']}.")
        doc["TargetCurrencyCode"] = self.co.home_currency
        doc.setdefault("AsOfDate", self.co.today.isoformat())
        key = (doc["SourceCurrencyCode"], doc["AsOfDate"])
        known = self.store.find("rate", *key)
        if known:
            self.replace(self.store.row(self.name, known[0]), doc)
            return self.present(self.store.row(self.name, known[0]))
        id_ = str(self.store.next_number(self.entity.counter))
        return self.present(self.insert(id_, doc))

    update = create

    def read(self, id_, params):
        """Return the rate in force on a day: `sourcecurrencycode`, `asofdate`."""
        code = str(params.get("sourcecurrencycode") or "").upper()
        if not code:
            raise faults.required("sourcecurrencycode")
        day = params.get("asofdate") or self.co.today.isoformat()
        row = self._in_force(code, day)
        if row is None:
            raise faults.not_found()
        return self.present(row)

    def find(self, currency: str, day: str):
        """Return home units per unit of a currency on a day; 1 if none is known."""
        row = self._in_force(currency, day)
        return row.doc()["Rate"] if row else 1

    def _in_force(self, currency, day):
        best = None
        for row in self.store.rows(self.name).values():
            code, since = row.keys
            if (
                code == currency
                and since <= day
                and (best is None or since > best.keys[1])
            ):
                best = row
        return best

    def index(self, doc):
        return (("rate", doc["SourceCurrencyCode"], doc["AsOfDate"]),)

    def present(self, row):
        doc = super().present(row)
        del doc["Id"], doc["SyncToken"], doc["MetaData"]["CreateTime"]
        return doc
