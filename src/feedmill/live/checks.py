"""What can be wrong with how a file is served. Pure.

A check takes what was seen of one file, which was answered, and yields what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from email.message import Message
from typing import NamedTuple

from feedmill.formats import FORMATS, opml
from feedmill.model import Problem, Severity

from .seen import Seen

# What does not get smaller by packing: servers leave it, and a packet holds it.
SMALL = 1400  # bytes


class ServedCheck(NamedTuple):
    """A rule: how bad it is to break it, what it means, and who finds out."""

    severity: Severity
    description: str
    find: Callable[[Seen], Iterable[str]]


def judge(seen: Seen) -> Iterator[Problem]:
    """Yield all that is wrong with one file."""
    if seen.missing:
        wrong = f"cannot be fetched from {seen.asked}: {seen.missing}"
        yield Problem(path=seen.file.path, code="unanswered", message=wrong)
        return
    for code, check in SERVED_CHECKS.items():
        for message in check.find(seen):
            severity = check.severity
            yield Problem(path=seen.file.path, severity=severity, code=code, message=message)
        if code == "status" and seen.status != 200:
            return  # what came instead needs no further judgement


def _status(seen: Seen) -> Iterator[str]:
    if seen.status != 200:
        yield f"{seen.asked} answers {seen.status}"


def _moved(seen: Seen) -> Iterator[str]:
    if seen.url != seen.asked:
        yield f"has moved to {seen.url}: every reader must ask twice, every time"


def _content(seen: Seen) -> Iterator[str]:
    if seen.sha256 != seen.file.sha256:
        yield (
            f"has other bytes than the manifest says ({seen.bytes:,}, not {seen.file.bytes:,}): "
            "an old copy, an upload that is not finished, or something on the way that changes it"
        )


def _type(seen: Seen) -> Iterator[str]:
    right, vague = _types(seen)
    if right and _media_type(seen) not in (*right, *vague):
        yield f"is served as {seen.type or 'nothing in particular'}; expected {right[0]}"


def _vague_type(seen: Seen) -> Iterator[str]:
    right, vague = _types(seen)
    if _media_type(seen) in vague:
        yield f"is served as {seen.type}; better: {right[0]}"


def _charset(seen: Seen) -> Iterator[str]:
    charset = _header(seen).get_param("charset")
    if charset is not None and str(charset).lower() not in ("utf-8", "utf8"):
        yield f"is said to be in {charset}; all files are in utf-8"


def _unreadable(seen: Seen) -> Iterator[str]:
    if seen.selves is None:
        yield f"is no {FORMATS[seen.file.format].title}: it cannot be parsed"


def _self_link(seen: Seen) -> Iterator[str]:
    row = FORMATS.get(seen.file.format)
    if row and row.self_links and seen.selves not in (None, (seen.own or seen.file.url,)):
        told = " and ".join(seen.selves or ()) or "nowhere"
        yield f"says that it is at {told}; expected {seen.own or seen.file.url}"


def _validator(seen: Seen) -> Iterator[str]:
    if not seen.etag and not seen.modified:
        yield "has neither ETag nor Last-Modified: readers fetch all of it every time"


def _not_modified(seen: Seen) -> Iterator[str]:
    if (seen.etag or seen.modified) and seen.again != 304:
        answered = f"answered {seen.again}" if seen.again else "not answered"
        yield f"has not changed, but a conditional request is {answered}; expected 304"


def _compression(seen: Seen) -> Iterator[str]:
    if seen.encoding in ("", "identity") and seen.bytes > SMALL:
        yield "is not packed for readers that take gzip"


SERVED_CHECKS = {
    "status": ServedCheck("error", "The answer is not 200.", _status),
    "content": ServedCheck("error", "The bytes are not those of the manifest.", _content),
    "content-type": ServedCheck("error", "The media type is not that of the format.", _type),
    "vague-type": ServedCheck("warning", "The media type leaves the format open.", _vague_type),
    "charset": ServedCheck("error", "The charset is not UTF-8.", _charset),
    "unreadable": ServedCheck("error", "It cannot be parsed as a feed of its format.", _unreadable),
    "self-link": ServedCheck("error", "The feed's self link is not its address.", _self_link),
    "validator": ServedCheck("error", "There is neither ETag nor Last-Modified.", _validator),
    "not-modified": ServedCheck("error", "Who has it already is not answered 304.", _not_modified),
    "compression": ServedCheck("warning", "It is not packed with gzip.", _compression),
    "moved": ServedCheck("warning", "It is found by way of a redirect.", _moved),
}


def _types(seen: Seen) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the media types that are right for a file, the best first, and the vague ones."""
    if seen.file.format == opml.FORMAT:
        return opml.MEDIA_TYPES, ()
    row = FORMATS.get(seen.file.format)
    return ((row.media_type, *row.right_types), row.vague_types) if row else ((), ())


def _media_type(seen: Seen) -> str:
    return _header(seen).get_content_type() if seen.type else ""


def _header(seen: Seen) -> Message:
    message = Message()
    message["Content-Type"] = seen.type
    return message
