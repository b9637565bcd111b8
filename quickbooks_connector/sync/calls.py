"""How the requests that bindings hold become calls."""

from functools import partial

from ..api import BatchItem, BatchResult

#: Operations that no batch takes: each is a call of its own.
SINGLE = ("void", "upload")


def prepare(client, rows):
    """Return the function of a request id that sends what ``rows`` hold.

    What it needs is read here: where it runs, no SQL may.

    :param rows: bindings with one request
    :raise EntityError: what was to be sent is not there any more
    """
    row = rows[0]
    if row.request_operation == "upload":
        upload = row._get_entity()._get_upload(row)
        return partial(_upload, client, row.request_item, row.entity, upload)
    if row.request_operation == "void":
        work = partial(client.void, row.entity, row.request_payload)
        return partial(_alone, row.request_item, row.entity, work)
    items = [
        BatchItem(
            row.request_item, row.request_operation, row.entity, row.request_payload
        )
        for row in rows
    ]
    return partial(client.batch, items)


def _alone(item, entity, work, request_id):
    return [BatchResult(item, entity, obj=work(request_id))]


def _upload(client, item, entity, upload, request_id):
    """Send a file, unless it is there: an earlier try, or a person, was faster.

    Whether QuickBooks knows a repeated upload by its request id is not documented.
    """
    there = upload.find(client.query(upload.look))
    obj = there or client.upload(upload.body, upload.content, request_id)
    return [BatchResult(item, entity, obj=obj)]
