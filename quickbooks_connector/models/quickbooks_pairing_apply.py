import logging

import psycopg2

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..entities.cause import EntityError
from ..sync.store import Store
from .quickbooks_pairing import DECIDED

_logger = logging.getLogger(__name__)

#: Rows applied between two commits.
CHUNK = 1000


class QuickbooksPairing(models.Model):
    """What Apply does: links, creations, leavings out; each in one transaction."""

    _inherit = "quickbooks.pairing"

    @api.model
    def _domain_to_apply(self, connection):
        """Return the domain of the rows of ``connection`` that Apply carries out."""
        return [
            ("connection_id", "=", connection.id),
            ("state", "in", ("open", "failed")),
            ("decision", "in", DECIDED),
        ]

    def _filter_to_apply(self):
        """Return those of these rows that Apply carries out."""
        return self.filtered_domain(
            [("state", "in", ("open", "failed")), ("decision", "in", DECIDED)]
        )

    def _apply(self):
        """Start carrying out the decisions on these rows."""
        self._check_manager()
        rows = self._filter_to_apply()
        for connection, group in rows.grouped("connection_id").items():
            run = self.env["quickbooks.run"]._start(connection, "apply_pairings")
            group.sudo()._hand_to(run)
        return self.env["quickbooks.connection"]._notify(
            self.env._("The matching is being applied. Rows: %s", len(rows))
        )

    @api.model
    def _import_all(self, connection, entities, user):
        """Have everything of ``entities`` created that only QuickBooks has."""
        rows = self.search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "in", entities),
                ("res_id", "=", False),
                ("state", "in", ("open", "failed")),
                ("decision", "!=", "skip"),
            ]
        )
        run = self.env["quickbooks.run"].with_user(user).sudo()
        run = run._start(connection, "apply_pairings")
        rows.filtered(
            lambda row: row.decision != "create_odoo"
        ).decision = "create_odoo"
        rows._hand_to(run)

    def _hand_to(self, run):
        """Let ``run`` carry out the decisions on these rows."""
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE quickbooks_pairing
                   SET run_id = %s, state = 'open', cause = NULL, cause_args = NULL
                 WHERE id = ANY(%s)
                """,
                run.id,
                self.ids,
            )
        )
        self.invalidate_model()

    @api.model
    def _apply_some(self, run):
        """Carry out a chunk of what ``run`` has to do; return how many rows it was.

        Companies come before the people below them.
        """
        for decision in DECIDED:
            rows = self.search(
                [
                    ("run_id", "=", run.id),
                    ("state", "=", "open"),
                    ("decision", "=", decision),
                ],
                order="level, id",
                limit=CHUNK,
            )
            if rows:
                rows = rows.grouped("entity")[rows[0].entity]
                getattr(rows, f"_apply_{decision}")(run.connection_id)
                return len(rows)
        return 0

    def _done(self, **vals):
        self.with_context(quickbooks_proposal=True).write(
            {"state": "applied", "cause": False, "cause_args": False, **vals}
        )

    def _done_as(self, binding):
        """Note that this object is the record of ``binding``, which may be listed."""
        listed = self.search_count(
            [
                ("connection_id", "=", self.connection_id.id),
                ("entity", "=", self.entity),
                ("res_model", "=", binding.res_model),
                ("res_id", "=", binding.res_id),
            ],
            limit=1,
        )
        self._done(**({} if listed else {"res_id": binding.res_id}))

    def _failed(self, cause, args=None):
        args = {"record": self.name, **(args or {})}
        self.write({"state": "failed", "cause": cause, "cause_args": args})

    # === THE DECISIONS === #

    def _apply_skip(self, connection):
        """Leave these out: they are neither sent nor asked about again."""
        bindings = self._get_bindings(connection)
        bindings._skip()
        Store(connection).lose(bindings)
        self._done()

    def _apply_create_qbo(self, connection):
        """Have these created in QuickBooks, once the connection is live."""
        bindings = self._get_bindings(connection)
        bindings.filtered(lambda row: not row.qbo_id).write(
            {
                "is_new": True,
                "state": "pending",
                "step": "expand",
                "is_due": True,
                "attempts": 0,
                "next_try": False,
                "cause": False,
                "cause_args": False,
            }
        )
        Store(connection).await_again(bindings)
        self._done()
        connection._wake_push()

    def _apply_link(self, connection):
        """Link these; both sides stay as they are until somebody edits them."""
        counterparts = self.counterpart_id
        linked = self.env["quickbooks.binding"].search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", self[0].entity),
                ("qbo_id", "in", counterparts.mapped("qbo_id")),
            ]
        )
        taken = {binding.qbo_id: binding for binding in linked}
        pairs = []
        for row, binding in self._get_bindings(connection, by_row=True).items():
            obj = row.counterpart_id
            if not binding:
                row._failed("deleted_here")
            elif binding.qbo_id or taken.get(obj.qbo_id):
                row._link_other(binding, taken.get(obj.qbo_id), obj)
            elif binding.request_id:
                row._failed("under_way")
            else:
                taken[obj.qbo_id] = binding
                pairs.append((row, binding, obj._get_object()))
        self.browse(row.id for row, _binding, _obj in pairs)._done()
        Store(connection).link_many([(binding, obj) for _row, binding, obj in pairs])
        # The documents that waited for them go on.
        connection._wake_push()

    def _link_other(self, binding, other, counterpart):
        """Say that one of both sides is linked already, maybe to each other."""
        if binding.qbo_id == counterpart.qbo_id:
            self._done()
        elif binding.qbo_id:
            self._failed("linked_here", {"name": binding.qbo_name or binding.qbo_id})
        else:
            names = {
                "name": counterpart.name,
                "other": other._get_record().display_name,
            }
            self._failed("linked_there", names)

    def _apply_create_odoo(self, connection):
        """Create the records of these in Odoo, and their links with them.

        Both in one transaction: whatever happens in between, nothing is created twice.
        One that Odoo refuses does not hold up the others.
        """
        entity = connection.env["quickbooks.entity"]._get(self[0].entity)
        rows = {row.counterpart_id.qbo_id: row for row in self}
        linked = self.env["quickbooks.binding"].search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", entity._qbo_entity),
                ("qbo_id", "in", list(rows)),
            ]
        )
        for binding in linked:
            # Somebody linked it, or the pull took it over, since the row was made.
            rows.pop(binding.qbo_id)._done_as(binding)
        self._create_records(entity, connection, rows)

    def _create_records(self, entity, connection, rows):
        """Create the records of ``rows``, a dictionary by id in QuickBooks."""
        error = self._try_to_create(entity, connection, rows)
        if error and len(rows) > 1:
            for id_, row in rows.items():
                self._create_records(entity, connection, {id_: row})
        elif error:
            for row in rows.values():
                row._failed(error.cause, error.cause_args)

    def _try_to_create(self, entity, connection, rows):
        """Create the records of ``rows``, all or none; return what stopped it."""
        try:
            with self.env.cr.savepoint():
                self._create_linked(entity, connection, rows)
            return None
        except psycopg2.OperationalError:
            raise
        except EntityError as error:
            stopped = error
        except UserError as error:
            stopped = EntityError("refused_here", detail=str(error))
        except Exception:  # pylint: disable=broad-except
            if len(rows) == 1:
                _logger.exception("An object of QuickBooks can't be created in Odoo")
            stopped = EntityError("internal")
        self.env.invalidate_all()
        return stopped

    def _create_linked(self, entity, connection, rows):
        objects = [row.counterpart_id._get_object() for row in rows.values()]
        created = entity._import_many(objects, connection)
        self.env["quickbooks.binding"]._link_many(entity, created, objects, connection)
        done = []
        for id_, row in rows.items():
            record = created.get(id_)
            if isinstance(record, models.BaseModel) and record:
                done.append((row.id, record.id))
            elif isinstance(record, EntityError):
                row._failed(record.cause, record.cause_args)
            else:
                row._failed("not_ours")
        self._note_created(done)

    def _note_created(self, done):
        """Write into the rows what they have become, in one statement.

        :param list done: ``(id of the row, id of the record)``
        """
        if not done:
            return
        self.flush_model()
        self.env.cr.execute(
            SQL(
                """
                UPDATE quickbooks_pairing p
                   SET state = 'applied', sequence = 20, res_id = done.res_id,
                       cause = NULL, cause_args = NULL,
                       write_date = now() AT TIME ZONE 'UTC'
                  FROM unnest(%s, %s) AS done(id, res_id)
                 WHERE p.id = done.id
                """,
                [id_ for id_, _res_id in done],
                [res_id for _id, res_id in done],
            )
        )
        self.invalidate_model()

    def _get_bindings(self, connection, by_row=False):
        """Return the bindings of these rows' records; each gets one that has none.

        :param by_row: return ``{row: binding}`` instead, empty for deleted records
        """
        bindings = self.env["quickbooks.binding"]
        rows = self.filtered("res_id")
        entity = self.env["quickbooks.entity"]._get(self[0].entity)
        records = self.env[entity._odoo_model].browse(rows.mapped("res_id")).exists()
        alive = set(records.ids)
        wanted = [
            (connection.id, entity._for_facet(row.facet), records.browse(row.res_id))
            for row in rows
            if row.res_id in alive
        ]
        if wanted:
            self.env.flush_all()
            bindings._insert_due(wanted)
            bindings.invalidate_model()
        found = bindings.search(
            [
                ("connection_id", "=", connection.id),
                ("entity", "=", entity._qbo_entity),
                ("res_model", "=", entity._odoo_model),
                ("res_id", "in", records.ids),
                ("facet", "in", list(set(rows.mapped("facet")))),
            ]
        )
        by_record = {(binding.res_id, binding.facet): binding for binding in found}
        by_own = {row: by_record.get((row.res_id, row.facet), bindings) for row in rows}
        return by_own if by_row else bindings.union(*by_own.values())

    # === TELLING === #

    @api.model
    def _count_decisions(self, rows):
        """Word how many of ``rows`` will be linked, created, left out."""
        counts = dict(
            rows._read_group([("id", "in", rows.ids)], ["decision"], ["__count"])
        )
        sentences = {
            "link": self.env._("Link: %s", counts.get("link")),
            "create_qbo": self.env._(
                "Create in QuickBooks: %s", counts.get("create_qbo")
            ),
            "create_odoo": self.env._("Create in Odoo: %s", counts.get("create_odoo")),
            "skip": self.env._("Leave out: %s", counts.get("skip")),
        }
        return "\n".join(
            sentences[decision] for decision in DECIDED if decision in counts
        )
