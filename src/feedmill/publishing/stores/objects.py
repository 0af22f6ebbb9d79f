"""Object stores as destinations: S3 and what speaks its language, Google's and Azure's.

All of them put an object in place whole or not at all. Each object that we put carries the digest
of its bytes, so that a run after one that was killed need not fetch it to know it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import obstore
from obstore.exceptions import (
    AlreadyExistsError,
    BaseError,
    NotSupportedError,
    PermissionDeniedError,
    PreconditionError,
    UnauthenticatedError,
)
from obstore.store import AzureStore, GCSStore, S3Store

from feedmill.display import printable
from feedmill.errors import PublishError

from .address import StoreAddress
from .credentials import HINTS, aws_settings, azure_settings, google_settings, wants_profile
from .destination import ChangedError, FileHeaders, Present, StoredBlob

_DIGEST = "sha256"  # the name of our metadata; Azure allows no hyphen
_METADATA_SERVICE = ("169.254.169.254", "metadata.google.internal", "169.254.170.2")
# What a key needs; S3 denies what is not there, too, to those who may not list.
_RIGHTS = {"s3": " (needed: s3:ListBucket, GetObject, PutObject, DeleteObject)"}
_UNCONDITIONAL = "the store lacks conditional requests (If-Match), which publishing needs"
_MOST = 1024 * 1024  # bytes of a file of the clouds' tools

_Out = TypeVar("_Out")


class ObjectStore:
    """The objects of a bucket below a prefix. Threads may use it together."""

    def __init__(self, address: StoreAddress, environ: Mapping[str, str]) -> None:
        self._address = address
        self._store = self._call("", lambda: _open(address, environ))

    def read(self, path: str, limit: int) -> StoredBlob | None:
        """Return an object, None if there is none. Raises PublishError over `limit` bytes."""
        return self._call(path, lambda: self._read(path, limit))

    def look(self, path: str, sizes: Collection[int]) -> Present | None:
        """Return what is at `path`, None if nothing is; by the object's own mark, if it has one."""
        return self._call(path, lambda: self._look(path, sizes))

    def write(self, path: str, data: bytes, headers: FileHeaders, sha256: str) -> None:
        """Put an object in place."""
        attributes = {**headers, _DIGEST: sha256}
        self._call(path, lambda: self._put(path, data, attributes, "overwrite"))

    def replace(
        self, path: str, data: bytes, headers: FileHeaders, known: StoredBlob | None
    ) -> None:
        """Put an object if what is there is what was read: `If-Match`, `If-None-Match`.

        Raises ChangedError if it is not.
        """
        attributes = {**headers, _DIGEST: hashlib.sha256(data).hexdigest()}
        mode = "create" if known is None else known.version
        try:
            self._call(path, lambda: self._put(path, data, attributes, mode))
        except ChangedError:  # or it was put, and the answer to that was lost
            found = self.look(path, [len(data)])
            if found is None or found.sha256 != attributes[_DIGEST]:
                raise

    def delete(self, path: str) -> None:
        """Delete an object, if it is there."""
        self._call(path, lambda: obstore.delete(self._store, path))

    def close(self) -> None:
        """Leave nothing behind."""

    def _read(self, path: str, limit: int) -> StoredBlob | None:
        try:
            found = obstore.get(self._store, path)
        except FileNotFoundError as error:
            if "NoSuchBucket" in str(error) or "ContainerNotFound" in str(error):
                raise PublishError(f"{self._bucket} does not exist") from error
            return None
        meta = found.meta
        pieces, size = [], 0
        if meta["size"] <= limit:
            for piece in found:
                pieces.append(bytes(piece))
                size += len(piece)
                if size > limit:
                    break
        if max(size, meta["size"]) > limit:
            what = f"has more than {limit:,} bytes"
            raise PublishError(f"{self._name(path)} {what}; look at it, then delete it")
        version = {key: meta[key] for key in ("e_tag", "version") if meta.get(key) is not None}
        return StoredBlob(b"".join(pieces), version)

    def _look(self, path: str, sizes: Collection[int]) -> Present | None:
        try:
            head = obstore.get(self._store, path, options={"head": True})
            marked = {key.lower(): text for key, text in head.attributes.items()}.get(_DIGEST)
            if marked is not None or head.meta["size"] not in sizes:
                return Present(marked or "", marked is not None)
            found = hashlib.sha256()
            for piece in obstore.get(self._store, path):
                found.update(piece)
            return Present(found.hexdigest(), False)
        except FileNotFoundError:
            return None

    def _put(self, path: str, data: bytes, attributes: Mapping[str, str], mode: Any) -> None:
        obstore.put(
            self._store, path, data, attributes=dict(attributes), mode=mode, use_multipart=False
        )

    def _call(self, path: str, ask: Callable[[], _Out]) -> _Out:
        """Call the library, and say what went wrong in one line."""
        try:
            return ask()
        except (AlreadyExistsError, PreconditionError) as error:
            raise ChangedError(f"{self._name(path)} changed during this run") from error
        except (PermissionDeniedError, UnauthenticatedError) as error:
            needs = _RIGHTS.get(self._address.scheme, "")
            raise PublishError(
                f"{self._name(path)}: access is denied{needs}: {_said(error)}"
            ) from error
        except NotSupportedError as error:
            raise PublishError(f"{self._name(path)}: {_UNCONDITIONAL}") from error
        except FileNotFoundError as error:
            raise PublishError(f"{self._bucket} does not exist") from error
        except (BaseError, ValueError, OSError) as error:
            if any(service in str(error) for service in _METADATA_SERVICE):
                how = HINTS[self._address.scheme]
                text = f"{self._address}: there are no credentials in the environment; set {how}"
                raise PublishError(text) from error
            said = _UNCONDITIONAL if " 501 " in str(error) else _said(error)
            raise PublishError(f"{self._name(path)}: {said}") from error

    @property
    def _bucket(self) -> str:
        return f"{self._address.scheme}://{self._address.bucket}"

    def _name(self, path: str) -> str:
        return f"{self._address}/{path}" if path else str(self._address)


