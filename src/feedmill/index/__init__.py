"""The SQLite index: what was read, and which feeds hold it.

It is a cache: without it the next build reads everything again and gives the same bytes. All
that a build learns of articles is committed before the first feed is written, together with the
mark `dirty` on each feed that must be looked at; the marks go when the feeds are in place. So a
build that is killed at any moment is finished by the next one.
"""

from .changes import gathered, stamps_of
from .inputs import mark_changed
from .intake import Intake
from .items import Input, Name, ParsedFile, Whole, article_name
from .links import Links
from .opening import discard, is_damage, is_there, open_index, unusable
from .schema import IMAGES, RETRACTED, SIZE, bodies, connect, newest, retractions
from .sealed import DamagedError, EntryHead, check_ids, unseal, unseal_entry, unseal_head
from .store import FeedRow, Index
from .tracked import Tracked

__all__ = [
    "IMAGES",
    "RETRACTED",
    "SIZE",
    "DamagedError",
    "EntryHead",
    "FeedRow",
    "Index",
    "Input",
    "Intake",
    "Links",
    "Name",
    "ParsedFile",
    "Tracked",
    "Whole",
    "article_name",
    "bodies",
    "check_ids",
    "connect",
    "discard",
    "gathered",
    "is_damage",
    "is_there",
    "mark_changed",
    "newest",
    "open_index",
    "retractions",
    "stamps_of",
    "unseal",
    "unseal_entry",
    "unseal_head",
    "unusable",
]
