from collections.abc import Reversible

from odoo import models
from odoo.exceptions import MissingError


class QuickbooksRecordMixin(models.AbstractModel):
    """What stands for a record of Odoo as an entity of QuickBooks.

    Models that inherit it have the fields ``res_model``, ``res_id``, ``entity`` and
    ``facet``.
    """

    _name = "quickbooks.record.mixin"
    _description = "Stands for a Record"

    def _get_record(self):
        """Return the record of Odoo, empty when it was deleted.

        It is read together with those of the rows that were read with this one.
        """
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id)
        record = record.with_prefetch(_Neighbours(self))
        try:
            # Every record has it: there is one where it can be read, and who may not
            # read the record hears of that later, where it is used.
            record.sudo().create_date  # noqa: B018
        except MissingError:
            return record.browse()
        return record

    def _get_records(self):
        """Return ``{row: record}``; records that were deleted are empty.

        One look at the database per model, and records that are read together.
        """
        alive = {
            model: self.env[model].browse(rows.mapped("res_id")).exists()
            for model, rows in self.grouped("res_model").items()
        }
        ids = {model: set(records.ids) for model, records in alive.items()}
        return {
            row: alive[row.res_model]
            .browse([row.res_id] if row.res_id in ids[row.res_model] else [])
            .with_prefetch(alive[row.res_model]._prefetch_ids)
            for row in self
        }

    def _get_entity(self):
        """Return the entity model of this row; none when its add-on is gone.

        It is asked about the facet of this row.
        """
        self.ensure_one()
        entities = self.env["quickbooks.entity"]
        return entities._find(self.entity, self.res_model, self.facet)


class _Neighbours(Reversible):
    """The ids of the records of the rows that are read together with one.

    Odoo goes through them only when it has to read a record.
    """

    def __init__(self, row):
        self._row = row

    def __iter__(self):
        model = self._row.res_model
        for row in self._row.browse(self._row._prefetch_ids):
            if row.res_model == model:
                yield row.res_id

    def __reversed__(self):
        return reversed(list(self))
