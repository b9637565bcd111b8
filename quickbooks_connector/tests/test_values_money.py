"""S17: the money guarantee, over generated invoices and over answers."""

from decimal import Decimal as D
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from ..entities import document_lines
from .entity_common import EntityCase

PRICES = st.one_of(
    st.decimals("0.01", "9999.99", places=2),
    st.decimals("0.000001", "99.999999", places=6),
)
QUANTITIES = st.one_of(
    st.integers(1, 1000).map(D),
    st.decimals("0.01", "99.99", places=2),
)
DISCOUNTS = st.one_of(st.just(D(0)), st.decimals("0.01", "100", places=2))
LINES = st.lists(
    st.tuples(PRICES, QUANTITIES, DISCOUNTS, st.integers(0, 3)), min_size=1, max_size=6
)


class QuickbooksArithmetic:
    """What QuickBooks does with a payload, written apart from what makes it."""

    def __init__(self, values):
        self.lines = values["Line"]
        self.tax = values.get("TxnTaxDetail", {}).get("TotalTax", D(0))

    def complaints(self):
        """Yield what QuickBooks would refuse."""
        for line in self.lines:
            detail = line.get("SalesItemLineDetail", {})
            if ("Qty" in detail) != ("UnitPrice" in detail):
                yield f"only one of quantity and price: {line}"
            if "Qty" in detail:
                product = round_half_up(detail["Qty"] * detail["UnitPrice"])
                if product != line["Amount"]:
                    yield f"{product} is not {line['Amount']}: {line}"
        kinds = [line["DetailType"] for line in self.lines]
        if kinds.count("DiscountLineDetail") > 1:
            yield "two discounts"
        if any(
            line["DetailType"] == "DiscountLineDetail" and line["Amount"] <= 0
            for line in self.lines
        ):
            yield "a discount that adds"

    def total(self):
        """Return the total of the document."""
        total = self.tax
        for line in self.lines:
            if line["DetailType"] == "SalesItemLineDetail":
                total += line["Amount"]
            elif line["DetailType"] == "DiscountLineDetail":
                total -= line["Amount"]
        return total


def usd(amount):
    """Return an amount as Odoo writes it."""
    return f"$\N{NO-BREAK SPACE}{amount}"


def round_half_up(number):
    """Round to cents as it is done by hand."""
    sign = -1 if number < 0 else 1
    return sign * D(int(abs(number) * 100 + D("0.5"))) / 100


@tagged("post_install", "-at_install")
class TestMoneyGuarantee(EntityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bind("Customer", cls.partner_a, "60")
        cls.bind("Item", cls.product_a, "25")
        included = cls.percent_tax(cls, 20, price_include_override="tax_included")
        state = cls.percent_tax(cls, 8.25)
        cls.taxes = [
            cls.env["account.tax"],
            cls.tax_sale_a,
            included,
            state + cls.percent_tax(cls, 0.125),
        ]
        for tax in included + cls.taxes[3]:
            cls.match("TaxCode", tax, cls.taxable)

    def _check(self, lines, rounding):
        self.env.company.tax_calculation_rounding_method = rounding
        with self.env.cr.savepoint() as savepoint:
            move = self.invoice(
                *(
                    {
                        "price_unit": float(price),
                        "quantity": float(quantity),
                        "discount": float(discount),
                        "taxes": self.taxes[tax],
                    }
                    for price, quantity, discount, tax in lines
                ),
                post=False,
            )
            values = self.values("Invoice", move)
            total = D(f"{move.amount_total:.2f}")
            savepoint.rollback()
        self.env.invalidate_all()
        books = QuickbooksArithmetic(values)
        self.assertFalse(list(books.complaints()))
        self.assertEqual(books.total(), total)

    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(lines=LINES, rounding=st.sampled_from(["round_per_line", "round_globally"]))
    def test_whatever_the_lines_quickbooks_totals_what_odoo_totals(
        self, lines, rounding
    ):
        self._check(lines, rounding)

    @settings(max_examples=300, derandomize=True)
    @given(
        amount=st.decimals("-99999.99", "99999.99", places=2),
        quantity=st.decimals("0.01", "9999.99", places=2),
        price=st.none() | st.decimals("0.0001", "9999.9999", places=4),
    )
    def test_quantity_and_price_always_multiply_to_the_amount(
        self, amount, quantity, price
    ):
        said = document_lines.quantity_and_price(amount, quantity, price, D("0.01"))
        if said:
            self.assertEqual(round_half_up(said["Qty"] * said["UnitPrice"]), amount)

    def test_a_cent_of_difference_holds_the_invoice(self):
        move = self.invoice({"price_unit": 100, "taxes": self.tax_sale_a})
        entity = type(self.entity("Invoice"))
        add_lines = entity._add_lines

        def one_cent_less(self_, values, record, connection):
            add_lines(self_, values, record, connection)
            values["Line"][0]["Amount"] -= D("0.01")

        with patch.object(entity, "_add_lines", one_cent_less):
            error = self.assertCause("total_before", self.values, "Invoice", move)
        self.assertEqual(
            (error.cause_args["here"], error.cause_args["there"]),
            (usd("115.00"), usd("114.99")),
        )

    # === ANSWERS === #

    def _answer(self, **changed):
        move = self.invoice({"price_unit": 100, "taxes": self.tax_sale_a})
        answer = {
            "TotalAmt": D("115.00"),
            "Balance": D("115.00"),
            "TxnTaxDetail": {"TotalTax": 15},
            "LinkedTxn": [],
        } | changed
        return self.entity("Invoice")._check_answer(move, answer, self.connection)

    def test_an_answer_with_odoos_figures_is_fine(self):
        self.assertIsNone(self._answer())

    def test_another_total_is_told_with_both_figures(self):
        error = self._answer(TotalAmt=D("114.99"))
        self.assertEqual(error.cause, "total_differs")
        self.assertEqual(
            (error.cause_args["here"], error.cause_args["there"]),
            (usd("115.00"), usd("114.99")),
        )

    def test_another_tax_in_the_same_total_is_told(self):
        error = self._answer(TxnTaxDetail={"TotalTax": D("14.99")})
        self.assertEqual(
            (error.cause_args["here"], error.cause_args["there"]),
            (usd("15.00"), usd("14.99")),
        )

    def test_no_tax_in_the_answer_is_no_tax(self):
        self.assertEqual(self._answer(TxnTaxDetail={}).cause, "total_differs")

    def test_another_balance_of_an_unpaid_invoice_is_told(self):
        error = self._answer(Balance=D("100"))
        self.assertEqual(error.cause_args["there"], usd("100.00"))

    def test_the_balance_of_a_paid_invoice_is_the_payments_matter(self):
        linked = [{"TxnId": "9", "TxnType": "Payment"}]
        self.assertIsNone(self._answer(Balance=0, LinkedTxn=linked))

    def test_the_chatter_names_the_figures(self):
        said = self.entity("Invoice")._describe(
            {
                "CurrencyRef": {"value": "USD"},
                "TotalAmt": D("115.00"),
                "Balance": D("15.00"),
                "TxnTaxDetail": {"TotalTax": D("15")},
            },
            self.connection,
        )
        total, part = usd("115.00"), usd("15.00")
        self.assertEqual(said, f"Total {total}, tax {part}, balance {part}.")
