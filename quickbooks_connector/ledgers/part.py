from odoo import models


class QuickbooksLedgerPart(models.AbstractModel):
    """One part of a comparison of both ledgers, such as what customers owe.

    It says which objects of QuickBooks it needs, what it keeps of each, and, once all
    are read, which lines the comparison gets. To add one, inherit this model and name
    yours in ``quickbooks.comparison._get_parts()``::

        class QuickbooksComparison(models.Model):
            _inherit = "quickbooks.comparison"

            def _get_parts(self):
                return super()._get_parts() + ["quickbooks.ledger.hours"]

        class QuickbooksLedgerHours(models.AbstractModel):
            _name = "quickbooks.ledger.hours"
            _inherit = "quickbooks.ledger.part"
            _description = "QuickBooks Ledger Part: Hours"

            _code = "hours"
            _sequence = 60

            def _get_readings(self, comparison):
                return {"TimeActivity": ""}

            def _condense(self, kind, obj, comparison):
                if kind != "TimeActivity":
                    return {}
                return {"rate": str(obj["HourlyRate"])}

            def _compare(self, comparison):
                for qbo_id, kept in comparison._iter_objects(["TimeActivity"]):
                    yield {"name": …, "currency_id": …, "amount": …, "qbo_amount": …}
    """

    _name = "quickbooks.ledger.part"
    _description = "QuickBooks Ledger Part"

    #: What the lines of this part are marked with.
    _code = ""
    #: Place on the screen and on paper.
    _sequence = 0

    def _get_label(self):
        """Return what people call this part, translated."""
        return self._code

    def _concerns(self, connection):
        """Tell whether there is anything to compare in a company."""
        return True

    def _get_readings(self, comparison):
        """Return ``{QuickBooks entity: condition}`` of what has to be read for it.

        Where two parts read the same entity the conditions must be the same.
        """
        return {}

    def _condense(self, kind, obj, comparison):
        """Return what this part keeps of ``obj``, as plain values for JSON.

        Amounts are kept as texts. What all parts keep of an object is one dictionary.
        """
        return {}

    def _step(self, comparison, place):
        """Do a bounded piece of the comparing, and write its lines.

        :param dict place: what the step before returned, empty at first
        :return: where to go on, nothing at the end
        """
        comparison._add_lines(self, self._compare(comparison))
        return None

    def _compare(self, comparison):
        """Yield the values of the lines: fields of ``quickbooks.comparison.line``.

        Both amounts are Decimals in one currency. A line that differs without a
        ``cause`` counts as not explained.
        """
        return ()

    def _get_mend(self, line):
        """Return ``"part"`` if :meth:`_mend` mends the difference of ``line``."""
        return False

    def _mend(self, line):
        """Return the action that mends the difference of ``line``.

        Called as a user who may sync; asks for any further right itself.
        """
        return False
