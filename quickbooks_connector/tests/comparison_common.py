from .payment_common import PaymentCase


class ComparisonCase(PaymentCase):
    """Comparisons of both ledgers in November 2026."""

    def compare(self, date_from="2026-11-01", date_to="2026-11-30"):
        """Compare both ledgers to the end; return the comparison."""
        comparison = self.env["quickbooks.comparison"]._start(
            self.connection, date_from, date_to
        )
        self.run_work()
        run = comparison.run_id
        self.assertEqual(run.state, "done", f"{run.cause}: {run.message}")
        self.assertEqual(comparison.state, "done")
        return comparison

    def lines(self, comparison, part, **expected):
        """Return the lines of ``part`` that differ, or that are ``expected``."""
        expected = expected or {"is_different": True}
        return comparison.line_ids.filtered(
            lambda line: (
                line.part == part
                and all(line[name] == value for name, value in expected.items())
            )
        )

    def assertDiffers(self, comparison, part, amount, qbo_amount, cause):
        """Check that one line of ``part`` differs so; return it."""
        line = self.lines(comparison, part)
        told = [(row.name, row.amount, row.qbo_amount, row.cause) for row in line]
        self.assertEqual(len(line), 1, told)
        self.assertAlmostEqual(line.amount, amount, 2, told)
        self.assertAlmostEqual(line.qbo_amount, qbo_amount, 2, told)
        self.assertEqual(line.cause or "", cause, told)
        return line

    def assertAgrees(self, comparison):
        """Check that nothing differs in ``comparison``."""
        told = [
            f"{line.part} {line.name}: {line.amount} / {line.qbo_amount} {line.cause}"
            for line in comparison.line_ids.filtered("is_different")
        ]
        self.assertFalse(told, "\n".join(told))
        self.assertTrue(comparison.is_agreed)

    def pay_there(self, invoice, amount, **values):
        """Let somebody receive a payment of ``invoice`` in QuickBooks; return it."""
        there = self.counterpart(invoice, "Invoice")
        linked = {"TxnId": there["Id"], "TxnType": "Invoice"}
        return self.qbo.create(
            "Payment",
            {
                "CustomerRef": there["CustomerRef"],
                "TxnDate": "2026-11-10",
                "TotalAmt": amount,
                "Line": [{"Amount": amount, "LinkedTxn": [linked]}],
                **values,
            },
        )
