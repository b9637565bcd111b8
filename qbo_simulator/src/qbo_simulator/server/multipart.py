"""Read the multipart body of an upload, as strictly as QuickBooks and no more.

Clients differ: lines may end with CRLF or LF alone, the body may begin with an empty
line, and the content may be base64. Mature parsers insist on CRLF, so this one is ours.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from email.message import Message

BOUNDARY = re.compile(r'boundary="?([^";]+)"?', re.I)


@dataclass
class Part:
    """One part of a multipart body."""

    name: str
    filename: str
    content_type: str
    content: bytes


def parse(content_type: str, body: bytes) -> list[Part]:
    """Return the parts of a body.

    :raise ValueError: when it is not multipart, or a part makes no sense
    """
    found = BOUNDARY.search(content_type)
    if not content_type.lower().startswith("multipart/") or not found:
        raise ValueError("The request is not multipart/form-data with a boundary.")
    mark = re.escape(b"--" + found[1].strip().encode("latin-1", "replace"))
    # A boundary stands at the start of a line; the line break belongs to it.
    pieces = re.split(rb"(?:^|\r?\n)" + mark + rb"(?=--|[ \t]*\r?\n)", body)
    parts = []
    for piece in pieces[1:]:
        if piece.startswith(b"--"):
            break
        parts.append(_part(piece.partition(b"\n")[2]))
    if not parts:
        raise ValueError("The request holds no parts.")
    return parts


def _part(piece: bytes) -> Part:
    if piece[:1] in (b"\n", b"\r"):  # no headers at all
        raise ValueError("A part of the request has no headers.")
    split = re.split(rb"\r?\n\r?\n", piece, maxsplit=1)
    if len(split) != 2:
        raise ValueError("A part of the request has no content.")
    headers = Message()
    for line in re.split(r"\r?\n", split[0].decode("utf-8", "replace")):
        name, _colon, value = line.partition(":")
        headers[name.strip()] = value.strip()
    content = split[1]
    if headers.get("Content-Transfer-Encoding", "").lower() == "base64":
        try:
            content = base64.b64decode(content)
        except binascii.Error as error:
            raise ValueError(f"A part is not base64: {error}") from error
    name = headers.get_param("name", "", "Content-Disposition")
    filename = headers.get_param("filename", "", "Content-Disposition")
    return Part(
        str(name or ""), str(filename or ""), headers.get_content_type(), content
    )
