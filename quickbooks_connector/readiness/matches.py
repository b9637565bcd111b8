from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from . import finding
from .finding import BLOCK, FINE, LOOK, Finding
from .scope import listed
from .words.matches import MATCHES

#: Reasons of matches that have lost their entry.
LOST = ("lost_inactive", "lost_unfit")
#: Where documents name records that need a match, by model.
USED_IN = {
    "account.tax": "invoice_line_ids.tax_ids",
    "account.payment.term": "invoice_payment_term_id",
}
#: Default accounts of the connection, with the classifications that QuickBooks takes.
DEFAULTS = {
    "income_account_id": ("Revenue",),
    "expense_account_id": ("Expense",),
    "discount_account_id": ("Revenue", "Expense"),
    "purchase_tax_account_id": ("Expense", "Asset", "Liability"),
}


class QuickbooksReadiness(models.AbstractModel):
    """Accounts, taxes and terms that the documents use, and what stands for them."""

    _inherit = "quickbooks.readiness"

    @api.model
    def _get_checks(self):
        return super()._get_checks() + [
            "_check_tax_matches",
            "_check_term_matches",
            "_check_tracking",
            "_check_default_accounts",
            "_check_income_accounts",
            "_check_fallback_product",
            "_check_payment_journal",
            "_check_lost_matches",
            "_check_open_matches",
        ]

    @api.model
    def _get_words(self):
        return super()._get_words() | MATCHES

    # === WHAT DOCUMENTS USE === #

    def _check_tax_matches(self, scope):
        """Look for taxes of documents that have no accepted code."""
        rows = scope.matches("TaxCode", scope.taxes_to_match)
        found = [
            self._unmatched(scope, code, severity, taxes, rows)
            for code, severity, state in (
                ("tax_open", BLOCK, "open"),
                ("tax_proposed", BLOCK, "proposed"),
                ("tax_left_out", LOOK, "skipped"),
            )
            if (taxes := in_state(scope.taxes_to_match, rows, state))
        ]
        return found or Finding("taxes_matched", args={"total": len(scope.taxes)})

    def _check_term_matches(self, scope):
        """Look for terms without a counterpart; due dates are sent all the same."""
        groups = scope.env["account.move"]._read_group(
            scope.document_domain, ["invoice_payment_term_id"]
        )
        terms = scope.env["account.payment.term"].union(*(term for (term,) in groups))
        rows = scope.matches("Term", terms)
        missing = in_state(terms, rows, "open", "proposed")
        if not missing:
            return Finding("terms_matched", args={"total": len(terms)})
        return self._unmatched(scope, "term_open", LOOK, missing, rows)

    def _check_tracking(self, scope):
        """Look for analytic accounts of documents that stand for no class yet."""
        connection = scope.connection
        shown = {"Class": "pref_classes", "Department": "pref_departments"}
        tracked = [kind for kind, fname in shown.items() if connection[fname]]
        plans = {kind: connection._get_plan(kind) for kind in tracked}
        if lacking := [kind for kind, plan in plans.items() if not plan]:
            fields_ = [connection._fields[shown[kind]] for kind in lacking]
            names = [field._description_string(scope.env) for field in fields_]
            args, target = {"names": listed(names)}, finding.connection()
            return Finding("tracking_off", LOOK, args=args, target=target)
        missing = scope.env["account.analytic.account"]
        named = scope.mappings
        for kind, plan in plans.items():
            accounts = scope.analytic_accounts.filtered(
                lambda account, plan=plan: account.root_plan_id == plan
            )
            rows = scope.matches(kind, accounts)
            missing |= (open_ := in_state(accounts, rows, "open", "proposed"))
            named |= named.union(*(rows[id_] for id_ in open_.ids if id_ in rows))
        if not missing:
            return Finding("tracking")
        return Finding(
            "tracking_open",
            BLOCK,
            len(missing),
            {"names": listed(missing.mapped("display_name"))},
            finding.matching(named) if named else finding.call("action_open_matching"),
        )

    def _unmatched(self, scope, code, severity, records, rows):
        """Return the finding about ``records`` that are not matched."""
        named = [rows[record.id] for record in records if record.id in rows]
        target = finding.matching(scope.mappings.union(*named))
        return Finding(
            code,
            severity,
            scope.count(Domain(USED_IN[records._name], "in", records.ids)),
            {"names": listed(records.mapped("display_name"))},
            target if named else finding.call("action_open_matching"),
        )

    # === ACCOUNTS === #

    def _check_default_accounts(self, scope):
        """Look for default accounts that QuickBooks no longer takes."""
        lost = [
            entry.name
            for fname, classifications in DEFAULTS.items()
            if (entry := scope.connection[fname])
            and not (entry.active and entry.classification in (False, *classifications))
        ]
        if not lost:
            return Finding("default_accounts")
        args = {"names": listed(lost)}
        target = finding.connection()
        return Finding("default_accounts", BLOCK, len(lost), args, target)

    def _check_income_accounts(self, scope):
        """Look for products whose sales go to no account that QuickBooks knows."""
        default = scope.connection.income_account_id
        if default:
            return Finding("income_default", args={"account": default.name})
        by_account = self._get_templates_by_account(scope)
        accounts = scope.env["account.account"].union(*by_account)
        rows = scope.matches("Account", accounts)
        done = in_state(accounts, rows, "done")
        missing = [
            template
            for account, templates in by_account.items()
            for template in templates
            if account not in done
        ]
        if not missing:
            return Finding("income_matched")
        lacking = [account for account in by_account if account not in done]
        names = [account.display_name for account in lacking if account]
        return Finding(
            "income_missing",
            BLOCK,
            len(missing),
            {"names": listed(names) or "–"},
            finding.connection(),
        )

    def _get_templates_by_account(self, scope):
        """Return ``{income account, maybe none: ids of products}`` of the documents.

        As ``product.template._get_product_accounts`` finds it, for all at once.
        """
        templates = scope.env["product.template"].with_context(active_test=False)
        groups = templates._read_group(
            [("product_variant_ids", "in", scope.products.ids)],
            ["property_account_income_id", "categ_id"],
            ["id:array_agg"],
        )
        by_account = defaultdict(list)
        for own, category, ids in groups:
            account = (
                own
                or category.property_account_income_categ_id
                or scope.company.income_account_id
            )
            by_account[account] += ids
        return by_account

    def _check_fallback_product(self, scope):
        """Look for lines without a product, which need one to stand for them."""
        if scope.connection.fallback_item_id:
            name = scope.connection.fallback_item_id.display_name
            return Finding("fallback_product", args={"product": name})
        lines = scope.amount_lines & Domain("product_id", "=", False)
        if scope.connection.rounding_item_id:
            lines &= Domain("display_type", "!=", "rounding")
        count = scope.count(scope.of_sales, Domain("line_ids", "any", lines))
        if not count:
            return Finding("fallback_unneeded")
        return Finding("fallback_missing", BLOCK, count, target=finding.connection())

    def _check_payment_journal(self, scope):
        journal = scope.connection.payment_journal_id
        if not journal:
            return Finding("payment_journal", LOOK, target=finding.connection())
        return Finding("payment_journal", FINE, args={"journal": journal.display_name})

    # === THE REST OF THE MATCHING === #

    def _check_lost_matches(self, scope):
        """Look for matches whose entry has become inactive or unfit."""
        rows = scope.mappings.search(
            [
                ("connection_id", "=", scope.connection.id),
                ("state", "=", "open"),
                ("reason_code", "in", LOST),
            ]
        )
        if not rows:
            return Finding("matches_lost")
        args = {"names": listed(rows.mapped("record_name"))}
        return Finding("matches_lost", LOOK, len(rows), args, finding.matching(rows))

    def _check_open_matches(self, scope):
        """Count what else waits for a choice; documents of later days may need it."""
        rows = scope.mappings.search(
            [
                ("connection_id", "=", scope.connection.id),
                ("state", "in", ("open", "proposed")),
                ("section", "!=", "unused"),
                ("reason_code", "not in", LOST),
            ]
        )
        if not rows:
            return Finding("matches_open")
        return Finding("matches_open", LOOK, len(rows), target=finding.matching(rows))


def in_state(records, rows, *states):
    """Return those of ``records`` whose row is in one of ``states``; no row: open."""
    return records.filtered(
        lambda record: (
            (rows[record.id].state if record.id in rows else "open") in states
        )
    )
