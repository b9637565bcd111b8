from typing import NamedTuple

from odoo import fields, models
from odoo.exceptions import UserError

from ..entities import lookup

#: The list of rates of a tax code, by the side of Odoo's tax.
_SIDES = {"sale": "Sales", "purchase": "Purchase"}


class _Rate(NamedTuple):
    """One rate of a code; ``given_back``: the same is taken off again."""

    name: str
    percent: float
    on_others: bool
    given_back: bool = False


class QuickbooksReference(models.Model):
    """Taxes of Odoo made from tax codes of QuickBooks, with all their rates."""

    _inherit = "quickbooks.reference"

    def _create_taxcode(self, obj):
        self._check_may_create("account.tax")
        created = self.env["account.tax"]
        for side, listed in _SIDES.items():
            is_us = lookup.is_us(self.connection_id.sudo())
            wanted = self.for_sales if side == "sale" else self.for_purchases
            if wanted and not (is_us and side == "purchase"):
                created += self._create_tax(side, self._get_rates(obj, listed), obj)
        return created, "created_here"

    def _get_rates(self, obj, listed):
        """Return the rates of one side of a code, in the order of their application.

        A rate and its opposite, as of a reverse charge, are one tax that is given back.
        """
        details = (obj.get(f"{listed}TaxRateList") or {}).get("TaxRateDetail") or ()
        entries = {entry.qbo_id: entry for entry in self._search_rates(details)}
        rates = []
        for detail in sorted(details, key=lambda d: int(d.get("TaxOrder") or 0)):
            entry = entries.get(detail["TaxRateRef"]["value"])
            if not entry or detail.get("TaxTypeApplicable") == "TaxOnTax":
                raise UserError(
                    self.env._(
                        "%(entry)s can't be created in Odoo: one of its rates is not "
                        "known or is a tax on another tax alone. Create the tax by "
                        "hand and match it.",
                        entry=self.name,
                    )
                )
            on_others = detail.get("TaxTypeApplicable") == "TaxOnAmountPlusTax"
            rates.append(_Rate(entry.name, entry.rate, on_others))
        return _fold(rates)

    def _search_rates(self, details):
        return self.with_context(active_test=False).search(
            [
                ("connection_id", "=", self.connection_id.id),
                ("kind", "=", "TaxRate"),
                ("qbo_id", "in", [d["TaxRateRef"]["value"] for d in details]),
            ]
        )

    def _create_tax(self, side, rates, obj):
        """Create the tax of one side: one, or a group of one for each rate."""
        taxes = self.env["account.tax"]
        company = self.connection_id.company_id
        domain = [
            *taxes._check_company_domain(company),
            ("name", "=", self.name),
            ("type_tax_use", "=", side),
        ]
        self._check_name_free(taxes.with_context(active_test=False).search(domain))
        self._ensure_tax_group(company)
        common = {
            "name": self.name,
            "company_id": company.id,
            "type_tax_use": side,
            "description": obj.get("Description") or False,
        }
        if len(rates) <= 1:
            rate = rates[0] if rates else _Rate(self.name, 0.0, False)
            return taxes.create(common | self._prepare_tax_vals(side, rate))
        children = taxes.create(
            [
                {
                    "name": rate.name,
                    "company_id": company.id,
                    "type_tax_use": "none",
                    "sequence": number,
                    "include_base_amount": any(r.on_others for r in rates[number:]),
                    **self._prepare_tax_vals(side, rate),
                }
                for number, rate in enumerate(rates, start=1)
            ]
        )
        return taxes.create(
            common
            | {
                "amount_type": "group",
                "children_tax_ids": [fields.Command.set(children.ids)],
            }
        )

    def _prepare_tax_vals(self, side, rate):
        accounts = self._get_tax_accounts()
        lines = {}
        for document in ("invoice", "refund"):
            parts = [("base", 100, False), ("tax", 100, accounts[side, document])]
            if rate.given_back:
                other = "purchase" if side == "sale" else "sale"
                parts.append(("tax", -100, accounts[other, document]))
            lines[f"{document}_repartition_line_ids"] = [
                fields.Command.create(
                    {
                        "repartition_type": type_,
                        "factor_percent": factor,
                        "account_id": account and account.id,
                    }
                )
                for type_, factor, account in parts
            ]
        return {"amount_type": "percent", "amount": rate.percent, **lines}

    def _get_tax_accounts(self):
        """Return ``{(side, document): account}`` as the company's other taxes have it.

        Nothing where no tax has one: the tax then posts to the line's own account,
        which the person who creates it is told.
        """
        lines = self.env["account.tax.repartition.line"]
        found = {}
        for side in _SIDES:
            for document in ("invoice", "refund"):
                line = lines.search(
                    [
                        ("company_id", "=", self.connection_id.company_id.id),
                        ("tax_id.type_tax_use", "=", side),
                        ("tax_id.active", "=", True),
                        ("document_type", "=", document),
                        ("repartition_type", "=", "tax"),
                        ("factor_percent", ">", 0),
                        ("account_id", "!=", False),
                    ],
                    order="tax_id",
                    limit=1,
                )
                found[side, document] = line.account_id
        return found

    def _get_account_warnings(self):
        """Return a sentence about new taxes that have no account yet."""
        created = self.filtered(lambda entry: entry.kind == "TaxCode")
        if not created or any(created[:1]._get_tax_accounts().values()):
            return []
        return [
            self.env._(
                "No tax of the company has an account to take over: choose one in the "
                "distribution of the new taxes."
            )
        ]

    def _ensure_tax_group(self, company):
        groups = self.env["account.tax.group"]
        country = company.account_fiscal_country_id
        domain = groups._check_company_domain(company)
        if not groups.search(
            [*domain, ("country_id", "in", (country.id, False))], limit=1
        ):
            groups.create({"name": self.env._("Taxes"), "company_id": company.id})


def _fold(rates):
    """Return ``rates`` with each that another one takes off again said once."""
    left, folded = list(rates), []
    while left:
        rate = left.pop(0)
        opposite = next(
            (
                other
                for other in left
                if rate.percent and other.percent == -rate.percent
            ),
            None,
        )
        if opposite:
            left.remove(opposite)
            percent = abs(rate.percent)
            rate = rate._replace(percent=percent, given_back=True)
        folded.append(rate)
    return folded
