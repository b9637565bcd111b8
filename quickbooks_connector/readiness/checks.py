from odoo import api, models

from .finding import Finding
from .scope import Scope


class QuickbooksReadiness(models.AbstractModel):
    """What stands in the way of the first exchange: one method, one question.

    A check takes a :class:`Scope` and returns a :class:`Finding`, or several of
    different codes. It makes no request and changes nothing, and its number of SQL
    statements does not depend on the number of documents. To add one::

        class QuickbooksReadiness(models.AbstractModel):
            _inherit = "quickbooks.readiness"

            def _get_checks(self):
                return super()._get_checks() + ["_check_fax"]

            def _get_words(self):
                return super()._get_words() | {"fax": Words("Fax", fine="All have one")}

            def _check_fax(self, scope):
                return Finding("fax")
    """

    _name = "quickbooks.readiness"
    _description = "QuickBooks Readiness Check"

    @api.model
    def _get_checks(self):
        """Return the names of the checks, in the order of the screen."""
        return []

    @api.model
    def _get_words(self):
        """Return ``{code: Words}`` of everything that the checks may find."""
        return {}

    @api.model
    def _find(self, connection):
        """Return what all checks find, each code once.

        :param connection: as its worker sees it
        """
        scope = Scope(connection)
        found = []
        for name in self._get_checks():
            answer = getattr(self, name)(scope)
            found += [answer] if isinstance(answer, Finding) else list(answer)
        return found
