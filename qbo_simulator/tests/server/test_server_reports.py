"""Reports: every one in shape, and all of them agree with the trial balance."""

from decimal import Decimal
from xml.etree import ElementTree

import pytest
from bookkeeping import (
    cost_line,
    first,
    groups,
    linked,
    report,
    rows_of,
    sales_line,
    total_of,
    trial,
)

from qbo_simulator.server.statements import REPORTS

OUTSIDE_US = {"TaxSummary"}


@pytest.mark.parametrize("name", sorted(REPORTS.keys() - OUTSIDE_US))
@pytest.mark.parametrize("basis", ["Accrual", "Cash"])
def test_every_report_has_the_shape_of_a_report(qbo, books, name, basis):
    found = report(qbo, name, accounting_method=basis)
    header = found["Header"]
    assert header["ReportName"] == name
    assert header["Currency"] == "USD"
    assert header.get("ReportBasis") in (None, basis, "Accrual")
    options = {one["Name"]: one["Value"] for one in header["Option"]}
    assert options["NoReportData"] == ("true" if name == "ClassSales" else "false") or (
        name in ("ClassSales", "DepartmentSales")
    )
    width = 0
    for column in found["Columns"]["Column"]:
        assert {"ColTitle", "ColType"} <= column.keys()
        width += len(column.get("Columns", {}).get("Column", [None]))
    for row in rows_of(found):
        for cells in (row, row.get("Header", {}), row.get("Summary", {})):
            if "ColData" in cells:
                assert len(cells["ColData"]) == width
                assert all(isinstance(one["value"], str) for one in cells["ColData"])


@pytest.mark.parametrize("basis", ["Accrual", "Cash"])
def test_the_ledger_adds_up_to_the_trial_balance(qbo, books, basis):
    expected = trial(qbo, accounting_method=basis)
    found = report(qbo, "GeneralLedger", accounting_method=basis)
    accounts = {one["FullyQualifiedName"]: one for one in qbo.all("Account")}
    ends = {}
    for row in rows_of(found):
        inner = row.get("Rows", {}).get("Row", [])
        if "Header" in row and inner and "ColData" in inner[-1]:
            name = row["Header"]["ColData"][0]["value"]
            ends[name] = Decimal(inner[-1]["ColData"][-1]["value"])
    for name, balance in expected.items():
        kind = accounts.get(name, {}).get("Classification", "Revenue")
        sign = 1 if kind in ("Asset", "Expense") else -1
        assert ends.pop(name.rpartition(":")[2]) == sign * balance, name
    assert not any(ends.values()), ends


def test_accounts_are_named_with_their_ids(qbo, books):
    ids = {
        account["FullyQualifiedName"]: account["Id"] for account in qbo.all("Account")
    }
    rows = report(qbo, "TrialBalance")["Rows"]["Row"][:-1]
    assert {
        row["ColData"][0]["value"]: row["ColData"][0]["id"] for row in rows
    }.items() <= ids.items()


@pytest.mark.parametrize("basis", ["Accrual", "Cash"])
def test_debits_equal_credits_and_the_sheet_balances(qbo, books, basis):
    last = report(qbo, "TrialBalance", accounting_method=basis)["Rows"]["Row"][-1]
    _name, debit, credit = last["Summary"]["ColData"]
    assert debit == credit
    sums = groups(report(qbo, "BalanceSheet", accounting_method=basis))
    assert sums["TotalAssets"] == sums["TotalLiabilitiesAndEquity"]


