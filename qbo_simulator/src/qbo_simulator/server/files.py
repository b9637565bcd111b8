"""Files that hang on records: upload, download, addresses that expire.

The books keep what is known about a file (an Attachable); its bytes are kept here.
"""

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from ..books import Company, Fault, loads
from . import bodies, multipart
from .envelope import validation
from .http import Answer, Call

PREFIX = "/_files"
LIFE_SECONDS = 900
PAIR = re.compile(r"file_(metadata|content)_?(\w*)$")


@dataclass
class StoredFile:
    """The bytes of a file and how browsers are told to take them."""

    name: str
    content_type: str
    content: bytes


class FileStore:
    """Contents by realm and Attachable id."""

    def __init__(self) -> None:
        self._files: dict[tuple[str, str], StoredFile] = {}
        self._key = secrets.token_bytes(32)
        # Called with each new file; the data file listens here.
        self.kept: Callable[[str, str, StoredFile], None] | None = None

    def clear(self) -> None:
        """Forget all files."""
        self._files.clear()

    def get(self, realm: str, id_: str) -> StoredFile | None:
        """Return a file, if there is one."""
        return self._files.get((realm, id_))

    def keep(self, realm: str, id_: str, file: StoredFile) -> None:
        """Remember a file."""
        self._files[realm, id_] = file
        if self.kept:
            self.kept(realm, id_, file)

    def dump(self) -> list:
        """Return all files as plain values."""
        return [
            [*key, f.name, f.content_type, base64.b64encode(f.content).decode()]
            for key, f in self._files.items()
        ]

    def load(self, rows: list) -> None:
        """Take over what :meth:`dump` returned."""
        self._files = {
            (realm, id_): StoredFile(name, kind, base64.b64decode(content))
            for realm, id_, name, kind, content in rows
        }

    # === addresses that expire === #

    def address(self, base: str, realm: str, id_: str, name: str, now: datetime) -> str:
        """Return an address that gives the file to anybody for 15 minutes."""
        signed = int(now.timestamp())
        mark = self._sign(realm, id_, signed)
        return (
            f"{base}{PREFIX}/{realm}/{id_}/{quote(name, safe='')}"
            f"?X-Amz-Date={signed}&X-Amz-Expires={LIFE_SECONDS}&X-Amz-Signature={mark}"
        )

    def opens(self, realm: str, id_: str, query: dict, now: datetime) -> bool:
        """Tell whether an address was given out here and has not expired."""
        signed = query.get("X-Amz-Date", "")
        if not signed.isdecimal() or len(signed) > 15:
            return False
        mark = self._sign(realm, id_, int(signed))
        if not hmac.compare_digest(
            mark.encode(), query.get("X-Amz-Signature", "").encode()
        ):
            return False
        return now.timestamp() - int(signed) <= LIFE_SECONDS

    def _sign(self, realm: str, id_: str, signed: int) -> str:
        text = f"{realm}/{id_}/{signed}".encode()
        return hmac.new(self._key, text, hashlib.sha256).hexdigest()


# === UPLOAD === #


def upload(company: Company, store: FileStore, call: Call) -> list[dict]:
    """Store every file of a request; return one answer for each.

    A file that is refused answers with a fault in its place, as QuickBooks does.

    :raise Fault: when the request as a whole makes no sense
    """
    try:
        parts = multipart.parse(call.headers.get("content-type", ""), call.body)
    except ValueError as error:
        raise validation("6030", "Invalid upload request", str(error)) from error
    answers = []
    for metadata, content in _pairs(parts):
        try:
            answers.append({"Attachable": _one(company, store, metadata, content)})
        except Fault as fault:
            answers.append({"Fault": fault.body()})
    if not answers:
        raise validation(
            "6020", "No content to upload", "The request has no part file_content_01."
        )
    return answers


def count(call: Call) -> int:
    """Return how many files a request holds, at least one."""
    try:
        parts = multipart.parse(call.headers.get("content-type", ""), call.body)
    except ValueError:
        return 1
    return len(_pairs(parts)) or 1


def _pairs(parts: list[multipart.Part]) -> list[tuple]:
    """Return (metadata, content) of each file, in the order they came."""
    found: dict[str, dict[str, multipart.Part]] = {}
    for part in parts:
        match = PAIR.match(part.name)
        if match:
            found.setdefault(match[2], {})[match[1]] = part
    return [
        (pair.get("metadata"), pair["content"])
        for pair in found.values()
        if "content" in pair
    ]


def _one(company: Company, store: FileStore, metadata, content) -> dict:
    body: dict[str, Any] = {}
    if metadata is not None:
        body = _metadata(metadata)
    name = body.get("FileName") or content.filename or "attachment"
    kind = body.get("ContentType") or content.content_type
    known = {**body, "FileName": name, "ContentType": kind}
    known["Size"] = len(content.content)
    made = company.create("Attachable", known, {})
    file = StoredFile(str(name), str(kind), content.content)
    store.keep(company.realm_id, made["Id"], file)
    return made


def _metadata(part: multipart.Part) -> dict:
    content = part.content.strip()
    if content.startswith(b"<"):
        body = bodies.from_xml(content, "Attachable")
        if isinstance(body, Fault):
            raise _not_metadata(body.errors[0]["Detail"])
        return body
    try:
        body = loads(content)
    except (ValueError, RecursionError) as error:
        raise _not_metadata(str(error)) from error
    if not isinstance(body, dict):
        raise _not_metadata("it is not one JSON object")
    return body


def _not_metadata(why: str) -> Fault:
    return validation(
        "6041", "Invalid upload metadata", f"The metadata of a file is unusable: {why}"
    )


# === WHAT ANSWERS SAY ABOUT FILES === #


def link(content: Any, sign: Callable[[dict], str], thumbnails: bool = True) -> None:
    """Give every file in an answer an address to fetch it from.

    :param thumbnails: whether small pictures of images can be fetched already
    """
    if isinstance(content, list):
        for item in content:
            link(item, sign, thumbnails)
    elif isinstance(content, dict):
        for key, item in content.items():
            if key == "Attachable":
                for one in item if isinstance(item, list) else [item]:
                    _link_one(one, sign, thumbnails)
            elif key.endswith("Response"):
                link(item, sign, thumbnails)


def _link_one(attachable: dict, sign: Callable[[dict], str], thumbnails: bool) -> None:
    path = attachable.get("FileAccessUri")
    if not path:
        return
    values = dict(attachable)
    last = "Note" if values.get("Note") else "ContentType"
    attachable.clear()
    for key, value in values.items():
        attachable[key] = value
        if key == "FileAccessUri":
            attachable["TempDownloadUri"] = sign(values)
        elif key == last and str(values.get("ContentType", "")).startswith("image/"):
            small = path.replace("/download/", "/attachable-thumbnail/")
            attachable["ThumbnailFileAccessUri"] = small
            if thumbnails:
                attachable["ThumbnailTempDownloadUri"] = sign(values)


def serve(store: FileStore, realm: str, id_: str, query: dict, now: datetime) -> Answer:
    """Answer an address that :meth:`FileStore.address` gave out."""
    file = store.get(realm, id_)
    if file is None or not store.opens(realm, id_, query, now):
        body = (
            '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code>'
            "<Message>Request has expired</Message></Error>"
        )
        return Answer(403, [("Content-Type", "application/xml")], body.encode())
    name = quote(file.name, safe="")
    kind = file.content_type if file.content_type.isprintable() else "text/plain"
    headers = [
        ("Content-Type", kind),
        ("Content-Disposition", f"attachment; filename*=UTF-8''{name}"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    return Answer(200, headers, file.content)
