"""Sales tax as QuickBooks computes it: per rate on the summed base of the document.

Two regimes. In the US lines are marked TAX or NON and one code holds for the document:
chosen by the caller, or (automated sales tax) by the address the goods go to. Elsewhere
each line carries its own code, on top of the price or inside it.
"""

from decimal import Decimal

from . import faults
from .money import ZERO, money, number, share

HUNDRED = Decimal(100)
RATE_WORDS = {
    "CA": "GST/HST",
    "GB": "VAT",
    "AU": "GST",
    "IN": "GST",
}


class TaxTable:
    """The tax codes and rates of a company, read once per change of its lists."""

    def __init__(self, company):
        self.co = company

    def rates(self, code_id: str, side: str = "Sales") -> list[tuple[str, Decimal]]:
        """Return `(rate id, percent)` of a code; empty for NON and unknown codes."""
        row = self.co.store.row("TaxCode", code_id)
        details = (
            (row.doc().get(f"{side}TaxRateList") or {}).get("TaxRateDetail", ())
            if row
            else ()
        )
        result = []
        for detail in details:
            rate = self.co.store.row("TaxRate", detail["TaxRateRef"]["value"])
            if rate:
                result.append((rate.id, Decimal(rate.doc()["RateValue"])))
        return result

    def code_for_address(self, address: dict | None) -> str | None:
        """Return the code that automated sales tax finds for a ship-to address."""
        address = address or {}
        state = state_code(address.get("CountrySubDivisionCode"))
        zip_code = address.get("PostalCode") or ""
        best = None
        for place in self.co.jurisdictions:
            if place["state"] == state and zip_code.startswith(place.get("zip", "")):
                if best is None or len(place.get("zip", "")) > len(best.get("zip", "")):
                    best = place
        return best["code"] if best else None


def us_tax(company, draft, lines: list[dict], discount: Decimal) -> dict:
    """Return the `TxnTaxDetail` of a US sales document."""
    doc = draft.doc
    taxable = [
        money(line["Amount"])
        for line in lines
        if line_code(line) == "TAX" and "Amount" in line
    ]
    base = sum(taxable, ZERO)
    if doc.get("ApplyTaxAfterDiscount") and discount:
        whole = sum((money(line.get("Amount", 0)) for line in lines), ZERO)
        base -= money(discount * base / whole) if whole else ZERO
    supplied = draft.given.get("TxnTaxDetail") or {}
    code = _us_code(company, draft, supplied)
    if not taxable or base <= 0 or code is None or company.is_exempt(doc):
        return {"TotalTax": ZERO}
    lines_ = [
        _tax_line(rate, percent, base, money(base * percent / HUNDRED))
        for rate, percent in company.taxes.rates(code)
    ]
    wanted = supplied.get("TotalTax")
    if wanted is None and _tax_is_kept(draft):
        wanted = draft.old["TxnTaxDetail"].get("TotalTax")
    total = sum((line["Amount"] for line in lines_), ZERO)
    if wanted is not None and wanted != total and lines_:
        weights = [line["TaxLineDetail"]["TaxPercent"] for line in lines_]
        for line, amount in zip(lines_, share(money(wanted), weights), strict=True):
            line["Amount"] = amount
        total = money(wanted)
    return {"TxnTaxCodeRef": {"value": code}, "TotalTax": total, "TaxLine": lines_}


def _us_code(company, draft, supplied):
    if company.automated_tax:
        return company.taxes.code_for_address(
            draft.doc.get("ShipAddr") or company.info.get("CompanyAddr")
        )
    # A sparse update that is silent about tax leaves the old detail in the document.
    chosen = (supplied or draft.doc.get("TxnTaxDetail") or {}).get("TxnTaxCodeRef")
    if not chosen:
        return None
    row = company.store.row("TaxCode", chosen["value"])
    if row is None or chosen["value"] in ("TAX", "NON"):
        raise faults.bad_reference("TxnTaxDetail.TxnTaxCodeRef")
    return chosen["value"]


def _tax_is_kept(draft):
    """Tell whether an update leaves lines and tax alone, so that overrides stay."""
    return bool(
        draft.old
        and draft.old.get("TxnTaxDetail")
        and "Line" not in draft.given
        and "TxnTaxDetail" not in draft.given
    )


def line_code(line: dict) -> str | None:
    """Return the tax code of a line of any kind."""
    detail = line.get(line.get("DetailType"), {})
    return (detail.get("TaxCodeRef") or {}).get("value")


def check_us_codes(lines: list[dict]) -> None:
    """Refuse line codes other than TAX and NON; the default is NON."""
    for line in lines:
        detail = line.get(line["DetailType"])
        if line["DetailType"] not in ("SalesItemLineDetail",):
            continue
        code = detail.setdefault("TaxCodeRef", {"value": "NON"})["value"]
        if code not in ("TAX", "NON"):
            raise faults.us_tax_code(code)


