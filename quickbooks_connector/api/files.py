"""Files: how one is sent, and fetched from the address that QuickBooks gives out."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from urllib3.filepost import encode_multipart_formdata

from .errors import QboError, QboRequestError, QboUncertainError
from .faults import classify_fault
from .payload import as_json_object, is_record, loads_exact


def encode_upload(body: Mapping[str, Any] | str, content: bytes) -> tuple[bytes, str]:
    """Return the body and the content type of the request that uploads a file.

    :param body: what QuickBooks is to know about it; FileName and ContentType at least
    :raise ValueError: no name, or no type
    """
    text = as_json_object(body)
    known = loads_exact(text)
    name, kind = known.get("FileName"), known.get("ContentType")
    if not name or not kind:
        raise ValueError("An uploaded file has a FileName and a ContentType.")
    return encode_multipart_formdata(
        [
            ("file_metadata_01", ("metadata.json", text, "application/json")),
            ("file_content_01", (name, content, kind)),
        ],
        boundary=secrets.token_hex(24),
    )


def read_upload(answer: Mapping[str, Any], tid: str = "") -> dict[str, Any]:
    """Return what QuickBooks knows about the one file of an upload.

    :raise QboError: it was refused, which comes with status 200; or nobody knows
    """
    parts = answer.get("AttachableResponse")
    part = parts[0] if isinstance(parts, list) and parts else None
    if isinstance(part, Mapping):
        if isinstance(part.get("Fault"), Mapping):
            raise classify_fault(part["Fault"], tid=tid)
        if is_record(part.get("Attachable")):
            return part["Attachable"]
    raise QboUncertainError("QuickBooks' answer to upload can't be read", tid=tid)


def collect(chunks: Iterable[bytes], limit: int) -> bytes:
    """Return the chunks of a file as one.

    :param int limit: most bytes that are taken
    :raise QboRequestError: there are more
    """
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > limit:
            raise QboRequestError(f"The file is larger than {limit} bytes")
    return bytes(content)


def refused_address(url: str) -> QboError:
    """Return the error for an address that files are not fetched from."""
    host = url.partition("://")[2].partition("/")[0]
    return QboRequestError("QuickBooks named a strange address for a file", detail=host)
