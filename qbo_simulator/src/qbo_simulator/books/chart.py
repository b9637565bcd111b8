"""The system accounts that documents post to; missing ones are created when needed."""

from .currencies import CURRENCY_NAMES

RECEIVABLE = ("Accounts Receivable (A/R)", "Accounts Receivable", "AccountsReceivable")
PAYABLE = ("Accounts Payable (A/P)", "Accounts Payable", "AccountsPayable")


class Chart:
    """Find or create an account by its role."""

    def __init__(self, company):
        self.co = company
        self._found: dict[tuple, str] = {}

    def receivable(self, currency: str) -> str:
        return self._of_currency(RECEIVABLE, currency)

    def payable(self, currency: str) -> str:
        return self._of_currency(PAYABLE, currency)

    def undeposited(self) -> str:
        return self._by_subtype(
            "Undeposited Funds", "Other Current Asset", "UndepositedFunds"
        )

    def opening_equity(self) -> str:
        return self._by_subtype(
            "Opening Balance Equity", "Equity", "OpeningBalanceEquity"
        )

    def discounts(self) -> str:
        chosen = self.co.pref("SalesFormsPrefs", "DefaultDiscountAccount")
        if chosen and self.co.store.row("Account", chosen):
            return chosen
        return self._by_subtype("Discounts given", "Income", "DiscountsRefundsGiven")

    def shipping(self) -> str:
        chosen = self.co.pref("SalesFormsPrefs", "DefaultShippingAccount")
        if chosen and self.co.store.row("Account", chosen):
            return chosen
        return self._by_name("Shipping Income", "Income", "SalesOfProductIncome")

    def sales(self) -> str:
        return self._by_subtype(
            "Sales of Product Income", "Income", "SalesOfProductIncome"
        )

    def expenses(self) -> str:
        return self._by_name(
            "Uncategorized Expense", "Expense", "OtherMiscellaneousServiceCost"
        )

    def exchange_gain(self) -> str:
        return self._by_subtype(
            "Exchange Gain or Loss", "Other Expense", "ExchangeGainOrLoss"
        )

    def tax_payable(self, rate_id: str) -> str:
        """Return the liability account of the agency that a tax rate belongs to."""
        store = self.co.store
        rate = store.row("TaxRate", rate_id)
        agency = rate and store.row("TaxAgency", rate.doc()["AgencyRef"]["value"])
        name = agency.keys[0] if agency else "Sales Tax Agency"
        return self._by_name(
            f"{name} Payable"[:100], "Other Current Liability", "GlobalTaxPayable"
        )

    def _of_currency(self, role, currency):
        name, kind, subtype = role
        if currency != self.co.home_currency:
            name = f"{name} - {currency}"
        return self._find(
            ("role", kind, currency),
            lambda doc: (
                doc["AccountType"] == kind and doc["CurrencyRef"]["value"] == currency
            ),
            {
                "Name": name,
                "AccountType": kind,
                "AccountSubType": subtype,
                "CurrencyRef": {
                    "value": currency,
                    "name": CURRENCY_NAMES.get(currency, currency),
                },
            },
        )

    def _by_subtype(self, name, kind, subtype):
        return self._find(
            ("subtype", subtype),
            lambda doc: doc["AccountSubType"] == subtype,
            {"Name": name, "AccountType": kind, "AccountSubType": subtype},
        )

    def _by_name(self, name, kind, subtype):
        return self._find(
            ("name", name),
            lambda doc: doc["Name"] == name,
            {"Name": name, "AccountType": kind, "AccountSubType": subtype},
        )

    def _find(self, key, matches, body):
        store = self.co.store
        known = self._found.get(key)
        if known and store.row("Account", known):
            return known
        fitting = [
            int(row.id)
            for row in store.rows("Account").values()
            if row.keys[0] and matches(row.doc())
        ]
        if fitting:
            found = str(min(fitting))
        else:
            found = self.co.rules("Account").create(body, {})["Id"]
        self._found[key] = found
        return found