def world_tax(
    company, draft, lines: list[dict], discount: Decimal, side: str = "Sales"
) -> tuple[dict | None, Decimal]:
    """Compute the tax of a document outside the US.

    `GlobalTaxCalculation` is documented as required, but neither documents nor
    recordings tell what happens without it: prices then exclude tax.
    Lines get `TaxInclusiveAmt` and their net `Amount` where prices include tax.
    Return the `TxnTaxDetail` (None: not applicable) and the tax total.
    """
    doc = draft.doc
    mode = doc.setdefault("GlobalTaxCalculation", "TaxExcluded")
    supplied = draft.given.get("TxnTaxDetail")
    if mode == "NotApplicable":
        if supplied and (supplied.get("TaxLine") or supplied.get("TotalTax")):
            raise faults.tax_detail_forbidden()
        return None, ZERO
    groups = _by_code(company, lines, mode, side)
    whole = sum((net for group in groups.values() for net, _tax in group), ZERO)
    totals: dict[str, list] = {}
    for code, group in groups.items():
        net = sum((net for net, _tax in group), ZERO)
        if discount and whole:
            net -= money(discount * net / whole)
        inner = None
        if mode == "TaxInclusive" and not discount:
            inner = sum((tax for _net, tax in group), ZERO)
        _add_rates(totals, company.taxes.rates(code, side), net, inner)
    kept = draft.old["TxnTaxDetail"] if _tax_is_kept(draft) else {}
    _override(totals, (supplied or kept).get("TaxLine"))
    tax_lines = [
        _tax_line(rate, percent, base, amount)
        for rate, (percent, base, amount) in totals.items()
    ]
    total = sum((line["Amount"] for line in tax_lines), ZERO)
    detail = {"TotalTax": total}
    if tax_lines:
        detail["TaxLine"] = tax_lines
    return detail, total


def _by_code(company, lines, mode, side):
    """Return {tax code: [(net, contained tax)]} of lines that all must have one."""
    groups: dict[str, list[tuple[Decimal, Decimal | None]]] = {}
    for line in lines:
        code = line_code(line)
        if code is None:
            word = RATE_WORDS.get(company.country, "sales tax")
            raise faults.business(
                f"Make sure all your transactions have a {word} rate before you save."
            )
        if company.store.row("TaxCode", code) is None:
            raise faults.bad_reference(f"Line.{line['DetailType']}.TaxCodeRef")
        amounts = _net_and_gross(company, line, code, mode, side)
        groups.setdefault(code, []).append(amounts)
    return groups


def _net_and_gross(company, line, code, mode, side):
    net = money(line.get("Amount", 0))
    if mode == "TaxExcluded":
        return net, None
    detail = line[line["DetailType"]]
    percent = sum((p for _rate, p in company.taxes.rates(code, side)), Decimal(0))
    gross = detail.get("TaxInclusiveAmt")
    if gross is None:
        gross = net + money(net * percent / HUNDRED)
    else:
        net = money(gross * HUNDRED / (HUNDRED + percent))
        if line["Amount"] != net:
            line["Amount"] = net
            if detail.get("Qty") and "UnitPrice" in detail:
                detail["UnitPrice"] = number(round(net / detail["Qty"], 7))
    detail["TaxInclusiveAmt"] = money(gross)
    return net, money(gross) - net


def _add_rates(totals, rates, net, inner):
    """Add one code's base to its rates; `inner` is the tax its prices contain."""
    parts = None
    if inner is not None:
        parts = share(inner, [percent for _rate, percent in rates])
    for position, (rate, percent) in enumerate(rates):
        entry = totals.setdefault(rate, [percent, ZERO, ZERO])
        entry[1] += net
        if parts is None:
            entry[2] = money(entry[1] * percent / HUNDRED)
        else:
            entry[2] += parts[position]


def _override(totals, supplied):
    for line in supplied or ():
        detail = line.get("TaxLineDetail") or {}
        rate = (detail.get("TaxRateRef") or {}).get("value")
        if rate in totals and "Amount" in line:
            totals[rate][2] = line["Amount"]


def _tax_line(rate, percent, base, amount):
    return {
        "Amount": amount,
        "DetailType": "TaxLineDetail",
        "TaxLineDetail": {
            "TaxRateRef": {"value": rate},
            "PercentBased": True,
            "TaxPercent": number(percent),
            "NetAmountTaxable": money(base),
        },
    }


STATES = dict(
    pair.split(":")
    for pair in (
        "ALABAMA:AL ALASKA:AK ARIZONA:AZ ARKANSAS:AR CALIFORNIA:CA COLORADO:CO "
        "CONNECTICUT:CT DELAWARE:DE FLORIDA:FL GEORGIA:GA HAWAII:HI IDAHO:ID "
        "ILLINOIS:IL INDIANA:IN IOWA:IA KANSAS:KS KENTUCKY:KY LOUISIANA:LA MAINE:ME "
        "MARYLAND:MD MASSACHUSETTS:MA MICHIGAN:MI MINNESOTA:MN MISSISSIPPI:MS "
        "MISSOURI:MO MONTANA:MT NEBRASKA:NE NEVADA:NV NEW-HAMPSHIRE:NH NEW-JERSEY:NJ "
        "NEW-MEXICO:NM NEW-YORK:NY NORTH-CAROLINA:NC NORTH-DAKOTA:ND OHIO:OH "
        "OKLAHOMA:OK OREGON:OR PENNSYLVANIA:PA RHODE-ISLAND:RI SOUTH-CAROLINA:SC "
        "SOUTH-DAKOTA:SD TENNESSEE:TN TEXAS:TX UTAH:UT VERMONT:VT VIRGINIA:VA "
        "WASHINGTON:WA WEST-VIRGINIA:WV WISCONSIN:WI WYOMING:WY"
    ).split()
)


def state_code(value: str | None) -> str:
    """Return the two letters of a US state given as letters or in full."""
    text = (value or "").strip().upper()
    return STATES.get(text.replace(" ", "-"), text)
