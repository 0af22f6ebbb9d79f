"""The SQLite index: what was read, and which feeds hold it.

It is a cache: without it the next build reads everything again and gives the same bytes. All
that a build learns of articles is committed before the first feed is written, together with the
mark `dirty` on each feed that must be looked at; the marks go when the feeds are in place. So a
build that is killed at any moment is finished by the next one.
"""

from .changes import gathered, stamps_of
from .intake import Intake
from .items import Name, ParsedFile
from .opening import discard, is_damage, is_there, open_index, unusable
from .schema import IMAGES, RETRACTED, connect, newest, retractions
from .sealed import DamagedError, check_ids, unseal, unseal_entry
from .store import FeedRow, Index, Whole
from .tracked import Tracked

__all__ = [
    "IMAGES",
    "RETRACTED",
    "DamagedError",
    "FeedRow",
    "Index",
    "Intake",
    "Name",
    "ParsedFile",
    "Tracked",
    "Whole",
    "check_ids",
    "connect",
    "discard",
    "gathered",
    "is_damage",
    "is_there",
    "newest",
    "open_index",
    "retractions",
    "stamps_of",
    "unseal",
    "unseal_entry",
    "unusable",
]
