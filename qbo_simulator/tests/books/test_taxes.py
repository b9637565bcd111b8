"""Sales tax in and outside the US."""

from decimal import Decimal

import pytest

from .conftest import line, refused, sale, touch


def rates(document):
    """Return {rate id: (percent, base, amount)} of a document's tax lines."""
    return {
        one["TaxLineDetail"]["TaxRateRef"]["value"]: (
            one["TaxLineDetail"]["TaxPercent"],
            one["TaxLineDetail"]["NetAmountTaxable"],
            one["Amount"],
        )
        for one in document["TxnTaxDetail"].get("TaxLine", ())
    }


# === United States ===


def test_a_line_code_other_than_tax_or_non_is_refused(us):
    with refused(6100):
        sale(us, line(10, tax="7"))


def test_automated_tax_replaces_the_callers_code(us):
    invoice = sale(
        us, line(100, tax="TAX"), TxnTaxDetail={"TxnTaxCodeRef": {"value": "3"}}
    )
    assert invoice["TxnTaxDetail"]["TxnTaxCodeRef"] == {"value": "7"}


def test_tax_is_rounded_per_rate_on_the_documents_base(us):
    invoice = sale(us, *(line("0.33", tax="TAX") for _ in range(3)))
    assert rates(invoice) == {
        "6": (Decimal("6.25"), Decimal("0.99"), Decimal("0.06")),
        "7": (1, Decimal("0.99"), Decimal("0.01")),
        "8": (1, Decimal("0.99"), Decimal("0.01")),
    }


def test_a_total_tax_of_the_caller_is_honoured_and_spread(us):
    invoice = sale(us, line(100, tax="TAX"), TxnTaxDetail={"TotalTax": "8.20"})
    assert invoice["TxnTaxDetail"]["TotalTax"] == Decimal("8.20")
    amounts = [amount for _p, _b, amount in rates(invoice).values()]
    assert sum(amounts) == Decimal("8.20")
    assert invoice["TotalAmt"] == Decimal("108.20")


def test_an_override_stays_until_lines_or_tax_change(us):
    invoice = sale(us, line(100, tax="TAX"), TxnTaxDetail={"TotalTax": "8.20"})
    noted = us.update("Invoice", touch(invoice, PrivateNote="x"))
    assert noted["TxnTaxDetail"]["TotalTax"] == Decimal("8.20")
    changed = us.update("Invoice", touch(noted, Line=[line(200, tax="TAX")]))
    assert changed["TxnTaxDetail"]["TotalTax"] == Decimal("16.50")


def test_a_total_tax_without_a_taxed_line_is_dropped(us):
    invoice = sale(us, 100, TxnTaxDetail={"TotalTax": "8.25"})
    assert invoice["TotalAmt"] == 100


def test_an_exempt_customer_pays_no_tax(us):
    us.update("Customer", touch(us.read("Customer", "1"), Taxable=False))
    assert sale(us, line(100, tax="TAX"))["TotalAmt"] == 100


def test_without_automated_tax_the_caller_names_the_code(legacy):
    assert sale(legacy, line("335.25", tax="TAX"))["TxnTaxDetail"] == {"TotalTax": 0}
    invoice = sale(
        legacy,
        line("335.25", tax="TAX"),
        TxnTaxDetail={"TxnTaxCodeRef": {"value": "2"}},
    )
    # The figures of a recorded estimate.
    assert invoice["TxnTaxDetail"]["TotalTax"] == Decimal("26.82")
    assert rates(invoice) == {"3": (8, Decimal("335.25"), Decimal("26.82"))}
    with refused(2500):
        sale(
            legacy,
            line(10, tax="TAX"),
            TxnTaxDetail={"TxnTaxCodeRef": {"value": "99"}},
        )


def test_tax_is_owed_to_the_agency(us):
    sale(us, line(100, tax="TAX"))
    accounts = {x["account"]: x for x in us.trial_balance()["lines"]}
    payable = accounts["Texas Comptroller of Public Accounts Payable"]
    assert payable["credit"] == Decimal("8.25")


# === elsewhere ===


