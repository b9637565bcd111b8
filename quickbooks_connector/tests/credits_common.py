"""Credit notes that settle documents, on both sides."""

from decimal import Decimal

from .common import QuickbooksCase
from .ledgers import LedgerMixin


class CreditsCase(LedgerMixin, QuickbooksCase):
    """A company with credit notes, of customers and of vendors."""

    @classmethod
    def _set_up(cls, connection):
        super()._set_up(connection)
        entries = cls.env["quickbooks.reference"].search(
            [("connection_id", "=", connection.id), ("kind", "=", "Account")]
        )
        cls.checking = entries.filtered(lambda e: e.account_type == "Bank")[:1]
        cls.bank = cls.company_data["default_journal_bank"]
        for kind in ("Deposit", "PaidFrom"):
            cls._match_journal(connection, kind, cls.checking)
        connection.expense_account_id = entries.filtered(lambda e: e.qbo_id == "80")

    @classmethod
    def _match_journal(cls, connection, kind, entry):
        mappings = cls.env["quickbooks.mapping"].sudo()
        vals = {
            "connection_id": connection.id,
            "kind": kind,
            "res_model": "account.journal",
            "res_id": cls.bank.id,
        }
        known = mappings.search([(name, "=", value) for name, value in vals.items()])
        vals |= {"reference_id": entry.id, "state": "done"}
        if known:
            known.write(vals)
        else:
            mappings.create(vals)

    def setUp(self):
        super().setUp()
        self.note_opening()

    # === VOCABULARY === #

    def create_credit_note(self, amount, move_type="out_refund", **vals):
        """Return a posted credit note, that settles nothing yet."""
        return self.create_invoice(
            lines=[(self.product_a, 1, amount, False)], move_type=move_type, **vals
        )

    def create_untaxed(self, amount, **vals):
        """Return a posted invoice without tax."""
        return self.create_invoice(lines=[(self.product_a, 1, amount, False)], **vals)

    @staticmethod
    def open_lines(move):
        """Return the lines of ``move`` on receivables or payables."""
        types = ("asset_receivable", "liability_payable")
        return move.line_ids.filtered(lambda line: line.account_type in types)

    def apply(self, credit, *debts):
        """Apply a credit note, as far as it reaches, as a person does."""
        for debt in debts:
            (self.open_lines(credit) + self.open_lines(debt)).reconcile()

    def unapply(self, credit, debt):
        """Take a credit note off a document, as a person does."""
        lines = self.open_lines(credit)
        partials = lines.matched_debit_ids | lines.matched_credit_ids
        partials.filtered(
            lambda p: debt in (p.debit_move_id + p.credit_move_id).move_id
        ).unlink()

    def applied_there(self, entity="Payment", **expected):
        """Return ``[{(kind, id): amount}]`` of the payments of nothing there."""
        return [
            {
                (line["LinkedTxn"][0]["TxnType"], line["LinkedTxn"][0]["TxnId"]): (
                    Decimal(str(line["Amount"]))
                )
                for line in obj.get("Line", ())
            }
            for obj in self.qbo.all(entity)
            if not obj["TotalAmt"]
        ]

    def links(self, *parts):
        """Return the same of ``(document, amount)``."""
        kinds = {
            "out_invoice": "Invoice",
            "out_refund": "CreditMemo",
            "in_invoice": "Bill",
            "in_refund": "VendorCredit",
        }
        return {
            (kinds[move.move_type], self.id_of(move)): Decimal(amount)
            for move, amount in parts
        }

    def id_of(self, move):
        """Return the id of the counterpart of a document."""
        kind = {
            "out_invoice": "Invoice",
            "out_refund": "CreditMemo",
            "in_invoice": "Bill",
            "in_refund": "VendorCredit",
        }[move.move_type]
        return self.binding(move, kind).qbo_id

    def apply_there(self, *parts, entity="Payment"):
        """Apply credits in QuickBooks, as a person does; return the payment."""
        body = {
            "TotalAmt": 0,
            "Line": [
                {"Amount": float(amount), "LinkedTxn": [{"TxnType": k, "TxnId": i}]}
                for (k, i), amount in self.links(*parts).items()
            ],
        }
        move = parts[0][0]
        if entity == "Payment":
            customer = self.binding(move.commercial_partner_id, "Customer").qbo_id
            body["CustomerRef"] = {"value": customer}
        else:
            vendor = self.binding(move.commercial_partner_id, "Vendor").qbo_id
            body |= {"VendorRef": {"value": vendor}, "PayType": "Check"}
        return self.qbo.create(entity, body)
