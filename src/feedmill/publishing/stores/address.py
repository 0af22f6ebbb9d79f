"""The addresses that files can be published to: `s3://bucket/prefix`, `file:///folder`. Pure."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from feedmill.display import printable
from feedmill.errors import PublishError

SCHEMES = ("s3", "gs", "az", "file")

_EXPECTED = "expected s3://bucket/folder, gs://bucket/folder, az://container/folder or file:///path"
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,221}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DRIVE = re.compile(r"/[A-Za-z]:(/|$)")


class StoreAddress(Struct, frozen=True, kw_only=True):
    """Where to publish. `folder` is below the bucket, without `/` at its ends; "": the bucket.

    Of `file:` the folder is the path on this machine, and there is no bucket.
    """

    scheme: str
    bucket: str = ""
    folder: str = ""

    def __str__(self) -> str:
        if self.scheme == "file":
            return f"file://{'' if self.folder.startswith('/') else '/'}{self.folder}"
        return f"{self.scheme}://{self.bucket}" + (f"/{self.folder}" if self.folder else "")


def parse_address(text: str) -> StoreAddress:
    """Return an address from its text.

    Raises PublishError if it is not one: an unknown scheme, no bucket, a `..`, a query.
    """
    scheme, colon, rest = text.partition("://")
    scheme = scheme.lower()
    if not colon or scheme not in SCHEMES:
        raise _wrong(text, _EXPECTED)
    if _CONTROL.search(text) or "\\" in text:
        raise _wrong(text, "it has a control character or a backslash")
    if scheme == "file":
        return _local(text, rest)
    bucket, _, folder = rest.partition("/")
    if not _BUCKET.fullmatch(bucket):
        raise _wrong(text, _EXPECTED)
    folder = folder.rstrip("/")
    if "?" in folder or "#" in folder:
        raise _wrong(text, "a folder's name has no ? or #; credentials come from the environment")
    if folder and not _is_clean(folder):
        raise _wrong(text, "its folder has an empty part, `.` or `..`")
    return StoreAddress(scheme=scheme, bucket=bucket, folder=folder)


def _local(text: str, rest: str) -> StoreAddress:
    parts = urlsplit(f"file://{rest}")
    if parts.netloc not in ("", "localhost"):
        raise _wrong(text, f"{parts.netloc!r} is another machine; expected file:///path")
    if parts.query or parts.fragment:
        raise _wrong(text, "write ? and # as %3F and %23")
    path = unquote(parts.path)
    folder = path.rstrip("/")
    if not folder.startswith("/") or not _is_clean(folder[1:]) or _CONTROL.search(folder):
        raise _wrong(text, "expected file:///path, a whole path without `..`")
    if _DRIVE.match(path):
        folder = path[1:].rstrip("/") if len(path) > len("/C:/") else path[1:]
    return StoreAddress(scheme="file", folder=folder)


def _is_clean(folder: str) -> bool:
    return not {"", ".", ".."} & set(folder.split("/"))


def _wrong(text: str, why: str) -> PublishError:
    return PublishError(f"cannot publish to {printable(text)!r}: {why}")