def test_on_the_cash_basis_only_what_was_paid_counts(qbo, books):
    accrual = groups(report(qbo, "ProfitAndLoss"))
    cash = groups(report(qbo, "ProfitAndLoss", accounting_method="Cash"))
    # 100 + 60 + 44 - 10 + 30 sold; the credit is used up, the rest as far as paid:
    # 80 of last year, 100, 30 and 30, the credit's 10, and 5 that are not applied.
    assert accrual["Income"] == "224.00"
    assert cash["Income"] == "235.00"
    assert (accrual["Expenses"], cash["Expenses"]) == ("57.00", "27.00")
    sheet = groups(report(qbo, "BalanceSheet", accounting_method="Cash"))
    assert sheet.get("AR", "0.00") == "0.00"
    assert sheet.get("AP", "0.00") == "0.00"
    found = report(qbo, "ProfitAndLoss", accounting_method="Cash")
    (row,) = [
        one["ColData"]
        for one in rows_of(found)
        if one.get("ColData", [{}])[0].get("value") == "Unapplied Cash Payment Income"
    ]
    assert row == [{"value": "Unapplied Cash Payment Income"}, {"value": "5.00"}]


def test_tax_stays_with_the_receivable_on_the_cash_basis(qbo):
    qbo.reset(seed="uk")
    customer = qbo.create("Customer", {"DisplayName": "Ana"})
    code = first(qbo, "TaxCode", "Name = '20.0% S'")
    line = sales_line(first(qbo, "Item", "Type = 'Service'"), 100)
    line["SalesItemLineDetail"]["TaxCodeRef"] = code
    body = {"CustomerRef": {"value": customer["Id"]}, "Line": [line]}
    body |= {"GlobalTaxCalculation": "TaxExcluded", "TxnDate": "2026-03-01"}
    made = qbo.create("Invoice", body)
    assert made["TotalAmt"] == 120
    sums = groups(report(qbo, "BalanceSheet", accounting_method="Cash"))
    assert sums["AR"] == "20.00"
    assert sums["TotalAssets"] == sums["TotalLiabilitiesAndEquity"]


@pytest.mark.parametrize(
    "names, account",
    [
        (("AgedReceivables", "AgedReceivableDetail", "CustomerBalance"), "AR"),
        (("AgedPayables", "AgedPayableDetail", "VendorBalance"), "AP"),
    ],
)
def test_open_balances_add_up_to_the_control_account(qbo, books, names, account):
    expected = Decimal(groups(report(qbo, "BalanceSheet"))[account])
    for name in names:
        assert total_of(report(qbo, name)) == expected, name
    detail = "CustomerBalanceDetail" if account == "AR" else "VendorBalanceDetail"
    assert total_of(report(qbo, detail), -2) == expected


def test_open_balances_are_those_of_the_day_asked_for(qbo, books):
    def owed(day):
        found = report(qbo, "CustomerBalance", report_date=day)
        return {
            one["ColData"][0]["value"]: one["ColData"][1]["value"]
            for one in found["Rows"]["Row"]
            if "ColData" in one
        }

    assert owed("2025-12-31") == {"Ana": "80.00"}
    assert owed("2026-02-05") == {"Ana": "180.00"}
    assert owed("2026-04-30") == {"Bo": "50.00"}
    assert owed("2026-06-30") == {"Bo": "69.00"}


def test_open_documents_stand_under_their_age(qbo, books):
    found = report(qbo, "AgedReceivableDetail", report_date="2026-06-30")
    columns = [one["MetaData"][0]["Value"] for one in found["Columns"]["Column"]]
    assert columns == [
        "tx_date",
        "txn_type",
        "doc_num",
        "cust_name",
        "due_date",
        "subt_amount",
        "subt_open_bal",
    ]
    shown = {
        row["Header"]["ColData"][0]["value"]: [
            (one["ColData"][1]["value"], one["ColData"][-1]["value"])
            for one in row["Rows"]["Row"]
        ]
        for row in found["Rows"]["Row"]
        if "Header" in row
    }
    assert shown == {
        "91 or more days past due": [("Invoice", "30.00")],
        "31 - 60 days past due": [("Payment", "-5.00")],
        "Current": [("Invoice", "44.00")],
    }


def test_cash_at_the_end_is_what_the_bank_accounts_hold(qbo, books):
    flow = groups(report(qbo, "CashFlow"))
    assert flow["EndingCash"] == groups(report(qbo, "BalanceSheet"))["BankAccounts"]
    assert flow["EndingCash"] == "3.00"
    later = groups(report(qbo, "CashFlow", start_date="2026-04-02"))
    assert (later["BeginningCash"], later["EndingCash"]) == ("10.00", "3.00")


