"""Notes and files attached to records."""

from ..fields import Anything, Bool, Choice, Int, ListOf, Ref, Schema, Text
from .common import entity_head
from .entity import Entity

CATEGORIES = (
    "Contact Photo",
    "Document",
    "Image",
    "Receipt",
    "Signature",
    "Sound",
    "Other",
)
ATTACHABLE_REF = Schema(
    "AttachableRef",
    Ref("EntityRef"),
    Bool("IncludeOnSend"),
    Bool("Inactive"),
    Bool("NoRefOnly"),
    Text("LineInfo"),
    Anything("CustomField", readonly=True),
)
_HEAD = tuple(one for one in entity_head() if one.name != "AttachableRef")
ATTACHABLE = Entity(
    "Attachable",
    Schema(
        "Attachable",
        Text("FileName", 1000),
        Text("FileAccessUri", readonly=True),
        Text("TempDownloadUri", readonly=True),
        Int("Size", 0, 2**53, keep=True),
        Text("ContentType", 100),
        Choice("Category", *CATEGORIES),
        Text("Lat", readonly=True),
        Text("Long", readonly=True),
        Text("PlaceName", 2000),
        Text("Note", 2000),
        Text("Tag", 2000),
        Text("ThumbnailFileAccessUri", readonly=True),
        Text("ThumbnailTempDownloadUri", readonly=True),
        *_HEAD,
        ListOf("AttachableRef", ATTACHABLE_REF),
    ),
    counter="attachable",
    filters=("FileName", "Note", "Category", "ContentType", "Size", "Tag"),
)
