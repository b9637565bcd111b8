from odoo import api, models

from .. import matching
from .quickbooks_mapping import TRACKED


class QuickbooksMapping(models.Model):
    """Classes and locations: QuickBooks leads, analytic accounts follow.

    Each entry has an analytic account, created for it unless one of its name is there
    already. It is renamed and archived with its entry. Accounts of the plan that stand
    for no entry wait for a choice like all other records.
    """

    _inherit = "quickbooks.mapping"

    @api.model
    def _propose(self, connection):
        worker = connection._for_worker()
        for kind in TRACKED:
            if worker._get_plan(kind):
                self.with_env(worker.env)._follow_entries(worker, kind)
        return super()._propose(connection)

    @api.model
    def _follow_entries(self, connection, kind):
        """Give every entry of ``kind`` that has none its analytic account."""
        rows = self.search([("connection_id", "=", connection.id), ("kind", "=", kind)])
        decided = rows.filtered(lambda row: row.state in ("done", "skipped"))
        missing = self._get_entries(connection)[kind] - decided.reference_id
        if not missing:
            return
        free = self._get_accounts(connection, kind).filtered(
            lambda account: account.id not in decided.mapped("res_id")
        )
        by_name = free.grouped(lambda account: account.name.casefold())
        decisions, unknown = [], []
        for entry in missing:
            found = by_name.get(_shown(entry.name).casefold(), free.browse())
            if len(found) == 1:
                decisions.append((found, entry, "same_name"))
            elif not found:
                unknown.append(entry)
            # Which of several it is, is a question for a person.
        created = free.with_context(lang=None).create(
            [
                {
                    "name": _shown(entry.name),
                    "plan_id": connection._get_plan(kind).id,
                    "company_id": connection.company_id.id,
                }
                for entry in unknown
            ]
        )
        decisions += [
            (account, entry, "created_here")
            for account, entry in zip(created, unknown, strict=True)
        ]
        self._decide(connection, kind, decisions)

    @api.model
    def _get_accounts(self, connection, kind):
        """Return the analytic accounts of the plan that ``kind`` is followed in."""
        accounts = self.env["account.analytic.account"]
        plan = connection._get_plan(kind)
        domain = accounts._check_company_domain(connection.company_id)
        return accounts.with_context(lang=None).search(
            [*domain, ("root_plan_id", "in", plan.ids)]
        )

    @api.model
    def _follow_change(self, reference, old_name):
        """Rename, archive or take back what stands for an entry, as it was there.

        A name that somebody gave it here stays.
        """
        rows = self.sudo().search(
            [
                ("reference_id", "=", reference.id),
                ("kind", "in", TRACKED),
                ("state", "=", "done"),
            ]
        )
        accounts_sudo = self.env["account.analytic.account"].sudo()
        accounts_sudo = accounts_sudo.browse(rows.mapped("res_id")).exists()
        accounts_sudo = accounts_sudo.with_context(lang=None)
        accounts_sudo.filtered(
            lambda account: account.name == _shown(old_name)
        ).name = _shown(reference.name)
        accounts_sudo.filtered(
            lambda account: account.active != reference.active
        ).active = reference.active

    # === PROPOSALS FOR THE OTHER ACCOUNTS OF THE PLAN === #

    @api.model
    def _get_records_domain(self, kind, model, connection):
        if kind in TRACKED:
            return [("id", "in", self._get_accounts(connection, kind).ids)]
        return super()._get_records_domain(kind, model, connection)

    def _match_class(self, records, listed, entries, connection):
        accounts = [matching.Named(account.id, account.name) for account in records]
        named = [matching.Named(entry.id, _shown(entry.name)) for entry in listed]
        return matching.propose_methods(accounts, named)

    _match_department = _match_class

    @api.model
    def _count_uses(self, kind, records, connection):
        if kind not in TRACKED:
            return super()._count_uses(kind, records, connection)
        if not records:
            return {}
        column = connection._get_plan(kind)._column_name()
        groups = self.env["account.analytic.line"]._read_group(
            [
                ("company_id", "=", connection.company_id.id),
                (column, "in", records.ids),
            ],
            [column],
            ["__count"],
        )
        return {account.id: count for account, count in groups}


def _shown(name):
    """Return the name of an entry as an account shows it: "Parent: Child"."""
    return ": ".join(part.strip() for part in name.split(":"))
