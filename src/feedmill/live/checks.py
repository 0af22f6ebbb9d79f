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

SMALL = 1400
"""Bytes that do not get fewer packets by compression: servers leave such files as they are."""

SHORT = 600
"""Seconds under which feed readers come too often, unless a hub tells of what is new."""

READER = "https://reader.example"
"""The site of a feed reader that runs in a browser, as our requests have it."""


class ServedFinding(NamedTuple):
    """What a check found: a message, and how bad it is if that is not as its rule says."""

    message: str
    severity: Severity | None = None


class ServedCheck(NamedTuple):
    """A rule: how bad it is to break it, what it means, and who finds out."""

    severity: Severity
    description: str
    find: Callable[[Seen], Iterable[str | ServedFinding]]


def judge(seen: Seen) -> Iterator[Problem]:
    """Yield all that is wrong with one file."""
    if seen.missing:
        wrong = f"cannot be fetched from {seen.asked}: {seen.missing}"
        yield Problem(path=seen.file.path, code="unanswered", message=wrong)
        return
    for code, check in SERVED_CHECKS.items():
        for found in check.find(seen):
            message, severity = (found, None) if isinstance(found, str) else found
            yield Problem(
                path=seen.file.path,
                severity=severity or check.severity,
                code=code,
                message=message,
            )
        if code == "status" and (seen.status != 200 or seen.wall):
            return  # what came instead needs no further judgement


def _challenge(seen: Seen) -> Iterator[str]:
    if seen.wall:
        yield (
            f"answers feed readers with a page for browsers ({seen.wall}, status {seen.status}): "
            "they cannot pass it, and get no feed; let feeds through without a check"
        )


def _status(seen: Seen) -> Iterator[str]:
    if seen.status != 200 and not seen.wall:
        yield f"{seen.asked} answers {seen.status}"


def _moved(seen: Seen) -> Iterator[str]:
    if seen.url != seen.asked and not _is_for_good(seen):
        yield f"has moved to {seen.url}: every reader must ask twice, every time"


def _redirect_permanent(seen: Seen) -> Iterator[str]:
    if seen.url != seen.asked and _is_for_good(seen):
        yield (
            f"has moved to {seen.url} for good ({seen.moves[0]}): feed readers replace the address "
            "that they know; name the new one wherever the old one is"
        )


def _is_for_good(seen: Seen) -> bool:
    return bool(seen.moves) and all(status in (301, 308) for status in seen.moves)


def _content(seen: Seen) -> Iterator[str]:
    if seen.named and seen.sha256 != seen.file.sha256:
        yield (
            f"has other bytes than the manifest says ({seen.bytes:,}, not {seen.file.bytes:,}): "
            "an old copy, an upload that is not finished, or a proxy that changes it"
        )


def _type(seen: Seen) -> Iterator[str]:
    right, vague = _types(seen)
    if right and _media_type(seen) not in (*right, *vague):
        yield f"is served as {seen.type or 'nothing in particular'}; expected {right[0]}"


def _vague_type(seen: Seen) -> Iterator[str]:
    right, vague = _types(seen)
    if _media_type(seen) in vague:
        yield f"is served as {seen.type}; better: {right[0]}"


def _charset(seen: Seen) -> Iterator[str | ServedFinding]:
    charset = _header(seen).get_param("charset")
    if charset is None:
        right, vague = _types(seen)
        if _is_feed(seen) and _media_type(seen) in right and _media_type(seen) not in vague:
            yield ServedFinding(
                f"is {seen.type} without a charset: browsers guess, and show Â© for ©; "
                f"better: {seen.type}; charset=utf-8",
                "warning",
            )
    elif str(charset).lower() not in ("utf-8", "utf8") and seen.named:
        yield f"is declared as {charset}; all files are in utf-8"


def _unreadable(seen: Seen) -> Iterator[str]:
    if seen.selves is None:
        row = FORMATS.get(seen.file.format)
        why = f": {seen.broken}" if seen.broken else ""
        yield f"is not {row.title if row else 'a feed'}: it cannot be parsed{why}"


def _self_link(seen: Seen) -> Iterator[str | ServedFinding]:
    row = FORMATS.get(seen.file.format)
    if not row or not row.self_links or seen.selves in (None, (_own(seen),)):
        return
    told = " and ".join(seen.selves or ()) or "nowhere"
    if seen.named:
        yield f"says that it is at {told}; expected {_own(seen)}"
    elif seen.url not in (seen.selves or ()):
        yield ServedFinding(f"says that it is at {told}; it was found at {seen.url}", "warning")


def _validator(seen: Seen) -> Iterator[str]:
    if not seen.etag and not seen.modified:
        yield "has neither ETag nor Last-Modified: readers fetch all of it every time"