@pytest.mark.parametrize("basis", ["Accrual", "Cash"])
def test_income_by_customer_adds_up_to_net_income(qbo, books, basis):
    expected = groups(report(qbo, "ProfitAndLoss", accounting_method=basis))
    found = report(qbo, "CustomerIncome", accounting_method=basis)
    assert total_of(found) == Decimal(expected["NetIncome"])
    assert total_of(found, 1) == Decimal(expected["Income"])
    costs = report(qbo, "VendorExpenses", accounting_method=basis)
    assert total_of(costs) == Decimal(expected["Expenses"])


def test_a_cost_for_a_customer_lowers_that_customers_income(qbo, books):
    rows = report(qbo, "CustomerIncome")["Rows"]["Row"]
    ana = next(one["ColData"] for one in rows if one["ColData"][0]["value"] == "Ana")
    assert [one["value"] for one in ana[1:]] == ["130.00", "-50.00", "80.00"]


@pytest.mark.parametrize("basis", ["Accrual", "Cash"])
def test_sales_by_customer_and_product_add_up_to_the_same(qbo, books, basis):
    by_customer = report(qbo, "CustomerSales", accounting_method=basis)
    by_item = report(qbo, "ItemSales", accounting_method=basis)
    total = total_of(by_customer)
    assert total == (Decimal(224) if basis == "Accrual" else Decimal(230))
    cells = by_item["Rows"]["Row"][-1]["Summary"]["ColData"]
    assert (Decimal(cells[2]["value"]), cells[3]["value"]) == (total, "100.00 %")
    assert total_of(report(qbo, "ClassSales", accounting_method=basis)) == total


def test_the_detail_of_profit_and_loss_ends_in_net_income(qbo, books):
    expected = groups(report(qbo, "ProfitAndLoss"))["NetIncome"]
    columns = {"columns": "subt_nat_amount,tx_date"}
    last = report(qbo, "ProfitAndLossDetail", **columns)["Rows"]["Row"][-1]
    title, amount = last["Summary"]["ColData"]
    assert (title["value"], amount["value"]) == ("Net Income", expected)


def test_one_line_for_each_document_in_the_list_of_transactions(qbo, books):
    found = report(qbo, "TransactionList")
    kinds = [row["ColData"][1]["value"] for row in found["Rows"]["Row"]]
    assert sorted(set(kinds)) == [
        "Bill",
        "Bill Payment (Check)",
        "Credit Memo",
        "Expense",
        "Invoice",
        "Payment",
        "Sales Receipt",
    ]
    assert len(kinds) == 10
    ana = report(qbo, "TransactionList", customer=books.ana["value"])
    assert {row["ColData"][4]["id"] for row in ana["Rows"]["Row"]} == {
        books.ana["value"]
    }


def test_templates_are_no_documents(qbo, books):
    before = len(report(qbo, "TransactionList")["Rows"]["Row"])
    bill = {
        "VendorRef": books.wood,
        "Line": [cost_line(books.cost, 9)],
        "RecurringInfo": {"Name": "Rent", "RecurType": "UnScheduled"},
    }
    qbo.create("RecurringTransaction", {"Bill": bill})
    assert len(report(qbo, "TransactionList")["Rows"]["Row"]) == before


