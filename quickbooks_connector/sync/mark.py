"""The user's side of a push: note that records changed, and nothing else.

Everything a transaction changes is collected in the cursor and written once, when it
is about to commit: one UPDATE for the records that have a binding, one INSERT for
those that should get one, one wake-up per connection, however many records there are.
Nothing here can fail a user's save, and nothing talks to QuickBooks.
"""

from collections import defaultdict

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

_KEY = "quickbooks.mark"


def mark(records):
    """Note that ``records`` changed; :func:`flush` writes it before the commit.

    Call it for the records themselves only: what they need (a contact, a product) is
    the push's business.
    """
    if not records:
        return
    precommit = records.env.cr.precommit
    if _KEY not in precommit.data:
        precommit.data[_KEY] = defaultdict(set)
        cr = records.env.cr
        precommit.add(lambda: flush(api.Environment(cr, SUPERUSER_ID, {})))
    precommit.data[_KEY][records._name].update(records.ids)


def flush(env):
    """Write what :func:`mark` collected in the transaction of ``env``."""
    noted = env.cr.precommit.data.pop(_KEY, None)
    if not noted:
        return
    live = env["quickbooks.connection"]._live_by_company()
    if not live:
        return
    env.flush_all()
    noted = _meant(env, noted)
    if not any(noted.values()):
        return  # a product whose variants are made when they are sold, or all gone
    known = _update(env, noted)
    touched = {row[0] for row in known}
    own = {row[:4] for row in known if not row[4]}
    touched |= _insert(env, _missing(env, noted, live, own))
    env["quickbooks.binding"].invalidate_model()
    env["quickbooks.connection"].browse(touched)._wake_push()


def _meant(env, noted):
    """Return ``{model: ids}`` of what the noted records stand for; see the mixin."""
    meant = defaultdict(set)
    for model, ids in noted.items():
        records = env[model].browse(sorted(ids))
        if hasattr(records, "_quickbooks_meant"):
            records = records._quickbooks_meant()
        meant[records._name].update(records.ids)
    return meant


def _update(env, noted):
    """Make the bindings of the noted records due; return their keys and facets.

    What was left out or is in conflict stays so: only a person decides that. Its
    counter rises all the same, so that the decision is taken on what is there now.
    A request without an answer is repeated at its own time, edit or not. What stands
    behind another link since a merge is never sent.
    """
    pairs = [(model, id_) for model, ids in noted.items() for id_ in sorted(ids)]
    env.cr.execute(
        SQL(
            """
            UPDATE quickbooks_binding AS binding
               SET change_seq = binding.change_seq + 1,
                   is_due = binding.state NOT IN ('skipped', 'conflict'),
                   state = CASE
                       WHEN binding.state IN ('skipped', 'conflict')
                       THEN binding.state
                       WHEN binding.qbo_id IS NULL THEN 'pending'
                       ELSE 'modified'
                   END,
                   step = 'expand',
                   edited_at = CASE
                       WHEN binding.state IN ('pending', 'modified')
                       THEN binding.edited_at
                       ELSE now() AT TIME ZONE 'UTC'
                   END,
                   attempts = CASE
                       WHEN binding.request_id IS NULL THEN 0
                       ELSE binding.attempts
                   END,
                   next_try = CASE
                       WHEN binding.request_id IS NULL THEN NULL
                       ELSE binding.next_try
                   END
              FROM unnest(%s, %s) AS noted(res_model, res_id)
             WHERE binding.res_model = noted.res_model
               AND binding.res_id = noted.res_id
               AND binding.survivor_id IS NULL
         RETURNING binding.connection_id, binding.entity,
                   binding.res_model, binding.res_id, binding.facet
            """,
            [model for model, _id in pairs],
            [id_ for _model, id_ in pairs],
        )
    )
    return env.cr.fetchall()


def _missing(env, noted, live, known):
    """Return ``(connection id, entity, record)`` of what should get a binding."""
    missing = []
    connections = env["quickbooks.connection"].browse(live.values())
    there = {
        model: env[model].browse(sorted(ids)).exists() for model, ids in noted.items()
    }
    for entity in env["quickbooks.entity"]._all():
        records = there.get(entity._odoo_model)
        if not records or not entity._exports:
            continue
        for connection in connections:
            if not entity._sends(connection):
                continue
            come = records | entity._brought_along(records, connection)
            come = entity._filter_kind(come)
            for record in come and entity._filter_eligible(come, connection):
                key = (connection.id, entity._qbo_entity, record._name, record.id)
                if key not in known:
                    missing.append((connection.id, entity, record))
    return missing


def _insert(env, missing):
    """Create a due binding for each of ``missing``; return the connections' ids."""
    if not missing:
        return set()
    env["quickbooks.binding"]._insert_due(missing)
    return {connection_id for connection_id, _entity, _record in missing}
