"""The verbs of the accounting API: values in, plain dictionaries out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from . import const, files, query
from .batch import BatchItem, BatchResult, dump_batch, read_batch, read_rows
from .errors import QboNotFoundError
from .faults import classify_fault
from .payload import as_json_object, is_id, is_record, loads_exact
from .transport import About, Transport, unreadable
from .webhook import parse_time

Body = Mapping[str, Any] | str
Record = dict[str, Any]

_REQUEST_ID = re.compile(r"[!-~]+")
_REPORT = re.compile(r"[A-Za-z]+")


class Changes(dict[str, list[Record]]):
    """Changed records by entity, every entity asked for being a key.

    Deleted ones are ``{"status": "Deleted", "Id": ...}``.

    :param time: QuickBooks' clock when it answered
    """

    time: datetime | None = None

    @property
    def truncated(self) -> bool:
        """Whether the answer is as long as answers may be, so that some may miss."""
        return sum(len(rows) for rows in self.values()) >= const.CDC_MAX_ROWS


class QboClient:
    """Everything the connector says to one QuickBooks company.

    Numbers in answers are ``int`` or ``Decimal``. Bodies are dictionaries or the JSON
    text kept from an earlier attempt. Every method raises
    :class:`~.errors.QboError` and nothing else for what happens outside.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @property
    def realm_id(self) -> str:
        return self._transport.company_id

    def __enter__(self) -> QboClient:
        return self

    def __exit__(self, *_exc_info: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back. The next call opens new ones."""
        self._transport.close()

    # === Reading === #

    def company_info(self) -> Record:
        """Return the company's name, country, addresses and plan."""
        return self.read("CompanyInfo", self.realm_id)

    def preferences(self) -> Record:
        """Return the company's settings. What is absent is off."""
        about = About("Preferences", "read", reading=True, metered=True)
        answer = self._transport.call("GET", "preferences", about)
        preferences = self._unwrap(answer, about)
        parts = (preferences[name] for name in preferences if name.endswith("Prefs"))
        if not all(isinstance(part, Mapping) for part in parts):
            raise unreadable(about)
        return preferences

    # pylint: disable-next=method-required-super  # no Odoo model, no parent
    def read(self, entity: str, qbo_id: str) -> Record:
        """Return one record.

        :raise QboNotFoundError: it doesn't exist
        """
        about = About(entity, "read", reading=True, metered=True)
        path = f"{_get_path(entity)}/{_checked_id(qbo_id)}"
        record = self._unwrap(self._transport.call("GET", path, about), about)
        if not record.get("Id"):
            # Missing customers and vendors are answered with a stub and status 200.
            raise QboNotFoundError(
                f"{entity} {qbo_id} does not exist", code="610", http_status=200
            )
        return record

    def query(self, statement: str) -> list[Record]:
        """Return the rows of a statement made by :mod:`.query`."""
        about = About(_get_queried(statement), "query", reading=True, metered=True)
        return self._query(statement, about)

    def query_all(
        self,
        entity: str,
        where: str = "",
        page_size: int = const.PAGE_MAX_ROWS,
        order_by: str = "Id",
        active_too: bool = False,
        columns: Sequence[str] = (),
    ) -> Iterator[list[Record]]:
        """Yield all rows of an entity, page by page, no page empty.

        Rows that disappear meanwhile shift the following ones, so that some may be
        passed over: afterwards ask :meth:`cdc` for what changed since the start.

        :param where: conditions made by :mod:`.query`
        :param active_too: inactive records as well as active ones
        :param columns: properties that are read, all when none is named
        """
        if active_too:
            where = query.all_of(query.any_active(), where)
        start = 1
        while True:
            rows = self.query(
                query.select(
                    entity,
                    where,
                    order_by=order_by,
                    start=start,
                    limit=page_size,
                    columns=columns,
                )
            )
            if rows:
                yield rows
            if len(rows) < page_size:
                return
            start += page_size

    def count(self, entity: str, where: str = "") -> int:
        """Return how many rows a query would have."""
        about = About(entity, "count", reading=True, metered=True)
        response = self._post_query(query.count(entity, where), about)
        try:
            return int(response["totalCount"])
        except (KeyError, TypeError, ValueError):
            raise unreadable(about) from None

    def cdc(self, entities: Sequence[str], since: datetime) -> Changes:
        """Return what changed since a time, at most 30 days ago, deletions included.

        :param since: with a time zone
        """
        about = About("", "cdc", reading=True, metered=True)
        answer = self._transport.call(
            "GET",
            "cdc",
            about,
            params={
                "entities": ",".join(entities),
                "changedSince": query.format_time(since),
            },
        )
        changes = Changes((entity, []) for entity in entities)
        changes.time = parse_time(answer.get("time"))
        parts = answer.get("CDCResponse")
        if not isinstance(parts, list):
            raise unreadable(about)
        for part in parts:
            if not isinstance(part, Mapping):
                raise unreadable(about)
            self._add_changes(changes, part, about)
        return changes

    def report(self, name: str, **params: str) -> Record:
        """Return a report as QuickBooks lays it out; its figures are texts.

        :param name: such as ``InventoryValuationSummary``
        :raise ValueError: no report is called so
        """
        if not _REPORT.fullmatch(name):
            raise ValueError(f"Not a report of QuickBooks: {name!r}")
        about = About(name, "report", reading=True, metered=True)
        answer = self._transport.call("GET", f"reports/{name}", about, params=params)
        if not isinstance(answer.get("Header"), Mapping):
            raise unreadable(about)
        return answer

    # === Writing === #

    # pylint: disable-next=method-required-super  # no Odoo model, no parent
    def create(
        self,
        entity: str,
        body: Body,
        request_id: str,
        params: Mapping[str, str] | None = None,
    ) -> Record:
        """Create a record and return it as QuickBooks keeps it.

        :param request_id: repeated after an uncertain end, it prevents a second one
        :param params: options like ``{"include": "allowduplicatedocnum"}``
        """
        return self._write(entity, "create", body, request_id, params)

    def update(
        self,
        entity: str,
        body: Body,
        request_id: str,
        params: Mapping[str, str] | None = None,
    ) -> Record:
        """Change a record and return it.

        :param body: with Id and SyncToken; ``"sparse": True`` keeps what isn't named,
            otherwise QuickBooks clears it
        :raise QboStaleError: the SyncToken isn't the present one
        """
        return self._write(entity, "update", body, request_id, params)

    def delete(self, entity: str, body: Body, request_id: str) -> Record:
        """Delete a document for good. Lists have no deletion, only ``Active``."""
        return self._write(entity, "delete", body, request_id, {"operation": "delete"})

    def void(self, entity: str, body: Body, request_id: str) -> Record:
        """Set a document to zero, keeping it and its number.

        :param body: Id and SyncToken
        :raise ValueError: only a person can void this entity, see ``VOID_PARAMS``
        """
        params = const.VOID_PARAMS.get(entity)
        if params is None:
            raise ValueError(f"QuickBooks has no way for apps to void a {entity}.")
        if "include" in params:
            body = {**loads_exact(as_json_object(body)), "sparse": True}
        return self._write(entity, "void", body, request_id, params)

    def batch(self, items: Sequence[BatchItem], request_id: str) -> list[BatchResult]:
        """Run up to 30 operations and return a result for each, in their order.

        Operations neither see each other's results nor fail together. Repeating the
        same items with the same request id returns the first results again.

        :raise QboError: the request as a whole failed. A ``"record"`` scope then means
            that one of the items made it unreadable: send them apart.
        """
        _check_request_id(request_id, const.BATCH_REQUEST_ID_MAX)
        body = dump_batch(items)
        reading = all(item.operation == "query" for item in items)
        entities = {item.entity for item in items}
        about = About(
            entities.pop() if len(entities) == 1 else "",
            "batch",
            count=len(items),
            is_batch=True,
            reading=reading,
            metered=any(item.operation == "query" for item in items),
        )
        answer = self._transport.call(
            "POST", "batch", about, body=body, request_id=request_id
        )
        return read_batch(items, answer, self._transport.last_tid)

    # === Files === #

    def upload(self, body: Body, content: bytes, request_id: str) -> Record:
        """Attach a file and return what QuickBooks knows about it.

        Whether a repetition is recognised is not documented: after an uncertain end
        look whether the file is there.

        :param body: FileName, ContentType, AttachableRef
        :raise ValueError: no name, or no type
        """
        _check_request_id(request_id, const.REQUEST_ID_MAX)
        about = About("Attachable", "upload")
        data, content_type = files.encode_upload(body, content)
        answer = self._transport.call(
            "POST",
            "upload",
            about,
            body=data,
            content_type=content_type,
            request_id=request_id,
        )
        return files.read_upload(answer, self._transport.last_tid)

    def download(self, qbo_id: str, limit: int = const.FILE_MAX_BYTES) -> bytes:
        """Return the content of an attached file.

        Its address is asked for anew, for it expires after a quarter of an hour.

        :param limit: most bytes that are taken
        :raise QboNotFoundError: there is no such file
        """
        url = self.read("Attachable", qbo_id).get("TempDownloadUri")
        if not url:
            raise QboNotFoundError(f"Attachable {qbo_id} is no file")
        return self._transport.fetch(url, limit)

    # === Helpers === #

    def _add_changes(
        self, changes: Changes, part: Mapping[str, Any], about: About
    ) -> None:
        if isinstance(part.get("Fault"), Mapping):
            raise classify_fault(part["Fault"], tid=self._transport.last_tid)
        responses = part.get("QueryResponse") or []
        # What is not understood is asked again: the cursor may not pass it.
        if not isinstance(responses, list):
            raise unreadable(about)
        for response in responses:
            if not isinstance(response, Mapping):
                raise unreadable(about)
            for entity, rows in response.items():
                if not isinstance(rows, list):
                    continue
                if not all(map(is_record, rows)):
                    raise unreadable(about)
                changes.setdefault(entity, []).extend(rows)

    def _write(
        self,
        entity: str,
        operation: str,
        body: Body,
        request_id: str,
        params: Mapping[str, str] | None,
    ) -> Record:
        _check_request_id(request_id, const.REQUEST_ID_MAX)
        about = About(entity, operation)
        answer = self._transport.call(
            "POST",
            _get_path(entity),
            about,
            body=as_json_object(body),
            params=params,
            request_id=request_id,
        )
        record = self._unwrap(answer, about)
        if not is_record(record):
            raise unreadable(about)
        return record

    def _query(self, statement: str, about: About) -> list[Record]:
        rows = read_rows(self._post_query(statement, about), about.entity)
        if rows is None:
            raise unreadable(about)
        return rows

    def _post_query(self, statement: str, about: About) -> Mapping[str, Any]:
        # In the body: an address has a limited length, and "+" in times needs care.
        answer = self._transport.call(
            "POST", "query", about, body=statement, content_type="application/text"
        )
        response = answer.get("QueryResponse")
        if not isinstance(response, Mapping):
            raise unreadable(about)
        return response

    def _unwrap(self, answer: Mapping[str, Any], about: About) -> Record:
        record = answer.get(about.entity)
        if not isinstance(record, dict):
            record = next(
                (part for part in answer.values() if isinstance(part, dict)), None
            )
        if record is None:
            raise unreadable(about)
        return record


def _check_request_id(request_id: str, longest: int) -> None:
    if len(request_id) > longest or not _REQUEST_ID.fullmatch(request_id):
        raise ValueError(
            f"A request id has 1 to {longest} characters, no blanks: {request_id!r}"
        )


def _checked_id(qbo_id: str) -> str:
    if not is_id(qbo_id):
        raise ValueError(f"{qbo_id!r} is not the id of a QuickBooks record.")
    return qbo_id


def _get_path(entity: str) -> str:
    if not entity.isalpha():
        raise ValueError(f"{entity!r} is not a QuickBooks entity.")
    return entity.lower()


def _get_queried(statement: str) -> str:
    found = re.search(r"\bFROM\s+(\w+)", statement, re.IGNORECASE)
    return found.group(1) if found else ""
