from odoo import models

from ..api import loads_exact, query
from . import convert, lookup, names
from .cause import EntityError


class QuickbooksEntityItem(models.AbstractModel):
    """A product as QuickBooks sells and buys it; each variant is an item."""

    _name = "quickbooks.entity.item"
    _inherit = "quickbooks.entity"
    _description = "QuickBooks Item"

    _qbo_entity = "Item"
    _odoo_model = "product.product"
    _rank = 20
    _imports = True
    _matches = True
    _has_active = True
    _duplicate_cause = "item_name_taken"
    _web_path = "items"
    _watched = {
        "product.product": (
            "name",
            "list_price",
            "product_template_variant_value_ids",
            "taxes_id",
            "type",
            "purchase_ok",
            "categ_id",
        ),
        "product.template": (
            "name",
            "default_code",
            "list_price",
            "standard_price",
            "description_sale",
            "description_purchase",
            "taxes_id",
            "type",
            "purchase_ok",
            "categ_id",
            "property_account_income_id",
            "property_account_expense_id",
            "attribute_line_ids",
        ),
    }

    #: QuickBooks does not let an item change its kind freely.
    _said_once = ("Type",)
    _name_limit = 100
    #: Longest values QuickBooks takes, by path.
    _limits = {"Sku": 100, "Description": 4000, "PurchaseDesc": 1000}

    # === EXPORT === #

    def _get_label(self):
        return self.env._("product")

    def _doc_number(self, obj):
        return None

    def _get_field_map(self):
        return super()._get_field_map() | {
            "default_code": "Sku",
            "description_sale": "Description",
            "lst_price": ("UnitPrice", "amount"),
            "description_purchase": "PurchaseDesc",
            "standard_price": ("PurchaseCost", "amount"),
        }

    def _export_constraints(self, record, connection):
        super()._export_constraints(record, connection)
        if not self._name_of(record):
            raise EntityError("name_missing")

    def _export_values(self, record, connection):
        values = super()._export_values(record, connection)
        binding = record._quickbooks_binding(self._qbo_entity, connection)
        values["Name"] = names.kept(
            self._name_of(record), binding.qbo_name, self._name_limit
        )
        self._add_accounts(values, record, connection)
        self._add_taxable(values, record, connection)
        before = loads_exact(binding.synced_payload or "{}")
        if not binding.qbo_id:
            values["Type"] = self._get_type(record)
        values |= convert.repeat(before, self._said_once)
        for path, limit in self._limits.items():
            if values.get(path):
                values[path] = values[path][:limit]
        return convert.settle_empty(values, before)

    def _name_of(self, record):
        """Return the name of ``record`` with its variant and without its code."""
        name = record.with_context(display_default_code=False).display_name
        return convert.clean_name(name or "", self._name_limit)

    def _get_type(self, record):
        """Return QuickBooks' kind of item; quantities are kept by another add-on."""
        return "Service" if record.type == "service" else "NonInventory"

    def _add_accounts(self, values, record, connection):
        """Add the accounts; what is never bought has no purchasing side.

        Without an account for expenses the purchasing side is left out too: a sale
        does not need it, and a bill asks for it when there is one.

        :raise EntityError: no account for sales is known
        """
        accounts = record.product_tmpl_id.get_product_accounts()
        income = self._account_ref(
            accounts["income"], connection, connection.income_account_id
        )
        if not income:
            raise EntityError("account_unmatched", use=self.env._("income account"))
        values["IncomeAccountRef"] = income
        expense = record.purchase_ok and self._account_ref(
            accounts["expense"], connection, connection.expense_account_id
        )
        if expense:
            values["ExpenseAccountRef"] = expense
        else:
            del values["PurchaseDesc"], values["PurchaseCost"]

    def _account_ref(self, account, connection, default):
        """Return the entry matched to ``account``, or ``default``, or nothing."""
        return lookup.matched_ref(connection, "Account", account) or (
            {"value": default.qbo_id} if default else None
        )

    def _add_taxable(self, values, record, connection):
        """Say whether sales are taxed by default; a US idea only."""
        if lookup.is_us(connection):
            taxes = record.taxes_id._filter_taxes_by_company(connection.company_id)
            values["Taxable"] = any(tax.amount for tax in taxes)

    # === MATCHING === #

    def _match_statements(self, records, connection):
        codes = {record.default_code for record in records if record.default_code}
        wanted = set()
        for record in records:
            tried = self._names_to_try(record)
            binding = record._quickbooks_binding(self._qbo_entity, connection)
            # The other names are only asked for once one of them proved taken too.
            wanted.update(tried if binding.qbo_name else tried[:1])
        return [
            (key, query.select(self._qbo_entity, condition))
            for key, values in (("Sku", codes), ("Name", wanted))
            for condition in query.where_in(key, sorted(values))
        ]

    def _match(self, records, rows, connection):
        objects = {
            obj["Id"]: obj for key in ("Sku", "Name") for obj in rows.get(key, ())
        }
        taken = {obj["Name"].casefold() for obj in objects.values()}
        free = lookup.unlinked(self, objects, connection)
        chosen = {}
        for record in records:
            choice = self._choose(record, free, taken)
            binding = record._quickbooks_binding(self._qbo_entity, connection)
            if isinstance(choice, dict):
                del free[choice["Id"]]
            elif isinstance(choice, str):
                taken.add(choice.casefold())
                if choice == self._name_of(record) and not binding.qbo_name:
                    continue
            chosen[record] = choice
        return chosen

    def _choose(self, record, free, taken):
        """Return the item, the name or the problem for ``record``."""
        code = (record.default_code or "").casefold()
        tried = self._names_to_try(record)
        own = tried[0].casefold()
        usable = [obj for obj in free.values() if obj.get("Type") != "Category"]
        alike = [obj for obj in usable if code and _code_of(obj) == code]
        named = [obj for obj in alike or usable if obj["Name"].casefold() == own]
        if len(alike) > 1 and not named:
            listed = ", ".join(sorted(obj["Name"] for obj in alike))
            return EntityError("ambiguous", names=listed)
        if not alike:
            # One name, two codes: two products.
            named = [obj for obj in named if not code or not _code_of(obj)]
        found = (named or alike)[:1]
        if found:
            return found[0]
        name = next((name for name in tried if name.casefold() not in taken), None)
        return name or EntityError("item_name_taken", name=tried[0])

    def _names_to_try(self, record):
        """Return what ``record`` may be called in QuickBooks, best first."""
        name = self._name_of(record) or "?"
        tried = [name]
        if record.default_code:
            end = f" [{convert.clean_name(record.default_code, 40)}]"
            tried.append(convert.fit(name, self._name_limit - len(end)) + end)
        return tried + [
            convert.fit(name, self._name_limit - 4) + f" ({n})"
            for n in range(2, names.TRIES)
        ]


def _code_of(obj):
    return (obj.get("Sku") or "").casefold()
