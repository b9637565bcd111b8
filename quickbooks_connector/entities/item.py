from odoo import Command, models

from . import convert, lookup, names
from .cause import EntityError
from .mapped import is_active
from .sales_tax import has_amount

_CATEGORY = "product.category"

#: Properties that name an account, and Odoo's fields.
_ACCOUNTS = {
    "IncomeAccountRef": "property_account_income_id",
    "ExpenseAccountRef": "property_account_expense_id",
}

#: What each variant has for itself.
_OF_VARIANT = ("default_code", "standard_price", "active")


class QuickbooksEntityItem(models.AbstractModel):
    """A product as QuickBooks sells and buys it; each variant is an item.

    QuickBooks' categories are items too; they become product categories.
    """

    _name = "quickbooks.entity.item"
    _inherit = "quickbooks.entity.mapped"
    _description = "QuickBooks Item"

    _qbo_entity = "Item"
    _odoo_model = "product.product"
    _rank = 20
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
    #: QuickBooks does not let an item change its kind freely.
    _said_once = ("Type",)
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
        if record._name == _CATEGORY:
            return record.name
        # With its variant and without its code.
        name = record.with_context(display_default_code=False).display_name
        return convert.clean_name(name or "", self._name_limit)

    def _add_parts(self, values, record, connection, binding, before):
        super()._add_parts(values, record, connection, binding, before)
        values["Name"] = names.kept(
            self._name_of(record), binding.qbo_name, self._name_limit
        )
        self._add_accounts(values, record, connection, before)
        self._add_taxable(values, record, connection)
        self._add_category(values, record, connection)

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

    # === KIND === #

    def _add_once(self, values, record, connection):
        super()._add_once(values, record, connection)
        values["Type"] = self._get_type(record)

    def _get_type(self, record):
        """Return QuickBooks' kind of item; quantities are kept by another add-on."""
        return "Service" if record.type == "service" else "NonInventory"

    def _import_type(self, vals, obj):
        """Read the kind; what QuickBooks counts is storable where Odoo counts too."""
        vals["type"] = self._types.get(obj.get("Type"), "consu")
        if "is_storable" in self.env["product.template"]._fields:
            vals["is_storable"] = obj.get("Type") == "Inventory"

    # === ACCOUNTS === #

    def _add_accounts(self, values, record, connection, before):
        """Add the accounts; what is never bought has no purchasing side.

        Without an account for expenses the purchasing side is left out too: a sale
        does not need it, and a bill asks for it when there is one. An account that
        nothing in Odoo stands for is QuickBooks' own choice, and left alone.
        """
        income, expense = self._accounts(record, connection)
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

    def _accounts(self, record, connection):
        """Return the references for sales and purchases, each of which may be none."""
        accounts = record.product_tmpl_id.get_product_accounts()
        income, expense = accounts["income"], accounts["expense"]
        if not record.purchase_ok:
            expense = expense.browse()
        found = lookup.matched(connection, "Account", income | expense)
        default = connection.expense_account_id if record.purchase_ok else None
        return tuple(
            {"value": entry.qbo_id} if entry else None
            for entry in (
                found.get(income.id) or connection.income_account_id,
                found.get(expense.id) or default,
            )
        )

    def _is_theirs(self, said, ref, connection):
        """Tell whether ``said`` is an account that Odoo would never have named."""
        defaults = connection.income_account_id + connection.expense_account_id
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

    def _add_category(self, values, record, connection):
        """Add the category, when it came from QuickBooks."""
        ref = lookup.linked_ref(connection, self._qbo_entity, record.categ_id)
        if ref:
            values |= {"SubItem": True, "ParentRef": ref}

    def _import_category(self, vals, obj, known):
        """Read the category; an item below another item is in none."""
        parent = known.parent_of(obj)
        if parent is not None and parent._name == _CATEGORY:
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
        if _is_category(obj):
            return self._category_vals(obj, known)
        vals = super()._prepare_import_vals(obj, connection, known)
        vals["list_price"] = vals.pop("lst_price")
        del vals["active"]
        category = self.env[_CATEGORY].browse(vals["categ_id"] or ())
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

    @staticmethod
    def _category_vals(obj, known):
        parent = known.parent_of(obj)
        below = parent is not None and parent._name == _CATEGORY
        name = names.without_mark(obj["Name"])
        return {"name": name, "parent_id": parent.id if below else False}

    def _create_from(self, objects, connection, known):
        categories = [obj for obj in objects if _is_category(obj)]
        vals_list = [self._category_vals(obj, known) for obj in categories]
        made = connection.env[_CATEGORY].create(vals_list)
        created = {obj["Id"]: rec for obj, rec in zip(categories, made, strict=True)}
        known.add(created)
        items = [obj for obj in objects if not _is_category(obj)]
        products = super()._create_from(items, connection, known)
        archived = [products[obj["Id"]].id for obj in items if not is_active(obj)]
        # Together with their templates, which creating them leaves active.
        self.env[self._odoo_model].browse(archived).action_archive()
        return created | products

    def _merge(self, record, obj, binding, connection):
        if record._name == _CATEGORY:
            record.write(self._category_vals(obj, self._known([obj], connection)))
        else:
            super()._merge(record, obj, binding, connection)

    def _update_record(self, record, vals, connection):
        vals = dict(vals)
        if len(record.product_tmpl_id.product_variant_ids) > 1:
            # Siblings share these: Odoo leads.
            vals = {key: vals[key] for key in _OF_VARIANT if key in vals}
        if "taxes_id" in vals:
            ours = record.taxes_id._filter_taxes_by_company(connection.company_id)
            ((_command, _id, ids),) = vals["taxes_id"]
            vals["taxes_id"] = [Command.set((record.taxes_id - ours).ids + ids)]
        active = vals.pop("active", record.active)
        super()._update_record(record, vals, connection)
        if active != record.active:
            # The template follows its last variant.
            (record.action_unarchive if active else record.action_archive)()


def _is_category(obj):
    return obj.get("Type") == "Category"
