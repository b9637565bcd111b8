from collections import defaultdict
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple

from odoo import api, models
from odoo.tools import SQL, groupby

from odoo.addons.quickbooks_connector.api import loads_exact

from ..entities.stock_pairs import pairs

#: Accounts that say that an entry is about people or money, and goes by other ways.
_OTHERS = ("asset_receivable", "liability_payable", "asset_cash")
_OTHERS += ("liability_credit_card",)

#: How QuickBooks names what is bought.
_BOUGHT = ("Bill", "VendorCredit")


class Account(NamedTuple):
    """An account of Odoo, or of QuickBooks where the latter has booked to its own."""

    is_theirs: bool
    id: int


class Item(NamedTuple):
    """A sum of journal items: what one entry says of one account and product."""

    date: Any
    move_id: int
    mark: Any
    product_id: int
    account_id: int
    balance: Decimal


class QuickbooksStockEntry(models.Model):
    """How Odoo's books become the rows: all from the start date on, each time.

    One statement sums the journal items; rows are compared as a set, and only what
    differs is written. So nothing that is changed in Odoo's past has to be noted when
    it happens, and a run that is killed is done again.
    """

    _inherit = "quickbooks.stock.entry"

    @api.model
    def _bring_up_to_date(self, connection, through):
        """Let the rows of ``connection`` say what Odoo's books say.

        :param through: the last day that is taken; rows of later days are left alone
        :return: how many rows were created, changed or deleted
        """
        rows = self.with_context(quickbooks_no_mark=False)
        wanted = self._sum_days(connection, through)
        known = {
            row._get_key(): row
            for row in rows.search(
                [("connection_id", "=", connection.id), ("date", "<=", through)]
            )
        }
        changed = 0
        for key in known.keys() & wanted.keys():
            if known[key].currency_id.compare_amounts(known[key].amount, wanted[key]):
                known[key].amount = wanted[key]
                changed += 1
        gone = rows.browse(known[key].id for key in known.keys() - wanted.keys())
        new = [
            self._prepare_vals(connection, key) | {"amount": wanted[key]}
            for key in sorted(wanted.keys() - known.keys())
        ]
        gone.unlink()
        rows.create(new)
        return changed + len(gone) + len(new)

    def _get_key(self):
        """Return the day and the two accounts that this row is about."""
        self.ensure_one()
        other = (
            Account(False, self.counterpart_id.id)
            if self.counterpart_id
            else Account(True, self.reference_id.id)
        )
        return self.date, Account(False, self.account_id.id), other

    @api.model
    def _prepare_vals(self, connection, key):
        date, account, other = key
        fname = "reference_id" if other.is_theirs else "counterpart_id"
        return {
            "connection_id": connection.id,
            "date": date,
            "account_id": account.id,
            fname: other.id,
        }

    # === ODOO'S BOOKS === #

    @api.model
    def _sum_days(self, connection, through):
        """Return ``{(date, account, other): amount}`` in the currency of the books."""
        sums = defaultdict(Decimal)
        for item in self._read_bought(connection, through):
            account = Account(False, item.account_id)
            theirs = self._booked_there(connection, item.product_id)
            if theirs:
                sums[item.date, account, Account(True, theirs)] += item.balance
        items = self._read_entries(connection, through)
        for (date, _move), group in groupby(items, attrgetter("date", "move_id")):
            marked = [
                (
                    (one.mark, one.product_id),
                    Account(False, one.account_id),
                    one.balance,
                )
                for one in group
            ]
            for (first, second), amount in pairs(marked).items():
                sums[date, first, second] += amount
        return {key: float(amount) for key, amount in sums.items() if amount}

    @api.model
    def _read_entries(self, connection, through):
        """Return the items of what Odoo books of the stock by itself, by entry."""
        valuation = self._valuation_accounts(connection.company_id)
        return self._read_items(
            connection,
            SQL(
                """
                SELECT line.date, line.move_id, line.cogs_origin_id, line.product_id,
                       line.account_id, SUM(line.balance)::text
                  FROM account_move_line line
                  JOIN account_move move ON move.id = line.move_id
                 WHERE line.company_id = %(company)s
                   AND line.parent_state = 'posted'
                   AND line.date BETWEEN %(start)s AND %(through)s
                   AND (line.display_type = 'cogs' OR (
                        move.move_type = 'entry'
                        AND move.statement_line_id IS NULL
                        AND (move.journal_id = ANY(%(journals)s) OR EXISTS (
                            SELECT FROM account_move_line own
                             WHERE own.move_id = move.id
                               AND own.account_id = ANY(%(valuation)s)))
                        AND NOT EXISTS (
                            SELECT FROM account_move_line own
                              JOIN account_account account
                                ON account.id = own.account_id
                             WHERE own.move_id = move.id
                               AND account.account_type = ANY(%(others)s))))
              GROUP BY line.date, line.move_id, line.cogs_origin_id, line.product_id,
                       line.account_id
              ORDER BY line.date, line.move_id
                """,
                company=connection.company_id.id,
                start=connection.start_date,
                through=through,
                journals=self._stock_journals(connection.company_id).ids,
                valuation=valuation.ids,
                others=list(_OTHERS),
            ),
        )

    @api.model
    def _read_bought(self, connection, through):
        """Return the items of bills that Odoo books to the stock.

        QuickBooks books them to the account of the item, which does not count.
        """
        valuation = self._valuation_accounts(connection.company_id)
        return self._read_items(
            connection,
            SQL(
                """
                SELECT line.date, NULL, NULL, line.product_id, line.account_id,
                       SUM(line.balance)::text
                  FROM account_move_line line
                  JOIN quickbooks_binding link
                    ON link.res_model = 'account.move' AND link.res_id = line.move_id
                 WHERE link.connection_id = %(connection)s
                   AND link.entity = ANY(%(bought)s)
                   AND link.qbo_id IS NOT NULL
                   AND line.parent_state = 'posted'
                   AND line.display_type = 'product'
                   AND line.product_id IS NOT NULL
                   AND line.account_id = ANY(%(valuation)s)
                   AND line.date BETWEEN %(start)s AND %(through)s
              GROUP BY line.date, line.product_id, line.account_id
                """,
                connection=connection.id,
                bought=list(_BOUGHT),
                valuation=valuation.ids,
                start=connection.start_date,
                through=through,
            ),
        )

    @api.model
    def _read_items(self, connection, query):
        """Return the :class:`Item` s of ``query``, balances as exact Decimals."""
        self.env.flush_all()
        self.env.cr.execute(query)
        return [Item(*row[:-1], Decimal(row[-1])) for row in self.env.cr.fetchall()]

    @api.model
    def _valuation_accounts(self, company):
        """Return the accounts that hold the value of the stock."""
        own = self._categories_with("property_stock_valuation_account_id", company)
        accounts = own.property_stock_valuation_account_id
        return accounts | company.account_stock_valuation_id

    @api.model
    def _stock_journals(self, company):
        """Return the journals in which Odoo books the stock by itself."""
        own = self._categories_with("property_stock_journal", company)
        return own.property_stock_journal | company.account_stock_journal_id

    @api.model
    def _categories_with(self, fname, company):
        categories = self.env["product.category"].with_company(company)
        return categories.search([(fname, "!=", False)])

    @api.model
    def _booked_there(self, connection, product_id):
        """Return the account (an id of quickbooks.reference) of a product's item.

        Nothing where a bill names Odoo's account itself, for want of an item.
        """
        product = self.env["product.product"].browse(product_id)
        binding = product._quickbooks_binding("Item", connection)._lead()
        if not product.purchase_ok or not binding.qbo_id:
            return None
        said = loads_exact(binding.synced_payload or "{}").get("ExpenseAccountRef")
        return (
            self.env["quickbooks.reference"]
            .search(
                [
                    ("connection_id", "=", connection.id),
                    ("kind", "=", "Account"),
                    ("qbo_id", "=", (said or {}).get("value")),
                ],
                limit=1,
            )
            .id
        )
