"""What hangs on a record, such as a file on its document."""

from collections.abc import Callable
from dataclasses import dataclass

from odoo import api, models, tools

from ..api import dumps_payload


@dataclass(frozen=True)
class Upload:
    """A file on its way to QuickBooks.

    :param body: what QuickBooks is to know about it, as JSON text
    :param look: the statement that finds it when it has arrived already
    :param find: picks it out of the rows of that statement; uses no database
    """

    body: str
    content: bytes
    look: str
    find: Callable


class QuickbooksEntity(models.AbstractModel):
    """Files are sent and taken over beside their documents, which never fail for them.

    What hangs on a record has bindings of its own. What becomes of it is told on the
    record it hangs on, whose state it does not change.
    """

    _inherit = "quickbooks.entity"

    #: Files may hang on it, which are shared too.
    _takes_files = False
    #: It is nothing by itself, but hangs on another record.
    _is_hanging = False
    #: Beside an object there is a content, which is fetched apart.
    _has_content = False

    @api.model
    @tools.ormcache()
    def _get_file_models(self):
        """Return the names of the Odoo models whose files are shared."""
        return frozenset(
            entity._odoo_model for entity in self._all() if entity._takes_files
        )

    @api.model
    def _hanging_kinds(self):
        """Return the QuickBooks entities that hang on others."""
        return list({e._qbo_entity for e in self._all() if e._is_hanging})

    def _get_bearer(self, record):
        """Return the record on which ``record`` hangs; itself, if on none."""
        return record

    @api.model
    def _get_hanging(self, records, connection):
        """Return ``[(entity model, record)]`` of what hangs on ``records`` and goes."""
        return [
            (entity, hanging)
            for entity in self._all()
            if entity._is_hanging and entity._sends(connection)
            for hanging in entity._hanging_on(records, connection)
        ]

    def _hanging_on(self, records, connection):
        """Return what of this kind hangs on ``records`` and may be sent."""
        return self.env[self._odoo_model]

    def _where_hanging(self, bindings):
        """Return the conditions of the queries for what hangs on ``bindings`` there."""
        return []

    def _get_upload(self, binding):
        """Return the :class:`Upload` of the request that ``binding`` holds.

        :raise EntityError: there is nothing to upload any more
        """
        raise NotImplementedError

    def _is_replaced(self, record, binding):
        """Tell whether what was deleted there is to be sent anew."""
        return False

    def _wants_content(self, obj, binding, connection):
        """Tell whether the content of ``obj`` is to be fetched, to take it over.

        :raise EntityError: it can't be taken over
        """
        return False

    def _kept(self, obj):
        """Return the text by which ``obj`` is kept until it is taken over."""
        return dumps_payload(obj)
