from odoo import api, fields, models


class QuickbooksBinding(models.Model):
    """Links made of what QuickBooks has: one by one, and a first import's thousands."""

    _inherit = "quickbooks.binding"

    @api.model
    def _link_many(self, entity, records, objects, connection):
        """Link records to the objects of QuickBooks that they were made from.

        Both sides agree: nothing is due.

        :param entity: the entity model of the objects; their kind may have variants
        :param dict records: ``{QuickBooks id: record}``; anything else is passed over
        :param list objects: as QuickBooks answered them
        :return: the new bindings
        """
        known = entity._known(objects, connection)
        return self._insert_links(
            [
                own._link_vals(record, obj, connection, known)
                | {
                    "connection_id": connection.id,
                    "company_id": connection.company_id.id,
                    "res_model": record._name,
                    "res_id": record.id,
                    "entity": entity._qbo_entity,
                    "facet": entity._get_facet(),
                    "rank": own._get_rank(record),
                    "qbo_id": obj["Id"],
                    "sync_token": obj.get("SyncToken"),
                }
                for obj in objects
                if isinstance(record := records.get(obj["Id"]), models.BaseModel)
                for own in [entity._get(entity._qbo_entity, record._name)]
            ]
        )

    @api.model
    def _insert_links(self, vals_list):
        """Create bindings on which both sides agree, in one statement.

        A first import makes tens of thousands.
        """
        if not vals_list:
            return self.browse()
        names = list(vals_list[0])
        rows = [
            [None if vals[name] is False else vals[name] for name in names]
            for vals in vals_list
        ]
        uid = self.env.uid
        # The names of columns are those of our own dictionaries.
        # pylint: disable-next=sql-injection
        ids = self.env.cr.execute_values(
            f"""
            INSERT INTO quickbooks_binding (
                {", ".join(names)}, state, step, is_due, change_seq,
                claimed_seq, attempts, last_synced_at,
                create_uid, create_date, write_uid, write_date
            ) VALUES %s RETURNING id
            """,
            rows,
            template=f"""(
                {", ".join(["%s"] * len(names))}, 'synced', 'expand', FALSE, 1,
                0, 0, now() AT TIME ZONE 'UTC',
                {uid:d}, now() AT TIME ZONE 'UTC', {uid:d}, now() AT TIME ZONE 'UTC')
            """,
            page_size=len(rows),
            fetch=True,
        )
        for model in {vals["res_model"] for vals in vals_list}:
            # Not every kind of record shows its link.
            if "qbo_binding_ids" in self.env[model]._fields:
                self.env[model].invalidate_model(["qbo_binding_ids"])
        return self.browse(id_ for (id_,) in ids)

    def _take_over(self, obj, connection=None):
        """Note that the record has all that ``obj``, of the same link, says.

        :param connection: as the step of the work has it that this belongs to
        """
        self.ensure_one()
        entity = self._get_entity()
        record = self._get_record()
        connection = connection or self.connection_id
        vals = entity._taken_vals(record, obj, self, connection)
        self.write(
            vals
            | {"sync_token": obj["SyncToken"], "last_synced_at": fields.Datetime.now()}
        )
