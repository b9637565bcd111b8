from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from . import finding
from .finding import BLOCK, FINE, LOOK, Finding
from .scope import listed
from .words.books import BOOKS

#: Lists that are older than this are looked at with care.
LISTS_STALE = timedelta(days=2)
#: A start date that is further back sends a lot at once.
START_MONTHS = 12


class QuickbooksReadiness(models.AbstractModel):
    """The two companies: signed in, one currency, open periods."""

    _inherit = "quickbooks.readiness"

    @api.model
    def _get_checks(self):
        return super()._get_checks() + [
            "_check_sign_in",
            "_check_lists",
            "_check_home_currency",
            "_check_multicurrency",
            "_check_contact_currencies",
            "_check_start_date",
            "_check_closing_date",
        ]

    @api.model
    def _get_words(self):
        return super()._get_words() | BOOKS

    def _check_sign_in(self, scope):
        connection = scope.connection
        names = {"company": connection.qbo_company_name or connection.name}
        if connection.state == "connected":
            return Finding("sign_in", FINE, args=names)
        if connection.state == "paused":
            target = finding.connection()
            return Finding("paused", BLOCK, args=names, target=target)
        return Finding("sign_in", BLOCK, target=finding.call("action_connect"))

    def _check_lists(self, scope):
        read_at = scope.connection.lists_read_at
        target = finding.call("action_check_again")
        if not read_at:
            return Finding("lists_unread", LOOK, target=target)
        if read_at < fields.Datetime.now() - LISTS_STALE:
            args = {"date": format_date(scope.env, read_at)}
            return Finding("lists_stale", LOOK, args=args, target=target)
        return Finding("lists")

    def _check_home_currency(self, scope):
        ours, theirs = scope.currency.name, scope.connection.qbo_currency
        names = {"odoo": ours, "quickbooks": theirs or "?"}
        if theirs and theirs != ours:
            target = finding.connection()
            return Finding("home_currency", BLOCK, args=names, target=target)
        return Finding("home_currency", FINE, args=names)

    # === CURRENCIES === #

    def _check_multicurrency(self, scope):
        foreign = Domain("currency_id", "!=", scope.currency.id)
        domain = scope.document_domain & foreign
        groups = scope.env["account.move"]._read_group(
            domain, ["currency_id"], ["__count"]
        )
        count = sum(number for _currency, number in groups)
        used = listed(currency.name for currency, _number in groups)
        if scope.connection.pref_multicurrency:
            return self._check_currency_list(scope, groups)
        if count:
            return Finding(
                "multicurrency",
                BLOCK,
                count,
                {"currencies": used},
                scope.documents(foreign),
            )
        return Finding("multicurrency")

    def _check_currency_list(self, scope, groups):
        """Look for currencies that the list of QuickBooks lacks, or has inactive."""
        entries = scope.env["quickbooks.reference"].search_fetch(
            [
                ("connection_id", "=", scope.connection.id),
                ("kind", "=", "CompanyCurrency"),
            ],
            ["code"],
        )
        known = set(entries.mapped("code"))
        missing = [group for group in groups if group[0].name not in known]
        if not missing:
            return Finding("currencies")
        ids = [currency.id for currency, _number in missing]
        return Finding(
            "currencies",
            LOOK,
            sum(number for _currency, number in missing),
            {"currencies": listed(currency.name for currency, _number in missing)},
            scope.documents(Domain("currency_id", "in", ids)),
        )

    def _check_contact_currencies(self, scope):
        """Look for customers who buy in other currencies, before a document does."""
        if scope.connection.pref_multicurrency:
            return []
        domain = Domain("customer_rank", ">", 0) & Domain(
            "specific_property_product_pricelist.currency_id", "!=", scope.currency.id
        )
        domain &= Domain("specific_property_product_pricelist", "!=", False)
        domain &= Domain("company_id", "in", (False, scope.company.id))
        count = scope.env["res.partner"].search_count(domain)
        if not count:
            return Finding("contact_currencies")
        target = finding.records("res.partner", domain)
        return Finding("contact_currencies", LOOK, count, target=target)

    # === DATES === #

    def _check_start_date(self, scope):
        start = scope.connection.start_date
        args = {"date": format_date(scope.env, start), "total": scope.document_count}
        target = finding.connection()
        if start > scope.today:
            return Finding("start_future", LOOK, args=args, target=target)
        if start < scope.today - relativedelta(months=START_MONTHS):
            count = scope.document_count
            return Finding("start_old", LOOK, count, args, target)
        return Finding("start_date", FINE, scope.document_count, args)

    def _check_closing_date(self, scope):
        closed = scope.connection.pref_closing_date
        if not closed:
            return Finding("closing_date_none")
        args = {"date": format_date(scope.env, closed)}
        condition = Domain("invoice_date", "<=", str(closed))
        count = scope.count(condition)
        if count:
            target = scope.documents(condition)
            moved = scope.connection.closed_way == "next"
            code = "closing_moved" if moved else "closing_date"
            return Finding(code, LOOK, count, args, target)
        if scope.connection.start_date <= closed:
            target = finding.connection()
            return Finding("closing_start", LOOK, args=args, target=target)
        return Finding("closing_date", FINE, args=args)
