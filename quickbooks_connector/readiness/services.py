from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from . import finding
from .finding import FINE, LOOK, Finding
from .scope import listed
from .words.services import SERVICES

#: A cron that has not run for so long does not run.
CRON_SILENT = timedelta(days=1)
#: The end of a sign-in is worth a look so long before.
SIGN_IN_ENDS = timedelta(days=14)
#: What every document of the sales side needs.
NEEDED = ("Customer", "Item")
ACCOUNTANT = "account.group_account_user"
USER = "quickbooks_connector.quickbooks_group_user"


class QuickbooksReadiness(models.AbstractModel):
    """QuickBooks' own settings, the people who are told, the work in the background."""

    _inherit = "quickbooks.readiness"

    @api.model
    def _get_checks(self):
        return super()._get_checks() + [
            "_check_directions",
            "_check_auto_apply",
            "_check_inventory",
            "_check_people",
            "_check_sign_in_end",
            "_check_crons",
        ]

    @api.model
    def _get_words(self):
        return super()._get_words() | SERVICES

    def _check_directions(self, scope):
        """Look for contacts and products that documents need and nobody sends."""
        entities = [scope.env["quickbooks.entity"]._get(name) for name in NEEDED]
        closed = [one for one in entities if not one._sends(scope.connection)]
        if not closed:
            return Finding("directions")
        fields_ = scope.connection._fields
        names = [
            fields_[one._direction_field]._description_string(scope.env)
            for one in closed
        ]
        target = finding.connection()
        return Finding("directions", LOOK, args={"names": listed(names)}, target=target)

    # === QUICKBOOKS' OWN SETTINGS === #

    def _check_auto_apply(self, scope):
        """Tell what it means that QuickBooks applies credits or payments by itself."""
        if not scope.connection.pref_auto_apply:
            return Finding("auto_apply")
        return Finding("auto_apply", LOOK, target=finding.quickbooks())

    def _check_inventory(self, scope):
        if not scope.connection.pref_inventory:
            return Finding("inventory_off")
        return Finding("inventory", LOOK)

    # === PEOPLE === #

    def _check_people(self, scope):
        """Look for somebody who is told and may do something about it."""
        administrator = scope.connection._get_administrator()
        users = scope.env["res.users"].search_fetch(
            [
                ("share", "=", False),
                ("company_ids", "in", scope.company.ids),
                ("all_group_ids", "in", scope.env.ref(ACCOUNTANT).ids),
            ],
            ["name"],
        )
        group = scope.env.ref(USER)
        told = users.filtered(lambda user: group in user.all_group_ids)
        if not told:
            return Finding(
                "people",
                LOOK,
                args={"user": administrator.name},
                target=finding.connection(),
            )
        names = {"names": listed(told.mapped("name")), "user": administrator.name}
        return Finding("people", FINE, args=names)

    def _check_sign_in_end(self, scope):
        ends = scope.connection.sign_in_ends_at
        if not ends:
            return []
        args = {"date": format_date(scope.env, ends)}
        if ends < fields.Datetime.now() + SIGN_IN_ENDS:
            target = finding.call("action_connect")
            return Finding("sign_in_ends", LOOK, args=args, target=target)
        return Finding("sign_in_ends", FINE, args=args)

    # === THE WORK IN THE BACKGROUND === #

    def _check_crons(self, scope):
        """Look for scheduled work that is switched off or has not run for a day."""
        limit = fields.Datetime.now() - CRON_SILENT
        silent = scope.connection._get_crons().filtered(
            lambda cron: not cron.active or (cron.lastcall or cron.create_date) < limit
        )
        if not silent:
            return Finding("crons")
        target = finding.records(
            "ir.cron",
            Domain("id", "in", silent.ids) & Domain("active", "in", (True, False)),
        )
        args = {"names": listed(silent.mapped("name"))}
        return Finding("crons", LOOK, len(silent), args, target)