def test_every_line_needs_a_real_code_outside_the_us(uk, clock):
    bare = {
        "Amount": 10,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": {"ItemRef": {"value": "1"}},
    }
    with refused(6000) as seen:
        sale(uk, bare)
    assert seen.error["Detail"] == (
        "Business Validation Error: Make sure all your transactions have a VAT rate "
        "before you save."
    )
    with refused(2500):
        sale(uk, line(10, tax="NON"))


def test_the_missing_code_is_named_as_people_know_it(ca):
    with refused(6000) as seen:
        sale(
            ca,
            {
                "Amount": 10,
                "DetailType": "SalesItemLineDetail",
                "SalesItemLineDetail": {},
            },
        )
    assert "a GST/HST rate" in seen.error["Detail"]


def test_excluded_tax_comes_on_top_per_rate(uk):
    invoice = sale(
        uk,
        line("10.01", tax="2"),
        line("10.01", tax="2"),
        line(50, tax="3"),
        line(7, tax="5"),
        GlobalTaxCalculation="TaxExcluded",
    )
    assert rates(invoice) == {
        "1": (20, Decimal("20.02"), Decimal("4.00")),
        "3": (5, Decimal("50.00"), Decimal("2.50")),
        "7": (0, Decimal("7.00"), 0),
    }
    assert invoice["TotalAmt"] == Decimal("83.52")
    assert invoice["GlobalTaxCalculation"] == "TaxExcluded"


def test_excluded_is_the_default(uk):
    invoice = sale(uk, line(10, tax="2"))
    assert invoice["GlobalTaxCalculation"] == "TaxExcluded"
    assert invoice["TotalAmt"] == 12


def test_two_rates_of_one_code_are_computed_apart(ca):
    invoice = sale(ca, line("4495.16", tax="5"))
    assert rates(invoice) == {
        "1": (5, Decimal("4495.16"), Decimal("224.76")),
        "7": (Decimal("9.975"), Decimal("4495.16"), Decimal("448.39")),
    }


def test_inclusive_prices_answer_with_net_and_gross(uk):
    invoice = sale(
        uk,
        line(100, tax="2", TaxInclusiveAmt=120, Qty=1, UnitPrice=100),
        GlobalTaxCalculation="TaxInclusive",
    )
    first = invoice["Line"][0]
    assert first["Amount"] == 100
    assert first["SalesItemLineDetail"]["TaxInclusiveAmt"] == 120
    assert (invoice["TotalAmt"], invoice["TxnTaxDetail"]["TotalTax"]) == (120, 20)


def test_the_gross_price_decides_where_both_are_given(uk):
    invoice = sale(
        uk,
        line("16.66", tax="2", TaxInclusiveAmt="20.00"),
        line("16.66", tax="2", TaxInclusiveAmt="20.00"),
        GlobalTaxCalculation="TaxInclusive",
    )
    assert invoice["Line"][0]["Amount"] == Decimal("16.67")
    assert invoice["TotalAmt"] == 40


def test_a_net_amount_in_an_inclusive_document_gets_its_gross(uk):
    invoice = sale(uk, line(100, tax="2"), GlobalTaxCalculation="TaxInclusive")
    detail = invoice["Line"][0]["SalesItemLineDetail"]
    assert detail["TaxInclusiveAmt"] == 120
    assert invoice["TotalAmt"] == 120


def test_not_applicable_means_no_tax_at_all(uk):
    invoice = sale(uk, line(100, tax="2"), GlobalTaxCalculation="NotApplicable")
    assert invoice["TotalAmt"] == 100
    assert invoice["TxnTaxDetail"] == {"TotalTax": 0}
    with refused(6170):
        sale(
            uk,
            line(100, tax="2"),
            GlobalTaxCalculation="NotApplicable",
            TxnTaxDetail={"TotalTax": 20},
        )


def test_a_tax_line_of_the_caller_overrides_the_amount(uk):
    tax_line = {
        "Amount": "19.99",
        "DetailType": "TaxLineDetail",
        "TaxLineDetail": {"TaxRateRef": {"value": "1"}},
    }
    invoice = sale(uk, line(100, tax="2"), TxnTaxDetail={"TaxLine": [tax_line]})
    assert invoice["TotalAmt"] == Decimal("119.99")


