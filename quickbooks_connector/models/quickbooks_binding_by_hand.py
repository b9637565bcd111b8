from odoo import api, models
from odoo.fields import Domain

from ..sync.mark import flush, mark


class QuickbooksBinding(models.Model):
    """What people send, leave out or include themselves."""

    _inherit = "quickbooks.binding"

    @api.model
    def _action_on_records(self, records, verb):
        """Sync, or leave out, ``records`` by hand and say how many.

        Who syncs them by hand does not wait for their moment; those dated before the
        start date are asked about first.

        :param str verb: ``"sync"`` or ``"skip"``
        :raise AccessError: the user may not edit the records
        """
        self.env["quickbooks.connection"]._check_user()
        records.check_access("write")
        if verb == "skip":
            message = self._skip_records(records)
        else:
            bindings_sudo = self._of_records(records)
            bindings_sudo.is_withdrawn = False
            bindings_sudo.filtered(lambda binding: binding.state == "skipped").write(
                {"state": "pending", "approved_as": False}
            )
            self._insert_chosen(records, self._domain_started_of)
            message = self._mark_now(records)
            older = self._count_older(records)
            if older:
                return self._ask_about_older(records, older, message)
        return self._tell_action(message)

    @api.model
    def _send_older(self, records):
        """Send those of ``records`` too that are dated before the start date."""
        self.env["quickbooks.connection"]._check_user()
        records.check_access("write")
        self._insert_chosen(records, self._domain_sendable_of)
        return self._tell_action(self._mark_now(records))

    @api.model
    def _ask_about_older(self, records, count, message):
        """Return the question whether documents before the start date go as well."""
        wizard = self.env["quickbooks.send.older"].create(
            {
                "res_model": records._name,
                "res_ids": records.ids,
                "older_count": count,
                "message": message,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send older documents?"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _tell_action(self, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": "info",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # === WHICH === #

    @api.model
    def _of_records(self, records):
        """Return the bindings of ``records`` in the user's companies, sudoed."""
        return self.sudo().search(
            [
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
                ("company_id", "in", self.env.companies.ids),
                ("survivor_id", "=", False),
            ]
        )

    @api.model
    def _chosen(self, records, domain_of):
        """Yield ``(connection, entity, domain)`` of what people may choose by hand.

        :param domain_of: function of entity and connection
        """
        live = self.env["quickbooks.connection"]._live_by_company()
        ids = [live[id_] for id_ in self.env.companies.ids if id_ in live]
        for connection in self.env["quickbooks.connection"].sudo().browse(ids):
            for entity in self.env["quickbooks.entity"]._all():
                if entity._odoo_model == records._name and entity._sends(connection):
                    domain = Domain("id", "in", records.ids)
                    yield connection, entity, domain & domain_of(entity, connection)

    @staticmethod
    def _domain_started_of(entity, connection):
        return entity._domain_started(connection)

    @staticmethod
    def _domain_sendable_of(entity, connection):
        return entity._domain_sendable(connection)

    @api.model
    def _insert_chosen(self, records, domain_of, state="pending"):
        """Give bindings to those of ``records`` that have none and may be chosen."""
        bindings_sudo = self.sudo()
        return sum(
            bindings_sudo._insert_of(connection, entity, domain, state=state)
            for connection, entity, domain in self._chosen(records, domain_of)
        )

    @api.model
    def _count_older(self, records):
        """Return how many of ``records`` stay out for their date alone."""

        def older(entity, connection):
            started = entity._domain_started(connection)
            mine = Domain("qbo_binding_ids.connection_id", "in", connection.ids)
            return entity._domain_sendable(connection) & ~started & ~mine

        return sum(
            records.sudo().search_count(domain)
            for _connection, _entity, domain in self._chosen(records, older)
        )

    # === DOING IT === #

    @api.model
    def _skip_records(self, records):
        """Leave ``records`` out, those too that were never sent; say how many."""
        bindings_sudo = self._of_records(records)
        bindings_sudo._skip()
        count = self._insert_chosen(records, self._domain_started_of, state="skipped")
        return self.env._("Left out of QuickBooks: %s", len(bindings_sudo) + count)

    @api.model
    def _mark_now(self, records):
        """Note ``records`` at once and say how many of them go."""
        mark(records)
        flush(self.sudo().env)
        rows_sudo = self.sudo().search(
            [
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
                ("company_id", "in", self.env.companies.ids),
                ("is_due", "=", True),
            ]
        )
        due = sum(
            len(rows.filtered_domain(self._domain_open(connection)))
            for connection, rows in rows_sudo.grouped("connection_id").items()
        )
        if due:
            return self.env._("On their way to QuickBooks: %s", due)
        return self.env._(
            "Nothing to send. Documents go once they are posted, contacts and products "
            "once a document needs them."
        )

    def _skip(self):
        """Leave these out; a request under way is still answered first."""
        self.filtered(lambda binding: not binding.request_id).write(
            {"state": "skipped", "is_due": False, "cause": False, "cause_args": False}
        )
        # Who waits for these says now that it can't go on without them.
        self.env.flush_all()
        waiting = self._search_waiting_for(self).filtered(
            lambda binding: binding.cause == "waits_for"
        )
        waiting.is_due = True
        waiting.connection_id._wake_push()
