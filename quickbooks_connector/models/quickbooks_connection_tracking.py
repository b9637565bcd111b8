from odoo import fields, models

from ..entities import lookup

#: The setting with the plan, and the preferences of QuickBooks, by kind of list.
_TRACKED = {
    "Class": ("class_plan_id", ("ClassTrackingPerTxn", "ClassTrackingPerTxnLine")),
    "Department": ("department_plan_id", ("TrackDepartments",)),
}


class QuickbooksConnection(models.Model):
    """Which analytic plans QuickBooks' classes and locations are followed in."""

    _inherit = "quickbooks.connection"

    class_plan_id = fields.Many2one(
        "account.analytic.plan",
        "Plan of QuickBooks' Classes",
        domain="[('parent_id', '=', False)]",
        default=lambda self: self._default_plan("analytic_plan_classes"),
        help="Each class of QuickBooks is an analytic account of this plan. Empty: "
        "classes are neither followed nor sent.",
    )
    department_plan_id = fields.Many2one(
        "account.analytic.plan",
        "Plan of QuickBooks' Locations",
        domain="[('parent_id', '=', False)]",
        default=lambda self: self._default_plan("analytic_plan_departments"),
        help="Each location of QuickBooks is an analytic account of this plan. Empty: "
        "locations are neither followed nor sent.",
    )

    def _default_plan(self, name):
        return self.env.ref(f"quickbooks_connector.{name}", raise_if_not_found=False)

    def _get_plan(self, kind):
        """Return the plan that the list ``kind`` is followed in, maybe none.

        :param str kind: ``"Class"`` or ``"Department"``
        """
        self.ensure_one()
        fname, preferences = _TRACKED[kind]
        tracked = any(
            lookup.preference(self, f"AccountingInfoPrefs.{name}")
            for name in preferences
        )
        return self[fname] if tracked else self[fname].browse()
