"""What following the changes of both sides asks of an entity."""

from odoo import models


class QuickbooksEntity(models.AbstractModel):
    _inherit = "quickbooks.entity"

    # === FROM QUICKBOOKS === #

    def _why_not_taken(self, obj, connection):
        """Return why ``obj`` stays out of Odoo, as an :class:`EntityError`, if it does.

        Read in the log: nobody has to do anything about it.
        """
        return self._import_refusal(obj)

    def _stands(self, binding, obj):
        """Tell whether all that both sides agreed on still stands in ``obj``.

        :return: ``None`` where the entity can't tell: what was sent last is compared
        """
        return False if self._merges else None

    def _after_link(self, record, obj, binding, connection):
        """Follow that ``record`` has just been made from ``obj``, or found to be it.

        :param binding: the link, which is there by now
        """

    # === TO QUICKBOOKS === #

    def _refusal_args(self, record, connection):
        """Return names for the sentence on why QuickBooks refused ``record``."""
        return {}

    def _export_changes(self, values, binding):
        """Return what of ``values`` an update has to say."""
        return values

    def _mend_difference(self, binding, error, connection):
        """Return what the link keeps so that the next try mends ``error``, if it can.

        :param error: what :meth:`_check_answer` found
        :return: values of fields of the binding, or nothing: a person has to mend it
        """
        return None

    def _answer_vals(self, binding, obj):
        """Return what the link keeps of ``obj``, the answer to a request.

        :return: values of fields of the binding
        """
        return {}