def _not_modified(seen: Seen) -> Iterator[str]:
    if (seen.etag or seen.modified) and seen.again != 304:
        answered = f"answered {seen.again}" if seen.again else "not answered"
        yield f"has not changed, but a conditional request is {answered}; expected 304"


def _etag_alone(seen: Seen) -> Iterator[str]:
    if seen.again == 304 and seen.etag_alone not in (0, 304):
        yield _alone("ETag (If-None-Match)", seen.etag_alone)


def _date_alone(seen: Seen) -> Iterator[str]:
    if seen.again == 304 and seen.date_alone not in (0, 304):
        yield _alone("date (If-Modified-Since)", seen.date_alone)


def _alone(what: str, status: int) -> str:
    return (
        f"has not changed, but readers that send only its {what} get {status}; expected 304: they "
        "fetch all of it every time"
    )


def _cache_control(seen: Seen) -> Iterator[str]:
    if not _is_feed(seen):
        return
    if seen.fresh is None:
        yield ("has no Cache-Control: readers guess when to come again; better: max-age=1800")
    elif seen.fresh < SHORT and not (seen.hubs or seen.linked_hubs):
        said = seen.cache_control or "Expires"
        yield (
            f"may be kept for {seen.fresh} s only ({said}): readers come too often; "
            "better: max-age=1800"
        )


def _cors(seen: Seen) -> Iterator[str]:
    if seen.file.format == "json" and seen.origins not in ("*", READER):
        yield ("has no Access-Control-Allow-Origin: *: feed readers in browsers cannot read it")


def _cookie(seen: Seen) -> Iterator[str]:
    if seen.cookie:
        yield (
            f"sets the cookie {seen.cookie!r}: feed readers keep none, and caches between keep no "
            "answer that has one"
        )


def _hub_link(seen: Seen) -> Iterator[str]:
    if seen.hubs and not seen.linked_hubs and seen.file.format == "json":
        yield (
            f"names the hub {seen.hubs[0]} in its text only; WebSub looks for the hub of a JSON "
            'Feed in the Link header: Link: <…>; rel="hub"'
        )
    elif seen.linked_hubs and not {_own(seen), seen.file.url}.intersection(seen.linked_selves):
        told = " and ".join(seen.linked_selves) or "none"
        yield (
            f'has a Link header with rel="hub"; its rel="self" should be {_own(seen)}, and is '
            f"{told}: hubs do not find the feed"
        )


def _compression(seen: Seen) -> Iterator[str]:
    if seen.encoding in ("", "identity") and seen.bytes > SMALL:
        yield "is not compressed (no Content-Encoding: gzip)"


SERVED_CHECKS = {
    "challenge": ServedCheck("error", "A bot wall keeps feed readers out.", _challenge),
    "status": ServedCheck("error", "The answer is not 200.", _status),
    "content": ServedCheck("error", "The bytes are not those of the manifest.", _content),
    "content-type": ServedCheck("error", "The media type is not that of the format.", _type),
    "vague-type": ServedCheck(
        "warning", "The media type does not identify the format.", _vague_type
    ),
    "charset": ServedCheck(
        "error", "The charset is not UTF-8; a warning if a feed's type has none.", _charset
    ),
    "unreadable": ServedCheck("error", "It cannot be parsed as a feed of its format.", _unreadable),
    "self-link": ServedCheck(
        "error", "The feed's self link is not its address; a warning without manifest.", _self_link
    ),
    "validator": ServedCheck("error", "There is neither ETag nor Last-Modified.", _validator),
    "not-modified": ServedCheck(
        "error", "Conditional requests don't get 304 Not Modified.", _not_modified
    ),
    "etag-alone": ServedCheck("warning", "With the ETag alone there is no 304.", _etag_alone),
    "date-alone": ServedCheck("warning", "With the date alone there is no 304.", _date_alone),
    "cache-control": ServedCheck(
        "warning", "A feed may be kept for under ten minutes, without a hub.", _cache_control
    ),
    "cors": ServedCheck("warning", "Pages of other sites cannot read a JSON Feed.", _cors),
    "cookie": ServedCheck("warning", "A cookie is set.", _cookie),
    "hub-link": ServedCheck("warning", "The Link header does not lead to the hub.", _hub_link),
    "compression": ServedCheck("warning", "It is not compressed with gzip.", _compression),
    "moved": ServedCheck("warning", "It is reached only through a redirect.", _moved),
    "redirect-permanent": ServedCheck(
        "warning", "It has moved for good, as the server says.", _redirect_permanent
    ),
}


def _own(seen: Seen) -> str:
    return seen.own or seen.file.url


def _is_feed(seen: Seen) -> bool:
    return seen.file.format in FORMATS


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
