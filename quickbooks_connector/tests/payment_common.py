from odoo import Command

from .common import QuickbooksCase
from .ledgers import LedgerMixin


class PaymentCase(LedgerMixin, QuickbooksCase):
    """Documents of both sides that are in QuickBooks, waiting for their money."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Who may undo payments is a test of its own.
        cls.connection.sudo().undo_payments = True
        cls.bank = cls.company_data["default_journal_bank"]
        cls.checking = cls.env["quickbooks.reference"].search(
            [
                ("connection_id", "=", cls.connection.id),
                ("kind", "=", "Account"),
                ("account_type", "=", "Bank"),
            ],
            limit=1,
        )
        cls.match("PaidFrom", cls.bank, cls.checking)
        # What is undone here is undone there.
        cls.connection.undo_payments = True
        cls.connection.expense_account_id = cls.env["quickbooks.reference"].search(
            [
                ("connection_id", "=", cls.connection.id),
                ("kind", "=", "Account"),
                ("account_type", "=", "Expense"),
            ],
            limit=1,
        )
        # A customer with everything that QuickBooks wants is there before the test.
        cls.customer = cls.env["res.partner"].create(
            {"name": "Quarry Kitchens", "is_company": True}
        )
        cls.vendor = cls.env["res.partner"].create(
            {"name": "Timber Yard", "is_company": True}
        )

    def setUp(self):
        super().setUp()
        self.note_opening()

    @classmethod
    def match(cls, kind, record, reference):
        """Match ``record`` to an entry of a list of QuickBooks."""
        rows = cls.env["quickbooks.mapping"].search(
            [
                ("connection_id", "=", cls.connection.id),
                ("kind", "=", kind),
                ("res_id", "=", record.id),
            ]
        )
        rows.reference_id = reference
        return rows

    def sell(self, *amounts, partner=None, **vals):
        """Return posted invoices of these amounts, without tax, one each."""
        moves = self.env["account.move"]
        for amount in amounts:
            lines = [(self.product_a, 1, amount, False)]
            moves |= self.create_invoice(partner or self.customer, lines, **vals)
        return moves

    def buy(self, *amounts, partner=None, **vals):
        """Return posted bills of these amounts, without tax, one each."""
        moves = self.env["account.move"]
        for amount in amounts:
            moves |= moves.create(
                {
                    "move_type": "in_invoice",
                    "partner_id": (partner or self.vendor).id,
                    "invoice_date": "2026-11-02",
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "product_id": self.product_a.id,
                                "price_unit": amount,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                    **vals,
                }
            )
        moves.action_post()
        return moves

    def pay(self, moves, amount=None, **vals):
        """Register one payment over ``moves``, as a person does."""
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=moves.ids)
            .create({"payment_date": "2026-11-05", "group_payment": True})
        )
        if amount is not None:
            wizard.amount = amount
        wizard.write(vals)
        return wizard._create_payments()

    def pay_on_account(self, amount, partner=None, **vals):
        """Return a posted payment of a customer that is for no document yet."""
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": (partner or self.customer).id,
                "amount": amount,
                "date": "2026-11-05",
                "journal_id": self.bank.id,
                **vals,
            }
        )
        payment.action_post()
        return payment

    def apply(self, payment, move):
        """Reconcile the rest of ``payment`` with ``move``, as a person does."""
        lines = (payment.move_id + move).line_ids.filtered(
            lambda line: (
                line.account_id.account_type
                in ("asset_receivable", "liability_payable")
                and not line.reconciled
            )
        )
        lines.reconcile()

    def counterpart(self, record, entity="Payment"):
        """Return what QuickBooks has of ``record``."""
        qbo_id = self.binding(record, entity).qbo_id
        return next(obj for obj in self.qbo.all(entity) if obj["Id"] == qbo_id)

    def applied(self, record, entity="Payment"):
        """Return ``{number of the document: amount}`` of a payment in QuickBooks."""
        names = {"Payment": "Invoice", "BillPayment": "Bill"}
        documents = {obj["Id"]: obj for obj in self.qbo.all(names[entity])}
        return {
            documents[line["LinkedTxn"][0]["TxnId"]]["DocNumber"]: float(line["Amount"])
            for line in self.counterpart(record, entity).get("Line", ())
            if line["LinkedTxn"][0]["TxnType"] == names[entity]
        }

    def edit_there(self, record, entity="Payment", **values):
        """Let somebody change the counterpart of ``record`` in QuickBooks."""
        obj = self.counterpart(record, entity) | values
        return self.qbo.update(entity, obj)
