from odoo import api, models
from odoo.fields import Domain

from odoo.addons.quickbooks_connector.entities import lookup


class QuickbooksStockLine(models.Model):
    """How the rows of a comparison of the stock come about.

    Rows are brought up to date in place; what a run has not met at its end is gone.
    """

    _inherit = "quickbooks.stock.line"

    # === WHAT QUICKBOOKS HAS === #

    @api.model
    def _take_items(self, connection, items, values, began):
        """Note quantity and value of ``items``, objects of QuickBooks.

        :param dict values: texts of values by the ids of items
        """
        mine = Domain("connection_id", "=", connection.id)
        ids = [obj["Id"] for obj in items]
        entity = self.env["quickbooks.entity.item"]
        links = self.env["quickbooks.binding"].search(
            mine
            & Domain("entity", "=", entity._qbo_entity)
            & Domain("res_model", "=", entity._odoo_model)
            & Domain("qbo_id", "in", ids)
        )
        products = {link.qbo_id: link.res_id for link in links if not link.facet}
        former = set(links.filtered("facet").mapped("qbo_id"))
        rows = self._free_products(mine, ids, products)
        new = []
        for obj in items:
            vals = {
                "connection_id": connection.id,
                "qbo_id": obj["Id"],
                "name": obj.get("FullyQualifiedName") or obj["Name"],
                "product_id": products.get(obj["Id"]),
                "is_former": obj["Id"] in former,
                "qbo_quantity": float(obj.get("QtyOnHand") or 0),
                "qbo_value": float(values.get(obj["Id"]) or 0),
                "checked_at": began,
            }
            row = rows.get(obj["Id"])
            row.write(vals) if row else new.append(vals)
        self.create(new)

    @api.model
    def _free_products(self, mine, ids, products):
        """Take products off rows of other items; return ``{item id: row}`` of ``ids``.

        A product may have another item since, or an item for the first time.
        """
        elsewhere = Domain("qbo_id", "=", False) | Domain("qbo_id", "not in", ids)
        own = Domain("product_id", "in", list(products.values()))
        self.search(mine & own & elsewhere).unlink()
        rows = self.search(mine & Domain("qbo_id", "in", ids))
        moved = rows.filtered(lambda row: row.product_id.id != products.get(row.qbo_id))
        moved.product_id = False
        moved.flush_recordset()
        return {row.qbo_id: row for row in rows}

    # === WHAT ODOO HAS === #

    @api.model
    def _compare_some(self, connection, began, after, limit):
        """Compare the next rows of items; return the id of the last one, maybe none."""
        rows = self.search(
            [
                ("connection_id", "=", connection.id),
                ("qbo_id", "!=", False),
                ("checked_at", ">=", began),
                ("id", ">", after),
            ],
            order="id",
            limit=limit,
        )
        rows._compare(connection)
        return rows[-1:].id

    def _compare(self, connection):
        """Write what Odoo has of the items of these rows, and why it differs."""
        worker = connection._for_worker()
        products = self.product_id.with_env(worker.env)
        quantities = _on_hand(products)
        differing = products.filtered(
            lambda product: any(
                product.uom_id.compare(quantities[product.id], row.qbo_quantity)
                for row in self
                if row.product_id.id == product.id
            )
        )
        why = worker.env["quickbooks.stock.why"]._explain(differing, worker)
        for row in self:
            product = products.browse(row.product_id.id)
            quantity = quantities.get(product.id, 0.0)
            row._write_compared(
                quantity, product.total_value if product else 0.0, why.get(product.id)
            )

    def _write_compared(self, quantity, value, reasons):
        """Write both sides' difference; what ``reasons`` leave over is a reason too."""
        self.ensure_one()
        difference = quantity - self.qbo_quantity
        value_difference = self.currency_id.round(value - self.qbo_value)
        reasons = list(reasons or ())
        product = self.product_id
        rest = difference - sum(reason["amount"] for reason in reasons)
        is_open = not self.is_former and (
            not product or not product.uom_id.is_zero(rest)
        )
        differs = bool(difference) and (
            not product or not product.uom_id.is_zero(difference)
        )
        if differs and (is_open or self.is_former):
            code = "rest" if product else "only_there"
            code = "former" if self.is_former else code
            reasons.append({"code": code, "amount": rest})
        if not differs and value_difference:
            is_fifo = product.cost_method == "fifo"
            code = "value_cost" if is_fifo else "value_method"
            reasons.append({"code": code, "amount": 0.0})
        if not differs and not value_difference:
            reasons = []
        self.write(
            {
                "quantity": quantity,
                "quantity_difference": difference if differs else 0.0,
                "value": value,
                "value_difference": value_difference,
                "reasons": reasons,
                "state": _state(differs or value_difference, differs and is_open),
            }
        )

    # === THE END === #

    @api.model
    def _finish(self, connection, began, balances):
        """Add what QuickBooks does not count, and the accounts; forget what is gone."""
        if connection.inventory_owner == "quickbooks":
            self._take_uncounted(connection, began)
        self._take_accounts(connection, began, balances)
        self.search(
            [("connection_id", "=", connection.id), ("checked_at", "<", began)]
        ).unlink()

    @api.model
    def _take_uncounted(self, connection, began):
        """Note products on stock that QuickBooks does not count."""
        mine = Domain("connection_id", "=", connection.id)
        counted = self.search(mine & Domain("qbo_id", "!=", False)).product_id
        worker = connection._for_worker()
        products = worker.env["product.product"]._with_valuation_context()
        stocked = products.search(
            [
                ("is_storable", "=", True),
                ("company_id", "in", (False, connection.company_id.id)),
                ("id", "not in", counted.ids),
                ("qty_available", "!=", 0),
            ]
        )
        rows = {
            row.product_id.id: row
            for row in self.search(mine & Domain("product_id", "in", stocked.ids))
        }
        for product in stocked:
            quantity = product.qty_available
            vals = {
                "connection_id": connection.id,
                "product_id": product.id,
                "name": product.display_name,
                "quantity": quantity,
                "quantity_difference": quantity,
                "value": product.total_value,
                "value_difference": product.total_value,
                "state": "explained",
                "reasons": [{"code": "not_counted", "amount": quantity}],
                "checked_at": began,
            }
            row = rows.get(product.id)
            row.write(vals) if row else self.create(vals)

    # === ACCOUNTS, WHERE ODOO COUNTS === #

    @api.model
    def _accounts_there(self, connection):
        """Return ``{account of the stock: its entry}``, where Odoo counts the stock."""
        if connection.inventory_owner != "odoo":
            return {}
        entries = self.env["quickbooks.stock.entry"]
        accounts = entries._valuation_accounts(connection.company_id)
        matched = lookup.matched(connection, "Account", accounts)
        return {one: matched[one.id] for one in accounts if one.id in matched}

    @api.model
    def _take_accounts(self, connection, began, balances):
        """Note what the accounts of the stock hold on both sides."""
        mine = Domain("connection_id", "=", connection.id)
        for account, entry in self._accounts_there(connection).items():
            value = self._balance(connection, account)
            there = float(balances.get(entry.qbo_id) or 0)
            difference = connection.company_id.currency_id.round(value - there)
            reasons = self._explain_account(connection, account, difference)
            is_open = any(one["code"] == "entries_rest" for one in reasons)
            vals = {
                "connection_id": connection.id,
                "account_id": account.id,
                "name": account.with_company(connection.company_id).display_name,
                "value": value,
                "qbo_value": there,
                "value_difference": difference,
                "reasons": reasons,
                "state": _state(difference, is_open),
                "checked_at": began,
            }
            row = self.search(mine & Domain("account_id", "=", account.id))
            row.write(vals) if row else self.create(vals)

    @api.model
    def _explain_account(self, connection, account, difference):
        """Return the reasons for which an account of the stock holds another value."""
        currency = connection.company_id.currency_id
        if not difference:
            return []
        if not connection._sends_stock_entries():
            return [{"code": "entries_off", "amount": difference}]
        why = self.env["quickbooks.stock.why"]
        start, through = connection.start_date, connection.stock_entries_through
        reasons = []
        waiting = self.env["quickbooks.stock.entry"].search(
            [
                ("connection_id", "=", connection.id),
                ("qbo_state", "!=", "synced"),
                "|",
                ("account_id", "=", account.id),
                ("counterpart_id", "=", account.id),
            ]
        )
        if waiting:
            amount = sum(
                row.amount if row.account_id == account else -row.amount
                for row in waiting
            )
            reasons.append(why._reason("entries_waiting", amount, waiting))
        for code, domain in (
            ("entries_later", [("date", ">", through or start)]),
            ("entries_before", [("date", "<", start)]),
        ):
            amount = self._balance(connection, account, domain)
            if not currency.is_zero(amount):
                reasons.append({"code": code, "amount": amount})
        rest = currency.round(difference - sum(one["amount"] for one in reasons))
        if rest:
            reasons.append({"code": "entries_rest", "amount": rest})
        return reasons

    @api.model
    def _balance(self, connection, account, domain=()):
        """Return what is booked to ``account``, of the items of ``domain``."""
        ((total,),) = self.env["account.move.line"]._read_group(
            [
                ("company_id", "=", connection.company_id.id),
                ("parent_state", "=", "posted"),
                ("account_id", "=", account.id),
                *domain,
            ],
            aggregates=["balance:sum"],
        )
        return connection.company_id.currency_id.round(total or 0.0)

    # === TELLING === #

    @api.model
    def _word_outcome(self, connection):
        """Return what the comparison has come to, in one sentence."""
        mine = [("connection_id", "=", connection.id)]
        return self.env._(
            "The stock has been compared. Rows: %(count)s, different: %(different)s, "
            "not explained: %(open)s.",
            count=self.search_count(mine),
            different=self.search_count([*mine, ("state", "!=", "agree")]),
            open=self.search_count([*mine, ("state", "=", "open")]),
        )


def _on_hand(products):
    """Return ``{product id: what Odoo values}``, whatever location it is in.

    Odoo says what belongs to it for one product at a time; it is the same for all that
    are valued by one method.
    """
    quantities = {}
    for group in products.grouped("cost_method").values():
        context = group[:1]._with_valuation_context().env.context
        for product in group.with_context(**context):
            quantities[product.id] = product.qty_available
    return quantities


def _state(differs, is_open):
    if not differs:
        return "agree"
    return "open" if is_open else "explained"
