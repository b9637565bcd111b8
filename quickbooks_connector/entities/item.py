from decimal import Decimal

from odoo import Command, fields, models

from ..api import dumps_payload, loads_exact
from . import convert, lookup, names
from .cause import EntityError
from .item_category import is_category
from .mapped import is_active
from .sales_tax import has_amount

#: Properties that name an account, and Odoo's fields.
_ACCOUNTS = {
    "IncomeAccountRef": "property_account_income_id",
    "ExpenseAccountRef": "property_account_expense_id",
}

#: QuickBooks' type of the accounts for the cost of what it counts.
_COST_OF_SALES = "Cost of Goods Sold"

#: What each variant has for itself.
_OF_VARIANT = ("default_code", "standard_price", "qbo_item_type", "active")


class QuickbooksEntityItem(models.AbstractModel):
    """A product as QuickBooks sells and buys it; each variant is an item.

    QuickBooks' categories are items too: see ``entities/item_category.py``.
    """

    _name = "quickbooks.entity.item"
    _inherit = "quickbooks.entity.mapped"
    _description = "QuickBooks Item"

    _qbo_entity = "Item"
    _odoo_model = "product.product"
    _rank = 20
    _area = "products"
    _named_as = ("ItemRef", "ParentRef")
    _direction_field = "product_direction"
    _policy_field = "product_policy"
    _duplicate_cause = "item_name_taken"
    _web_path = "items"
    _watched = {
        "product.product": (
            "name",
            "list_price",
            "product_template_variant_value_ids",
            "taxes_id",
            "type",
            "is_storable",
            "qbo_item_type",
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
            "is_storable",
            "purchase_ok",
            "categ_id",
            "property_account_income_id",
            "property_account_expense_id",
            "attribute_line_ids",
        ),
    }

    _shared = (
        "Name",
        "Type",
        "SubItem",
        "ParentRef",
        "Taxable",
        "IncomeAccountRef",
        "ExpenseAccountRef",
        "Active",
    )
    _limits = {"Sku": 100, "Description": 4000, "PurchaseDesc": 1000}
    _entries = dict.fromkeys(_ACCOUNTS, "Account")
    #: Odoo's kind of product for each of QuickBooks'.
    _types = {"Service": "service", "NonInventory": "consu", "Inventory": "consu"}

    def _get_label(self):
        return self.env._("product")

    def _get_field_map(self):
        return super()._get_field_map() | {
            "default_code": "Sku",
            "description_sale": "Description",
            "lst_price": ("UnitPrice", "amount"),
            "description_purchase": "PurchaseDesc",
            "standard_price": ("PurchaseCost", "amount"),
        }

    def _name_of(self, record):
        # With its variant and without its code.
        name = record.with_context(display_default_code=False).display_name
        return convert.clean_name(name or "", self._name_limit)

    def _add_parts(self, values, record, connection, binding, before):
        super()._add_parts(values, record, connection, binding, before)
        values["Name"] = names.kept(
            self._name_of(record), binding.qbo_name, self._name_limit
        )
        self._add_price(values, record, connection)
        self._add_type(values, record, connection, before)
        self._add_accounts(values, record, connection, before)
        self._add_taxable(values, record, connection)
        self._add_category(values, record, connection, before)

    def _import_values(self, obj, connection, known=None):
        known = known or self._known([obj], connection)
        vals = super()._import_values(obj, connection, known)
        vals["name"] = names.without_mark(obj.get("Name") or "")
        self._import_type(vals, obj)
        self._import_accounts(vals, obj, known)
        self._import_taxable(vals, obj, known)
        self._import_category(vals, obj, known)
        return vals

    def _export_constraints(self, record, connection):
        super()._export_constraints(record, connection)
        binding = record._quickbooks_binding(self._qbo_entity, connection)
        if not binding.qbo_id and not self._accounts(record, connection)[0]:
            raise EntityError("account_unmatched", use=self.env._("income account"))
        self._check_type(record, connection, binding)
        self._check_category(record, connection)

    # === PRICE === #

    def _add_price(self, values, record, connection):
        """Say the price in the currency of the books, at today's rate.

        Prices that companies share are in the currency of the first of them.
        """
        currency = connection.company_id.currency_id
        if record.currency_id != currency:
            price = self._in_currency(
                record.lst_price, record.currency_id, currency, connection
            )
            digits = self.env["decimal.precision"].precision_get("Product Price")
            values["UnitPrice"] = convert.trim(Decimal(f"{price:.{digits}f}"))

    def _in_currency(self, price, currency, other, connection):
        today = fields.Date.context_today(self)
        return currency._convert(
            price, other, connection.company_id, today, round=False
        )

    def _price_in(self, currency, price, connection):
        """Return a ``price`` of QuickBooks in ``currency``."""
        own = connection.company_id.currency_id
        if currency == own:
            return price
        return self._in_currency(price, own, currency, connection)

    # === ACCOUNTS === #

    def _add_accounts(self, values, record, connection, before):
        """Add the accounts; what is never bought has no purchasing side.

        Without an account for expenses the purchasing side is left out too: a sale
        does not need it, and a bill asks for it when there is one. An account that
        nothing in Odoo stands for is QuickBooks' own choice, and left alone.
        """
        kind = before.get("Type") or self._get_type(record, connection)
        income, expense = self._accounts(record, connection, kind == "Inventory")
        for (key, fname), ref in zip(_ACCOUNTS.items(), (income, expense), strict=True):
            said = before.get(key)
            if said and not record[fname] and self._is_theirs(said, ref, connection):
                ref = said
            if before and not said and key == "IncomeAccountRef" and not record.sale_ok:
                ref = None
            if ref:
                values[key] = ref
        if "ExpenseAccountRef" not in values:
            del values["PurchaseDesc"], values["PurchaseCost"]

    def _accounts(self, record, connection, counted=False):
        """Return the references for sales and purchases, each of which may be none.

        :param counted: QuickBooks keeps its quantities, and wants an account for the
            cost of what is sold, whether Odoo buys it or not
        """
        accounts = record.product_tmpl_id.get_product_accounts()
        income, expense = accounts["income"], accounts["expense"]
        found = lookup.matched(connection, "Account", income | expense)
        spent = found.get(expense.id)
        if counted:
            fits = spent and spent.account_type == _COST_OF_SALES
            spent = spent if fits else connection.cogs_account_id
        elif not record.purchase_ok:
            spent = None
        else:
            spent = spent or connection.expense_account_id
        return tuple(
            {"value": entry.qbo_id} if entry else None
            for entry in (found.get(income.id) or connection.income_account_id, spent)
        )

    def _is_theirs(self, said, ref, connection):
        """Tell whether ``said`` is an account that Odoo would never have named."""
        defaults = connection.income_account_id + connection.expense_account_id
        defaults += connection.cogs_account_id
        return (
            said.get("value") != (ref or {}).get("value")
            and said.get("value") not in defaults.mapped("qbo_id")
            and not lookup.standing_for(connection, "Account", said.get("value"))
        )

    def _import_accounts(self, vals, obj, known):
        """Read the accounts, where some are matched, and what follows from them."""
        for key, fname in _ACCOUNTS.items():
            vals[fname] = known.standing_for("Account", obj.get(key)) or False
        vals["sale_ok"] = bool(obj.get("IncomeAccountRef"))
        vals["purchase_ok"] = bool(obj.get("ExpenseAccountRef"))

    def _meaning(self, key, obj, known):
        meaning = super()._meaning(key, obj, known)
        # Whether there is one says whether the product is sold, or bought.
        return (meaning, bool(obj.get(key))) if key in _ACCOUNTS else meaning

    # === TAX === #

    def _add_taxable(self, values, record, connection):
        """Say whether sales are taxed by default; a US idea only."""
        if lookup.is_us(connection):
            taxes = record.taxes_id._filter_taxes_by_company(connection.company_id)
            values["Taxable"] = any(map(has_amount, taxes))

    def _import_taxable(self, vals, obj, known):
        """Read whether sales are taxed: by the company's default tax."""
        tax = known.company.account_sale_tax_id
        if lookup.is_us(known.connection) and tax:
            vals["taxes_id"] = [Command.set(tax.ids if obj.get("Taxable") else [])]

    # === CATEGORY === #

    def _categories(self):
        """Return the entity that categories are."""
        return self.env["quickbooks.entity.item.category"]

    def _get_category(self, record, connection):
        """Return the category that ``record`` is to be listed in, maybe none."""
        categories = self._categories()
        category = categories._shown_as(record.categ_id)
        if not category:
            return category
        binding = category._quickbooks_binding(self._qbo_entity, connection)
        if binding.state == "skipped":
            return category.browse()
        sent = binding.qbo_id or categories._sends(connection)
        return category if sent else category.browse()

    def _export_needs(self, record, connection):
        category = self._get_category(record, connection)
        binding = record._quickbooks_binding(self._qbo_entity, connection)
        if not (binding.qbo_id or binding.is_new) and connection.ask_before_create:
            # Nobody has decided about the product yet.
            return []
        return [(self._qbo_entity, row) for row in category]

    def _check_category(self, record, connection):
        """Let ``record`` wait for its category.

        :raise EntityError: it is not there yet
        """
        category = self._get_category(record, connection)
        if category:
            self._ref(self._qbo_entity, category, connection)

    def _add_category(self, values, record, connection, before):
        """Add the category; none of Odoo's takes away one that was shared."""
        category = self._get_category(record, connection)
        if category:
            ref = self._ref_if_there(self._qbo_entity, category, connection)
            values |= {"SubItem": True, "ParentRef": ref} if ref else {}
        elif before.get("ParentRef") and not record.categ_id:
            # What is below another item is in no category, and stays there.
            if lookup.record_of(connection, self._categories(), before["ParentRef"]):
                values |= {"SubItem": False, "ParentRef": ""}

    def _import_category(self, vals, obj, known):
        """Read the category; an item below another item is in none."""
        parent = known.parent_of(obj)
        if parent is not None and parent._name == self._categories()._odoo_model:
            vals["categ_id"] = parent.id
        elif not obj.get("ParentRef"):
            vals["categ_id"] = False

    # === RECORDS === #

    def _import_refusal(self, obj):
        if obj.get("Type") == "Group":
            return EntityError("bundle", record=obj.get("Name"))
        return super()._import_refusal(obj)

    def _prepare_import_vals(self, obj, connection, known=None):
        known = known or self._known([obj], connection)
        vals = super()._prepare_import_vals(obj, connection, known)
        vals["list_price"] = self._price_in(
            known.shared_currency, vals.pop("lst_price"), connection
        )
        del vals["active"], vals["qbo_item_type"]
        category = self.env["product.category"].browse(vals["categ_id"] or ())
        company = connection.company_id
        for fname, general in (
            (
                "property_account_income_id",
                category.property_account_income_categ_id or company.income_account_id,
            ),
            (
                "property_account_expense_id",
                category.property_account_expense_categ_id
                or company.expense_account_id,
            ),
        ):
            if vals.get(fname) == general.id:
                # The product follows when the category's account changes.
                del vals[fname]
        if not category:
            del vals["categ_id"]
        return vals

    def _for_object(self, obj, connection):
        if is_category(obj):
            return self._categories()
        return super()._for_object(obj, connection)

    def _create_from(self, objects, connection, known):
        groups = [obj for obj in objects if is_category(obj)]
        created = self._categories()._create_from(groups, connection, known)
        known.add(created)
        items = [obj for obj in objects if not is_category(obj)]
        products = super()._create_from(items, connection, known)
        archived = [products[obj["Id"]].id for obj in items if not is_active(obj)]
        # Together with their templates, which creating them leaves active.
        self.env[self._odoo_model].browse(archived).action_archive()
        return created | products

    def _found_vals(self, record, obj, connection):
        vals = super()._found_vals(record, obj, connection)
        known = ["Type"]
        if record.categ_id:
            # The category in Odoo is news there, not the other way round.
            known += ["SubItem", "ParentRef"]
        agreed = loads_exact(vals["synced_payload"])
        agreed |= convert.repeat(self._agreed(obj, None), known)
        return vals | {"synced_payload": dumps_payload(agreed)}

    def _update_record(self, record, vals, connection):
        vals = dict(vals)
        if len(record.product_tmpl_id.product_variant_ids) > 1:
            # Siblings share these: Odoo leads.
            vals = {key: vals[key] for key in _OF_VARIANT if key in vals}
        if "taxes_id" in vals:
            ours = record.taxes_id._filter_taxes_by_company(connection.company_id)
            ((_command, _id, ids),) = vals["taxes_id"]
            vals["taxes_id"] = [Command.set((record.taxes_id - ours).ids + ids)]
        self._update_type(record, vals)
        if "lst_price" in vals:
            vals["lst_price"] = self._price_in(
                record.currency_id, vals["lst_price"], connection
            )
        active = vals.pop("active", record.active)
        super()._update_record(record, vals, connection)
        if active != record.active:
            # The template follows its last variant.
            (record.action_unarchive if active else record.action_archive)()
