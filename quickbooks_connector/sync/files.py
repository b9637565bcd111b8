"""What a pull does about files: their contents are fetched before they are applied."""

from ..api import QboError, loads_exact
from ..const import FILES_CHUNK
from ..entities.cause import EntityError
from . import policy
from .pages import Pages


class Files:
    """The part of a pull that is about what hangs on records and has a content.

    No lock is held and no SQL runs while a content is fetched.

    :param pull: the :class:`.pull.Pull` it is part of
    """

    def __init__(self, pull):
        self.pull = pull
        self.connection = pull.connection
        self.env = pull.env
        self.bindings = self.env["quickbooks.binding"]
        #: Names of the entities that hang on others and are let in.
        self.names = [name for name in pull.open if pull.entities[name]._has_content]

    def note(self, poll):
        """Note what hangs in QuickBooks on the records that were linked since.

        :param poll: the :class:`.poll.Poll` that asks
        :return: whether there may be more to do
        """
        domain = [("connection_id", "=", self.connection.id), ("files_due", "=", True)]
        rows = self.names and self.bindings.search(domain, limit=FILES_CHUNK)
        if not rows:
            return False
        queries = self._queries(rows)
        many = len(rows) == FILES_CHUNK
        due = self.bindings.search(domain) if many else rows
        self.pull._commit()
        if many and not self._any_there(poll.client):
            rows, queries = due, {}
        pages = Pages(poll.client, queries)
        left, found = pages.count() if queries else {}, 0
        while left:
            read, left = pages.fetch(left)
            found += sum(poll.note(name, objects) for (name, _no), objects in read)
            self.pull._commit()
        rows.files_due = False
        self.pull._commit()
        return bool(queries) and (many or bool(found))

    def _any_there(self, client):
        """Tell whether QuickBooks has any files: many records are asked about."""
        return any(client.count(name) for name in self.names)

    def _queries(self, rows):
        """Return the queries for what hangs on the records of ``rows``."""
        return {
            (name, number): (name, where)
            for name in self.names
            for number, where in enumerate(
                self.pull.entities[name]._where_hanging(rows)
            )
        }

    def apply_one(self, client):
        """Apply the notice of one file; return how many were dealt with.

        :param client: to fetch its content with
        """
        domain = self.pull._domain_due(self.names)
        inbox = self.env["quickbooks.inbound"]
        row = inbox.search(domain, limit=1)
        row = row.try_lock_for_update().filtered_domain(domain)
        if not row:
            return 0
        binding = self.pull.bindings_of(row).get(
            (row.entity, row.qbo_id), self.bindings
        )
        try:
            content = self._fetch(row, binding, client)
        except EntityError as error:
            lines = [self.pull._held(row, binding, error.cause, error.cause_args)]
        except QboError as error:
            lines = self._not_fetched(row, binding, error)
        else:
            lines = self.pull._apply(row, binding, quickbooks_content=content)
        self.env["quickbooks.sync.log"].create(lines)
        return 1

    def _fetch(self, row, binding, client):
        """Return the content of the object of ``row``, nothing when none is needed."""
        entity = self.pull.entities[row.entity]
        if row.deleted:
            return None
        if not entity._wants_content(
            loads_exact(row.payload), binding, self.connection
        ):
            return None
        qbo_id = row.qbo_id
        self.pull._commit()
        return client.download(qbo_id)

    def _not_fetched(self, row, binding, error):
        if error.kind == "not_found":
            # Removed meanwhile: the next poll will say so too.
            row.unlink()
            return []
        decision = policy.decide(error, row.attempts)
        if decision.connection:
            self.connection._hold(decision)
        return [self.pull._held(row, binding, decision.cause, decision.args)]
