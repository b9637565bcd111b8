"""How the counterpart of a record goes, when the record does or lets go of others."""

from odoo import models


class QuickbooksEntity(models.AbstractModel):
    _inherit = "quickbooks.entity"

    #: Who deletes a record in Odoo deletes its counterpart too.
    _deletes_along = False

    def _makes_room(self, record, binding):
        """Tell whether sending this frees what others may be about to use.

        It then goes before them: a credit has to be taken off one document before it
        can be applied to another.

        :param record: empty when it was deleted
        """
        return not record or self._export_operation(record, binding) == "delete"

    def _forget(self, record):
        """Take off ``record`` what it shows of a counterpart that is gone."""

    def _says_otherwise(self, record, binding):
        """Tell whether more is to be said of ``record`` than both sides agree on.

        Asked when they have heard of each other: of what Odoo leads, or says in steps.
        """
        return False
