"""Do both ledgers tell the same story? Asked of Odoo and of the simulator's books.

Nothing of the connector's own arithmetic is used: Odoo's figures come from journal
items, QuickBooks' from the objects that it answers, and only the links say which
belongs to which.
"""

from collections import defaultdict
from decimal import Decimal

#: Kinds of the books that are documents made of a journal entry in Odoo.
DOCUMENTS = {
    "Invoice": "out_invoice",
    "CreditMemo": "out_refund",
    "SalesReceipt": "out_receipt",
    "RefundReceipt": "out_refund",
    "Bill": "in_invoice",
    "VendorCredit": "in_refund",
}
_PARTIES = {
    "Customer": "asset_receivable",
    "Vendor": "liability_payable",
}
_CENT = Decimal("0.01")


class LedgerMixin:
    """Compares the books of a test's company with those of its QuickBooks.

    Mixed into a :class:`.common.QuickbooksCase`. Call :meth:`note_opening` before the
    test writes anything: what the seeded books held before is nobody's business.
    """

    def note_opening(self):
        """Remember what QuickBooks held before the test."""
        self.opening_ids = {
            kind: {obj["Id"] for obj in self.qbo.all(kind)} for kind in DOCUMENTS
        }
        self.opening_balances = self._account_balances()

    def assertLedgersAgree(self, connection=None, held=()):
        """Check that each document, each partner and each deposit account agree.

        :param held: documents that visibly wait for a person, which may differ
        """
        differences = self.ledger_differences(connection or self.connection, held)
        self.assertFalse(differences, "\n".join(["The ledgers differ:", *differences]))

    def ledger_differences(self, connection, held=()):
        """Return a sentence for each difference, none when both ledgers agree."""
        self.env.flush_all()
        self.env.invalidate_all()
        held_ids = {move.id for move in held}
        return [
            *self._document_differences(connection, held_ids),
            *self._party_differences(connection, held_ids),
            *self._deposit_differences(connection),
        ]

    # === DOCUMENTS === #

    def _document_differences(self, connection, held_ids):
        known = self.env["quickbooks.entity"]._registry()
        moves = self.env["account.move"].sudo()
        for kind in DOCUMENTS:
            if kind not in known:
                continue
            rows = self._bindings(connection, kind, "account.move")
            linked = {row.qbo_id: row for row in rows if row.qbo_id}
            objects = {
                obj["Id"]: obj
                for obj in self.qbo.all(kind)
                if obj["Id"] not in self.opening_ids[kind]
            }
            for id_, obj in objects.items():
                move = moves.browse(linked[id_].res_id) if id_ in linked else moves
                if move.id not in held_ids:
                    yield from self._compare(kind, move.exists(), obj)
            for id_, row in linked.items():
                move = moves.browse(row.res_id).exists()
                if id_ in objects or move.id in held_ids or move.state != "posted":
                    continue
                if id_ not in self.opening_ids[kind]:
                    yield f"{kind} {id_} of {move.name} is gone in QuickBooks"
            for row in rows.filtered(lambda row: not row.qbo_id):
                move = moves.browse(row.res_id).exists()
                if move.state == "posted" and move.id not in held_ids:
                    yield f"{move.name} is not in QuickBooks: {row.message}"

    def _compare(self, kind, move, obj):
        """Yield what differs between a document and its counterpart."""
        name = f"{kind} {obj.get('DocNumber') or obj['Id']}"
        total = _decimal(obj.get("TotalAmt"))
        if not move:
            if total:
                yield f"{name} over {total} is not in Odoo"
            return
        if move.state != "posted":
            if total:
                yield f"{name} over {total} is {move.state} in Odoo ({move.name})"
            return
        decimal = self._decimal_of(move.currency_id)
        pairs = {"total": (decimal(move.amount_total), total)}
        tax = (obj.get("TxnTaxDetail") or {}).get("TotalTax")
        if tax is not None:
            pairs["tax"] = (decimal(move.amount_tax), _decimal(tax))
        if kind not in ("SalesReceipt", "RefundReceipt"):
            here = decimal(move.amount_residual)
            pairs["balance"] = (here, _decimal(obj.get("Balance")))
        for word, (here, there) in pairs.items():
            if here != there:
                yield f"{name} ({move.name}): {word} {here} here, {there} there"

    # === PARTNERS === #

    def _party_differences(self, connection, held_ids):
        for kind, account_type in _PARTIES.items():
            there = defaultdict(Decimal)
            objects = {obj["Id"]: obj for obj in self.qbo.all(kind)}
            for row in self._bindings(connection, kind, "res.partner"):
                partner = row._get_record().commercial_partner_id
                obj = objects.get(row.qbo_id)
                if not partner or obj is None:
                    continue
                code = (obj.get("CurrencyRef") or {}).get("value")
                code = code or connection.company_id.currency_id.name
                there[partner, code] += _decimal(obj.get("Balance"))
            here = self._open_amounts(connection, account_type, held_ids)
            for key in sorted(here.keys() | there.keys(), key=str):
                if here[key] != there[key]:
                    partner, code = key
                    yield (
                        f"{partner.name} as {kind.lower()} in {code}: "
                        f"{here[key]} here, {there[key]} there"
                    )

    def _open_amounts(self, connection, account_type, held_ids):
        """Return ``{(partner, currency code): open amount}`` of posted entries."""
        sign = -1 if account_type == "liability_payable" else 1
        lines = (
            self.env["account.move.line"]
            .sudo()
            .search(
                [
                    ("company_id", "=", connection.company_id.id),
                    ("account_type", "=", account_type),
                    ("parent_state", "=", "posted"),
                    ("reconciled", "=", False),
                    ("move_id", "not in", list(held_ids)),
                ]
            )
        )
        amounts = defaultdict(Decimal)
        for line in lines:
            partner = line.partner_id.commercial_partner_id
            decimal = self._decimal_of(line.currency_id)
            key = (partner, line.currency_id.name)
            amounts[key] += sign * decimal(line.amount_residual_currency)
        return amounts

    # === WHERE THE MONEY IS === #

    def _deposit_differences(self, connection):
        """Compare what came into each deposit account since the test began."""
        journals = defaultdict(self.env["account.journal"].sudo().browse)
        for row in self.env["quickbooks.mapping"].search(
            [
                ("connection_id", "=", connection.id),
                ("kind", "=", "Deposit"),
                ("state", "=", "done"),
            ]
        ):
            journals[row.reference_id.qbo_id] |= self.env["account.journal"].browse(
                row.res_id
            )
        balances = self._account_balances()
        for id_, group in journals.items():
            there = balances.get(id_, 0) - self.opening_balances.get(id_, 0)
            here = self._money_of(group)
            if here != there:
                names = ", ".join(group.mapped("name"))
                yield f"Money of {names}: {here} here, {there} there"

    def _money_of(self, journals):
        """Return what payments, and matched bank lines, put into ``journals``.

        In home currency.
        """
        matched = self.binding_model().search(
            [("entity", "=", "JournalEntry"), ("res_model", "=", "account.move")]
        )
        lines = (
            self.env["account.move.line"]
            .sudo()
            .search(
                [
                    ("journal_id", "in", journals.ids),
                    ("parent_state", "=", "posted"),
                    (
                        "account_type",
                        "not in",
                        ("asset_receivable", "liability_payable"),
                    ),
                    "|",
                    ("payment_id", "!=", False),
                    ("move_id", "in", matched.filtered("qbo_id").mapped("res_id")),
                ]
            )
        )
        money = lines.filtered(
            lambda line: line.account_id in _money_accounts(line.journal_id)
        )
        decimal = self._decimal_of(journals.company_id.currency_id)
        return sum((decimal(line.balance) for line in money), Decimal(0))

    def _account_balances(self):
        return {
            obj["Id"]: _decimal(obj.get("CurrentBalance"))
            for obj in self.qbo.all("Account")
        }

    # === HELPERS === #

    def _bindings(self, connection, kind, model):
        return self.binding_model().search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", kind),
                ("res_model", "=", model),
            ]
        )

    @staticmethod
    def _decimal_of(currency):
        places = currency.decimal_places
        return lambda amount: _decimal(f"{amount:.{places}f}")


def _money_accounts(journal):
    """Return the accounts on which the payments of ``journal`` may put the money."""
    methods = journal.inbound_payment_method_line_ids
    methods |= journal.outbound_payment_method_line_ids
    return (
        methods.payment_account_id
        | journal.default_account_id
        | journal.company_id.transfer_account_id
    )


def _decimal(value):
    return Decimal(str(value or 0)).quantize(_CENT)
