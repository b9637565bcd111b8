"""What people read of a sync: log lines and chatter.

Collected while a step stores its results and written together at its end, in as few
statements as Odoo allows. The chatter speaks once per change of state, never per try.
"""

from collections import defaultdict

from markupsafe import Markup

from . import words


class Told:
    """Collects log lines and chatter of one step, written together."""

    def __init__(self, connection, exchange):
        self.connection = connection
        self.env = connection.env
        self.exchange = exchange
        self.lines = []
        self.notes = defaultdict(dict)

    def done(self, row, record, before, operation, entity, obj):
        """Note a success."""
        self._line(row, record, operation, "done")
        if not record or entity._is_hanging:
            return
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