def test_a_discount_lowers_the_base_of_every_rate(uk):
    discount = {
        "DetailType": "DiscountLineDetail",
        "DiscountLineDetail": {"PercentBased": True, "DiscountPercent": 10},
    }
    invoice = sale(uk, line(100, tax="2"), line(100, tax="3"), discount)
    assert rates(invoice)["1"] == (20, 90, 18)
    assert rates(invoice)["3"] == (5, 90, Decimal("4.50"))
    assert invoice["TotalAmt"] == Decimal("202.50")


# === lists and the tax service ===


def test_us_pseudo_codes_are_listed_first(us):
    codes = us.query("select * from TaxCode")["TaxCode"]
    assert [one["Id"] for one in codes[:2]] == ["NON", "TAX"]
    assert set(codes[1]) == {
        "Name",
        "Description",
        "Taxable",
        "TaxGroup",
        "Id",
        "MetaData",
    }
    assert us.read("TaxCode", "TAX")["Taxable"] is True


def test_a_rate_is_shown_under_its_code(uk):
    code = uk.read("TaxCode", "2")
    assert code["SalesTaxRateList"]["TaxRateDetail"] == [
        {
            "TaxRateRef": {"value": "1", "name": "20.0% S (Sales)"},
            "TaxTypeApplicable": "TaxOnAmount",
            "TaxOrder": 0,
        }
    ]
    assert uk.read("TaxRate", "1")["RateValue"] == 20


def test_the_tax_service_creates_a_code_with_its_rates(uk):
    answer = uk.create(
        "taxservice",
        {
            "TaxCode": "VAT 21",
            "TaxRateDetails": [
                {
                    "TaxRateName": "VAT 21 S",
                    "RateValue": "21",
                    "TaxAgencyId": "1",
                    "TaxApplicableOn": "Sales",
                },
                {"TaxRateId": "2", "TaxApplicableOn": "Purchase"},
            ],
        },
    )
    assert answer == {
        "TaxCode": "VAT 21",
        "TaxCodeId": "7",
        "TaxRateDetails": [
            {
                "TaxRateName": "VAT 21 S",
                "TaxRateId": "9",
                "RateValue": 21,
                "TaxAgencyId": "1",
                "TaxApplicableOn": "Sales",
            },
            {
                "TaxRateName": "20.0% S (Purchases)",
                "TaxRateId": "2",
                "RateValue": 20,
                "TaxAgencyId": "1",
                "TaxApplicableOn": "Purchase",
            },
        ],
    }
    assert sale(uk, line(100, tax="7"))["TotalAmt"] == 121
    with refused(6240):
        uk.create("TaxService", {"TaxCode": "VAT 21", "TaxRateDetails": [{}]})


@pytest.mark.parametrize(
    ("detail", "code"),
    [
        ({"TaxRateName": "x", "RateValue": "101", "TaxAgencyId": "1"}, 2180),
        ({"TaxRateName": "x", "RateValue": "5", "TaxAgencyId": "9"}, 2500),
        ({"TaxRateName": "x", "RateValue": "5"}, 2020),
        (
            {"TaxRateName": "5.0% R (sales)", "RateValue": "5", "TaxAgencyId": "1"},
            6240,
        ),
        ({"TaxRateId": "99"}, 2500),
    ],
)
def test_the_tax_service_refuses_bad_rates(uk, detail, code):
    with refused(code):
        uk.create("taxservice", {"TaxCode": "New", "TaxRateDetails": [detail]})


def test_tax_codes_and_rates_are_read_only(uk):
    with refused(500):
        uk.create("TaxRate", {"Name": "x"})
    with refused(500):
        uk.update("TaxCode", {"Id": "2", "SyncToken": "0"})


def test_an_agency_can_be_added(us):
    agency = us.create("TaxAgency", {"DisplayName": "City of Elsewhere"})
    assert agency["TaxTrackedOnSales"] is True
    with refused(6240):
        us.create("TaxAgency", {"DisplayName": "city of elsewhere"})
