"""The Content-Type that each file should be served with, by its format and its name. Pure."""

from __future__ import annotations

from feedmill.formats import FORMATS, opml

UNKNOWN_FILE = "application/octet-stream"

_UTF8 = "; charset=utf-8"
_BY_ENDING = {
    **{row.ending: f"{row.media_type}{_UTF8}" for row in FORMATS.values()},
    ".opml": f"{opml.MEDIA_TYPES[0]}{_UTF8}",
    ".json": f"application/json{_UTF8}",  # feeds.json; of a feed, the format is known
    ".jsonl": f"application/jsonl{_UTF8}",
    ".xml": f"application/xml{_UTF8}",
    ".html": f"text/html{_UTF8}",
    ".css": f"text/css{_UTF8}",
    ".js": f"text/javascript{_UTF8}",
    ".txt": f"text/plain{_UTF8}",
    ".avif": "image/avif",
    ".bmp": "image/bmp",
    ".gif": "image/gif",
    ".ico": "image/vnd.microsoft.icon",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}


def content_type(path: str, file_format: str = "") -> str:
    """Return the value of Content-Type for a file: with its charset, if it is text.

    `file_format` is what the manifest says, "" for what is no feed: a feed's own address may end in
    anything. Without a charset, browsers guess one for feeds that they show as text.
    """
    if file_format == opml.FORMAT:
        return _BY_ENDING[".opml"]
    if row := FORMATS.get(file_format):
        return f"{row.media_type}{_UTF8}"
    ending = path[path.rfind(".") :].lower() if "." in path else ""
    return _BY_ENDING.get(ending, UNKNOWN_FILE)
