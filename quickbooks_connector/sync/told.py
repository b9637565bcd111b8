"""What people read of a sync: log lines, chatter, activities.

Collected while a step stores its results and written together at its end, in as few
statements as Odoo allows. The chatter speaks once per change of state, never per try.
"""

from collections import defaultdict

from markupsafe import Markup

from . import words

ACTIVITY = "quickbooks_connector.mail_activity_type_sync"


class Told:
    """Collects log lines, chatter and activities of one step, written together."""

    def __init__(self, connection, exchange):
        self.connection = connection
        self.env = connection.env
        self.exchange = exchange
        self.lines = []
        self.notes = defaultdict(dict)
        self.settled = defaultdict(set)
        self.problems = []

    def done(self, row, record, before, operation, entity, obj):
        """Note a success; it closes the record's activity."""
        self._line(row, record, operation, "done")
        if not record or entity._is_hanging:
            return
        self.settled[record._name].add(record.id)
        if before != "synced" or operation in ("void", "delete", "merge"):
            self.notes[record._name][record.id] = self._success(
                row, operation, entity, obj
            )

    def held(self, row, record, before, operation, error=None):
        """Note that a person is needed; told once per change of state and cause."""
        sentence = words.sentence(self.env, row.cause, row.cause_args)
        self._line(row, record, operation, "failed", sentence, error)
        if not record or before == row.state:
            return
        entity = row._get_entity()
        bearer = entity._get_bearer(record)
        self.notes[bearer._name][bearer.id] = Markup("<p>%s</p>") % sentence
        if not entity._is_hanging:
            self.problems.append((row, record))

    def waiting(self, row, record, decision, error):
        """Note a try that will be repeated; only the log hears of it."""
        sentence = words.sentence(self.env, decision.cause, decision.args, False)
        self._line(row, record, row.request_operation, "waiting", sentence, error)

    def _line(self, row, record, operation, result, summary=None, error=None):
        exchange = self.exchange
        self.lines.append(
            {
                "connection_id": self.connection.id,
                "direction": "out",
                "entity": row.entity,
                "operation": operation,
                "res_model": row.res_model,
                "res_id": row.res_id,
                "record_name": record.display_name if record else False,
                "qbo_id": row.qbo_id,
                "result": result,
                "summary": summary or False,
                "code": error.code if error else False,
                "duration_ms": exchange.duration_ms if exchange else 0,
                "tid": (error and error.tid) or (exchange and exchange.tid) or False,
            }
        )

    def _success(self, row, operation, entity, obj):
        """Word a success for the chatter: what, which number, which figures."""
        sentences = {
            "create": self.env._("Sent to QuickBooks as %(entity)s %(link)s."),
            "update": self.env._("Updated in QuickBooks: %(entity)s %(link)s."),
            "link": self.env._("Found in QuickBooks: %(entity)s %(link)s."),
            "merge": self.env._(
                "Merged in QuickBooks: it is %(entity)s %(link)s there from now on."
            ),
            "void": self.env._("Voided in QuickBooks: %(entity)s %(link)s."),
            "delete": self.env._("Deleted in QuickBooks: %(entity)s %(link)s."),
        }
        link = row.doc_number or row.qbo_name or row.qbo_id
        if operation != "delete":
            link = Markup('<a href="%s" target="_blank" rel="noopener">%s</a>') % (
                row._get_url(),
                link,
            )
        text = Markup("%s") % sentences[operation]
        text = text % {"entity": entity._get_label(), "link": link}
        details = entity._describe(obj, self.connection)
        return Markup("<p>%s %s</p>") % (text, details)

    def publish(self):
        """Write what was collected, in as few statements as Odoo allows."""
        self.env["quickbooks.sync.log"].create(self.lines)
        for model, bodies in self.notes.items():
            records = self.env[model].browse(bodies)
            if hasattr(records, "_message_log_batch"):
                records._message_log_batch(bodies=bodies)
        for model, ids in self.settled.items():
            self._close_activities(self.env[model].browse(ids))
        for row, record in self.problems:
            self._tell(row, record)

    def _close_activities(self, records):
        if hasattr(records, "activity_unlink"):
            records.activity_unlink([ACTIVITY])

    def _tell(self, row, record):
        """Give the person in charge one activity per record and problem."""
        told = words.CAUSES.get(row.cause, words.CAUSES["misunderstood"]).told
        if not told:
            return
        target = record if hasattr(record, "activity_schedule") else self.connection
        if told == "administrator":
            user = self.connection.user_id
        else:
            user = row._get_entity()._responsible(record)
        user = user or self.connection.user_id
        target.activity_unlink([ACTIVITY])
        target.activity_schedule(
            ACTIVITY,
            summary=self.env._("QuickBooks needs you"),
            note=Markup("<p>%s</p>")
            % words.sentence(self.env, row.cause, row.cause_args),
            user_id=user.id or self.env.uid,
        )
