"""Which records are sent: which way their kind goes, from when on, at which moment."""

from odoo import api, models, tools
from odoo.fields import Domain

from .cause import EntityError


class QuickbooksEntity(models.AbstractModel):
    _inherit = "quickbooks.entity"

    #: Why what is not ready to be sent is not.
    _unready_cause = "draft"

    # === WHICH WAY === #

    def _sends(self, connection):
        """Tell whether records of this kind go to QuickBooks, by the settings."""
        return self._exports and self._get_direction(connection) in ("both", "out")

    def _receives(self, connection):
        """Tell whether changes in QuickBooks are taken over, by the settings."""
        return self._imports and self._get_direction(connection) in ("both", "in")

    def _takes_new(self, connection):
        """Tell whether what is born in QuickBooks is noted.

        While this way is closed it waits in the inbox, and goes on once it is opened.
        """
        return self._imports_new

    def _get_policy(self, connection):
        """Return who wins when both sides changed: odoo, quickbooks or ask."""
        field = self._policy_field
        return connection.sudo()[field] if field else "ask"

    def _check_sent(self, connection):
        """Refuse to send a record of this kind where the settings say so.

        :raise EntityError: records of this kind do not go to QuickBooks
        """
        if not self._sends(connection):
            raise EntityError("kind_not_sent")

    def _get_direction(self, connection):
        field = self._direction_field
        return connection.sudo()[field] if field else "both"

    @api.model
    def _closed(self, connection):
        """Return the names of the entities that the settings do not let be sent."""
        return [
            name
            for name, entity in self._registry().items()
            if entity._exports and not entity._sends(connection)
        ]

    @api.model
    def _open_variants(self, connection):
        """Return ``(kind, Odoo model)`` of the variants that the settings let be sent.

        A variant has a setting of its own where it is no part of what leads its kind.
        """
        return [
            (entity._qbo_entity, entity._odoo_model)
            for entity in self._all()
            if entity._is_variant and entity._exports and entity._sends(connection)
        ]

    # === MARKING === #

    def _domain_sendable(self, connection):
        """Return the domain of what may be sent for itself, if only by hand.

        No record, by default: contacts and products go when a document needs them.
        """
        return Domain.FALSE

    def _domain_started(self, connection):
        """Return the plain domain of what may be sent for itself since the start date.

        What it needs (a contact, a product) follows it and is not meant.
        """
        return self._domain_sendable(connection)

    def _domain_moment(self, connection):
        """Return the domain of what has come to the moment at which it is sent."""
        return Domain.TRUE

    def _later_cause(self, connection):
        """Return why what has not come to its moment is sent later, or nothing."""
        return None

    def _filter_kind(self, records):
        """Return those of ``records`` that could be of this kind, whatever their state.

        A cheap look before domains are asked, which cost more than a few records.
        """
        return records

    def _domain_explained(self, connection):
        """Return the domain of what :meth:`_why_not_sent` may have a word on."""
        return self._domain_sendable(connection)

    def _whys_not_sent(self, records, connection):
        """Return ``{record: why}`` of those of ``records`` that stay out."""
        records = self._filter_kind(records)
        if records:
            records = records.filtered_domain(self._domain_explained(connection))
        whys = {record: self._why_not_sent(record, connection) for record in records}
        return {record: why for record, why in whys.items() if why}

    def _why_not_sent(self, record, connection):
        """Return why ``record`` stays out, as an :class:`EntityError`, if it does."""
        if not record.filtered_domain(self._domain_sendable(connection)):
            return None
        if not record.filtered_domain(self._domain_started(connection)):
            start = tools.format_date(self.env, connection.start_date)
            return EntityError("before_start", start=start)
        if not record.filtered_domain(self._domain_moment(connection)):
            return EntityError(self._later_cause(connection) or "sent_by_hand")
        return None

    def _domain_eligible(self, connection):
        """Return the domain of what is sent by itself though it never was before."""
        return self._domain_started(connection) & self._domain_moment(connection)

    def _filter_eligible(self, records, connection):
        """Return those of ``records`` that are sent though they never were before.

        Called in the user's transaction: read what is at hand, nothing slow.
        """
        return records.filtered_domain(self._domain_eligible(connection))

    def _brought_along(self, records, connection):
        """Return what else may have come to its moment by a change of ``records``."""
        return records.browse()

    def _brought_by(self, records):
        """Return what may go, or says more, now that QuickBooks has ``records``.

        :param records: of any model
        """
        return self.browse()

    def _get_rank(self, record):
        """Return the rank of ``record``; children go after their parents."""
        return self._rank
