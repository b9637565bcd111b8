from typing import NamedTuple

from odoo import models

from ..api import dumps_payload, loads_exact
from ..entities import document_lines
from ..entities.cause import EntityError
from ..entities.need import Need
from ..sync import words
from ..sync.preparation import Preparation


class Preview(NamedTuple):
    """What would be sent of a record now.

    :param str operation: ``create``, ``update``, ``void``, ``delete``; empty: nothing
    :param dict values: all that QuickBooks would hold of it, in its own words
    :param str payload: the text that would be sent
    :param str obstacle: why it can't be said, as a sentence
    """

    operation: str = ""
    values: dict = {}
    payload: str = ""
    obstacle: str = ""

    @property
    def total(self):
        """Return what QuickBooks would total, nothing where it totals nothing."""
        return document_lines.total(self.values) if "Line" in self.values else None


class QuickbooksSyncedMixin(models.AbstractModel):
    """What QuickBooks would hold of a record, before anything is sent."""

    _inherit = "quickbooks.synced.mixin"

    def action_quickbooks_preview(self):
        """Show this record as QuickBooks will hold it; nothing is sent."""
        self.ensure_one()
        self.env["quickbooks.connection"]._check_user()
        self.check_access("read")
        explained = self._get_explained()[0]
        explained.check_access("read")
        wizard = self.env["quickbooks.preview"]._prepare(explained)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("%s as QuickBooks will hold it", explained.display_name),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _get_quickbooks_preview(self):
        """Return a :class:`Preview`; QuickBooks is not asked and nothing is written."""
        self.ensure_one()
        company = self.env.company
        if "company_id" in self._fields and self.sudo().company_id:
            company = self.sudo().company_id
        connection_sudo = self.env["quickbooks.connection"]._for_company(company).sudo()
        if not connection_sudo or not connection_sudo.realm_id:
            args = {"company": company.display_name}
            return Preview(obstacle=words.sentence(self.env, "not_connected", args))
        worker = connection_sudo._for_worker()
        lang = self.env.context.get("lang")
        record = self.with_env(worker.with_context(lang=lang).env)
        savepoint = self.env.cr.savepoint()
        try:
            return record._compose_preview(worker)
        except EntityError as error:
            args = {"record": self.display_name} | error.cause_args
            return Preview(obstacle=words.sentence(self.env, error.cause, args))
        finally:
            # The links that stood for what QuickBooks has yet to get are gone again.
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def _compose_preview(self, connection):
        """Compose what would be sent, as if all that it needs were there."""
        entity, row = self._get_entity_and_link(connection)
        if entity is None:
            raise EntityError("no_counterpart")
        self._stage_needs(entity, connection)
        if not row:
            row = self._stage_link(entity._qbo_entity, "", connection, False)
        new = not row.qbo_id
        saying = entity.with_context(quickbooks_unplaced=new)
        preparation = Preparation(connection, None)
        operation, payload = preparation._compose(saying, row, self)
        if operation == "wait":
            raise EntityError("opened" if row.qbo_id else entity._unready_cause)
        if operation in ("void", "delete"):
            return Preview(operation, {}, payload or "")
        values = saying._export_values(self, connection)
        return Preview(
            operation or "", loads_exact(dumps_payload(values)), payload or ""
        )

    def _stage_needs(self, entity, connection):
        """Give what this record needs a place in QuickBooks, for the time being."""
        for need in entity._export_needs(self, connection):
            name, record, facet = Need(*need)
            row = record._quickbooks_binding(name, connection, facet)
            if not row:
                self._stage_link(name, facet, connection, True, record)
            elif not row._lead().qbo_id:
                row._lead().qbo_id = f"new-{row.id}"

    def _stage_link(self, name, facet, connection, there, record=None):
        record = self if record is None else record
        row = connection.env["quickbooks.binding"].create(
            {
                "connection_id": connection.id,
                "entity": name,
                "facet": facet,
                "res_model": record._name,
                "res_id": record.id,
            }
        )
        if there:
            row.qbo_id = f"new-{row.id}"
        record.invalidate_recordset(["qbo_binding_ids"])
        return row