def test_reports_agree_in_foreign_currency_too(qbo):
    qbo.reset(seed="us", multicurrency=True)
    qbo.set_throttle(enabled=False)
    euro = {"CurrencyRef": {"value": "EUR"}}
    made = qbo.create("Customer", {"DisplayName": "Euro", **euro})
    customer = {"CustomerRef": {"value": made["Id"]}, **euro}
    line = sales_line(first(qbo, "Item", "Type = 'Service'"), 100)
    sold = {**customer, "TxnDate": "2026-02-01", "ExchangeRate": 1.1, "Line": [line]}
    invoice = qbo.create("Invoice", sold)
    qbo.create("Invoice", {**sold, "ExchangeRate": 1.15})
    paid = {**customer, "TxnDate": "2026-03-01", "ExchangeRate": 1.2, "TotalAmt": 80}
    qbo.create("Payment", {**paid, "Line": [linked("Invoice", invoice, 60)]})
    assert total_of(report(qbo, "CustomerBalance")) == 135  # 44 + 115 - 24
    for basis, income, owed in (("Accrual", 225, 135), ("Cash", 90, 0)):
        sheet = groups(report(qbo, "BalanceSheet", accounting_method=basis))
        assert sheet["TotalAssets"] == sheet["TotalLiabilitiesAndEquity"]
        assert Decimal(sheet["AR"]) == owed
        result = groups(report(qbo, "ProfitAndLoss", accounting_method=basis))
        assert Decimal(result["Income"]) == income
        by_name = report(qbo, "CustomerIncome", accounting_method=basis)
        assert total_of(by_name) == Decimal(result["NetIncome"])


def test_stock_is_worth_what_its_account_says(qbo):
    found = report(qbo, "InventoryValuationSummary")
    last = found["Rows"]["Row"][-1]
    assert last["group"] == "GrandTotal"
    worth = Decimal(last["ColData"][3]["value"])
    assert worth and worth == trial(qbo)["Inventory Asset"]


def test_the_tax_return_has_the_boxes_of_the_country(qbo):
    assert qbo.api("GET", "reports/TaxSummary").status_code == 400
    qbo.reset(seed="uk")
    test_tax_stays_with_the_receivable_on_the_cash_basis(qbo)
    agency = qbo.query("select * from TaxAgency")["TaxAgency"][0]["Id"]
    missing = qbo.api("GET", "reports/TaxSummary")
    assert missing.json()["Fault"]["Error"][0]["code"] == "2020"
    rows = report(qbo, "TaxSummary", agency_id=agency)["Rows"]["Row"]
    boxes = {row["group"]: row["ColData"][1]["value"] for row in rows}
    assert (boxes["Box 1"], boxes["Box 5"], boxes["Box 6"]) == (
        "20.00",
        "20.00",
        "100.00",
    )


@pytest.mark.parametrize(
    "macro, start, end",
    [
        ("Last Month", "2026-05-01", "2026-05-31"),
        ("this fiscal quarter-to-date", "2026-04-01", "2026-06-30"),
        ("Last Fiscal Quarter", "2026-01-01", "2026-03-31"),
        ("Next Month", "2026-07-01", "2026-07-31"),
        ("last calendar year-to-date", "2025-01-01", "2025-06-30"),
        ("This Week", "2026-06-28", "2026-07-04"),
    ],
)
def test_periods_are_named_in_words(qbo, books, macro, start, end):
    answer = qbo.api("GET", "reports/ProfitAndLoss", params={"date_macro": macro})
    header = answer.json()["Header"]
    assert (header["StartPeriod"], header["EndPeriod"]) == (start, end)


def test_words_that_are_not_understood_are_refused(qbo):
    for params in ({"date_macro": "soon"}, {"accounting_method": "Barter"}):
        answer = qbo.api("GET", "reports/ProfitAndLoss", params=params)
        assert answer.json()["Fault"]["Error"][0]["code"] == "2170"
    assert (
        qbo.api("GET", "reports/Weather").json()["Fault"]["Error"][0]["code"] == "500"
    )


def test_a_report_in_xml_has_its_cells_in_attributes(qbo, books):
    answer = qbo.api(
        "GET", "reports/CustomerBalance", headers={"Accept": "application/xml"}
    )
    space = "{http://schema.intuit.com/finance/v3}"
    root = ElementTree.fromstring(answer.content)
    assert root.tag == f"{space}Report"
    first = root.find(f"{space}Rows/{space}Row/{space}ColData")
    assert first.attrib == {"value": "Bo", "id": books.bo["value"]}
    last = root.findall(f"{space}Rows/{space}Row")[-1]
    assert last.attrib == {"type": "Section", "group": "GrandTotal"}
