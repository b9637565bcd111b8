"""Both sides changed the same: who wins, and what becomes of the other's values."""

from odoo.exceptions import UserError, ValidationError

from ..entities.cause import WHOLE, EntityError
from . import words
from .store import Store

#: Causes that say that both sides changed the same since they last agreed.
CLASHES = ("changed_both", "deleted_there")


class Conflicts:
    """What one connection does where both sides changed the same."""

    def __init__(self, connection):
        self.connection = connection
        self.env = connection.env

    def meet(self, entity, binding, obj, error):
        """Follow the policy of ``entity``; ask where it says so, or can't be followed.

        :param obj: as it is in QuickBooks now, ``None`` when it was deleted there
        :param error: the EntityError that told of the clash
        :return: whether it is settled
        """
        side = entity._get_policy(self.connection)
        parts = error.cause_args.get("fields") or [
            WHOLE if error.cause == "changed_both" else "state"
        ]
        if side != "ask":
            try:
                with self.env.cr.savepoint():
                    self.settle(entity, binding, obj, dict.fromkeys(parts, side))
                return True
            except EntityError as forbidden:
                error = forbidden
            except (UserError, ValidationError) as refused:
                error = EntityError("refused_here", detail=str(refused))
        Store(self.connection).conflict(binding, binding._get_record(), error)
        self.env["quickbooks.conflict"]._ask(binding, obj, parts)
        return False

    def settle(self, entity, binding, obj, choices):
        """Bring both sides together again, in Odoo at once and there with the next run.

        :param dict choices: ``{part: "odoo" or "quickbooks"}``; what only one side
            changed is taken over whatever was chosen
        :raise EntityError: something else forbids it, or other parts clash by now
        """
        record = binding._get_record()
        rows = entity._compare(record, obj, binding, self.connection)
        mine = entity._snapshot(record, self.connection)
        sided = entity.with_context(quickbooks_choices=choices)
        if obj is None:
            sided._import_deleted(binding, self.connection)
        elif choices.get(WHOLE) == "odoo":
            self._keep_odoo(entity, binding, obj)
        else:
            sided._import_object(obj, binding, self.connection)
            binding._take_over(obj, self.connection)
        self.env["quickbooks.conflict"]._note(binding, obj, mine, rows, choices)
        if obj is not None:
            self._go_on(entity, binding)
        self._log(binding, record, rows, choices)

    def _keep_odoo(self, entity, binding, obj):
        """Let all that Odoo says of the record be sent, whatever QuickBooks has."""
        binding._take_over(obj, self.connection)
        if not entity._merges:
            binding.synced_payload = False

    def over(self, entity, binding):
        """Go on with ``binding``: its two sides do not clash any more."""
        self.env["quickbooks.conflict"]._withdraw(binding)
        self._go_on(entity, binding)

    def _go_on(self, entity, binding):
        due = entity._sends(self.connection)
        binding.write(
            {
                "state": "modified" if due else "synced",
                "is_due": due,
                "step": "expand",
                "cause": False,
                "cause_args": False,
                "attempts": 0,
                "next_try": False,
            }
        )
        self.connection._wake_push()

    def _log(self, binding, record, rows, choices):
        """Keep in the log which values were not kept."""
        names = {"odoo": "here", "quickbooks": "there"}
        lost = [
            words.lost_value(
                self.env,
                row["label"],
                row[names[side]],
                row["there" if side == "odoo" else "here"],
            )
            for row in rows
            if (side := choices.get(row["part"], choices.get(WHOLE)))
            and row["here"] != row["there"]
        ]
        self.env["quickbooks.sync.log"].create(
            {
                "connection_id": self.connection.id,
                "direction": "in",
                "entity": binding.entity,
                "operation": "settle",
                "res_model": binding.res_model,
                "res_id": binding.res_id,
                "record_name": record.display_name,
                "qbo_id": binding.qbo_id,
                "result": "done",
                "summary": " ".join(lost) or False,
            }
        )