def _open(address: StoreAddress, environ: Mapping[str, str]) -> Any:
    settings: dict[str, Any]
    match address.scheme:
        case "s3":
            files = _aws_files(environ) if wants_profile(environ) else ("", "")
            settings = {**aws_settings(environ, files), "disable_bulk_delete": "true"}
            make: Any = S3Store
        case "gs":
            settings, make = dict(google_settings(environ)), GCSStore
        case _:
            settings, make = dict(azure_settings(environ)), AzureStore
    endpoint = settings.get("endpoint") or settings.get("base_url") or ""
    return make(
        address.bucket,
        prefix=address.folder or None,
        config=settings,
        client_options={
            "allow_http": endpoint.startswith("http://"),
            "connect_timeout": timedelta(seconds=10),
            "timeout": timedelta(minutes=5),
            "user_agent": "Feedmill",
        },
        retry_config={
            "max_retries": 8,
            "backoff": {
                "init_backoff": timedelta(milliseconds=200),
                "max_backoff": timedelta(seconds=10),
                "base": 2,
            },
            "retry_timeout": timedelta(minutes=2),
        },
    )


def _aws_files(environ: Mapping[str, str]) -> tuple[str, str]:
    """Return the texts of the files in which AWS's tools keep keys, "" for those not there."""
    home = Path(environ.get("HOME") or environ.get("USERPROFILE") or "/nowhere") / ".aws"
    return (
        _text(Path(environ.get("AWS_SHARED_CREDENTIALS_FILE") or home / "credentials")),
        _text(Path(environ.get("AWS_CONFIG_FILE") or home / "config")),
    )


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            return file.read(_MOST).decode("utf-8", "replace")
    except OSError as error:
        raise PublishError(f"cannot read {path}: {error.strerror}") from error


def _said(error: Exception) -> str:
    """Return the part of an error's text that is for people, in one line."""
    text = str(error).partition("\n\nDebug source")[0]
    return printable(" ".join(text.split()))[:500]
