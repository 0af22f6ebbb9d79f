"""Open the destination at an address: choose the class by its scheme."""

from __future__ import annotations

from collections.abc import Mapping

from feedmill.errors import ExtraError

from .address import StoreAddress
from .destination import Destination


def open_destination(address: StoreAddress, environ: Mapping[str, str]) -> Destination:
    """Return the destination at an address; credentials are those of `environ`.

    Raises ExtraError if the library for object stores is not installed, PublishError if the
    environment cannot be used.
    """
    if address.scheme == "file":
        from .local import LocalFolder

        return LocalFolder(address)
    try:
        from .objects import ObjectStore
    except ImportError as error:
        needs = f"{address.scheme}:// needs more than is installed"
        raise ExtraError(f"{needs}: pip install 'feedmill[publish]'") from error
    return ObjectStore(address, environ)
