"""CompanyInfo and Preferences."""

from .. import faults
from .base import Rules


class SettingsRules(Rules):
    """One record with the id 1; reads also accept the company's own id."""

    def fetch(self, id_):
        if str(id_) in ("", self.co.realm_id):
            id_ = "1"
        return super().fetch(id_)


class CompanyInfoRules(SettingsRules):
    def prepare(self, draft):
        if not draft.doc.get("CompanyName"):
            raise faults.required("CompanyName")
        self.co.settle_addresses(
            draft, "CompanyAddr", "CustomerCommunicationAddr", "LegalAddr"
        )


class PreferencesRules(SettingsRules):
    # What the API can't change: switches of plan, country and the closing of books.
    fixed = {
        "AccountingInfoPrefs": ("BookCloseDate",),
        "CurrencyPrefs": ("MultiCurrencyEnabled", "HomeCurrency"),
        "TaxPrefs": ("PartnerTaxEnabled",),
    }

    def prepare(self, draft):
        doc, old = draft.doc, draft.old
        if old is None:
            return
        for group, before in old.items():
            if not group.endswith("Prefs") or group not in draft.given:
                continue
            merged = {**before, **(draft.given[group] or {})}
            for name in self.fixed.get(group, ()):
                merged.pop(name, None)
                if name in before:
                    merged[name] = before[name]
            order = {**before, **merged}
            doc[group] = {name: merged[name] for name in order if name in merged}
