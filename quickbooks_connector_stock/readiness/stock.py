from odoo import api, models
from odoo.tools import LazyTranslate

from odoo.addons.quickbooks_connector.readiness import finding
from odoo.addons.quickbooks_connector.readiness.finding import (
    BLOCK,
    FINE,
    LOOK,
    Finding,
)
from odoo.addons.quickbooks_connector.readiness.scope import listed
from odoo.addons.quickbooks_connector.readiness.words import Words

_lt = LazyTranslate(__name__)

_TITLE = _lt("Who counts the stock")
_CHANGE = _lt("Change who counts")

WORDS = {
    "stock_off": Words(
        _TITLE,
        _lt("QuickBooks is to count the stock, and inventory tracking is off there."),
        _lt(
            "Turn it on in QuickBooks (gear, Account and settings, Sales), or let "
            "Odoo count."
        ),
        _CHANGE,
    ),
    "stock_account": Words(
        _TITLE,
        _lt("QuickBooks is to count the stock, and these are not chosen: %(names)s."),
        _lt("Choose them in the settings: without them no item can be counted."),
        _lt("Open the connection"),
    ),
    "stock_other_kind": Words(
        _TITLE,
        _lt("QuickBooks has these as another kind of item: %(names)s."),
        _lt(
            "Where Odoo counts, documents would still move what QuickBooks counts, and "
            "the cost of sales would be booked there too. Where QuickBooks counts, it "
            "would keep no quantity of them. Change who counts to replace the items, "
            "or choose their kind on the product."
        ),
        _lt("Show the products"),
        _lt("All stocked products have the kind of item that the settings want."),
    ),
}


class QuickbooksReadiness(models.AbstractModel):
    """Whether what is there fits who counts the stock."""

    _inherit = "quickbooks.readiness"

    @api.model
    def _get_checks(self):
        return super()._get_checks() + ["_check_stock"]

    @api.model
    def _get_words(self):
        return super()._get_words() | WORDS

    def _check_stock(self, scope):
        connection = scope.connection
        if connection.inventory_owner == "quickbooks":
            if not connection.pref_inventory:
                target = finding.call("action_change_owner")
                return Finding("stock_off", BLOCK, target=target)
            names = connection._name_missing_accounts()
            if names:
                target = finding.connection()
                return Finding(
                    "stock_account", BLOCK, args={"names": names}, target=target
                )
        bindings = connection._get_other_kind(connection.inventory_owner)
        if not bindings:
            return Finding("stock_other_kind", FINE)
        ids = bindings.mapped("res_id")
        products = scope.env["product.product"].browse(ids)
        return Finding(
            "stock_other_kind",
            LOOK,
            len(ids),
            {"names": listed(products.mapped("display_name"))},
            finding.records("product.product", [("id", "in", ids)]),
        )

    def _check_inventory(self, scope):
        """Say nothing general where it is known who counts what."""
        if scope.connection.inventory_owner == "quickbooks":
            return []
        return super()._check_inventory(scope)
