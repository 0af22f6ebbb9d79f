"""Read the config file safely: a stranger may have put anything in its place."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from feedmill.errors import ConfigError
from feedmill.model import Problem

MAX_CONFIG_BYTES = 2**20
PURPOSE = "expected a file that names the site and its articles (see docs/config.md)"
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_file(path: Path) -> bytes:
    """Return the bytes of a config file. Raises ConfigError if it is no file, or over 1 MiB."""
    try:
        handle = os.open(path, _READ)
        with open(handle, "rb") as file:  # noqa: PTH123 (a handle)
            mode = os.fstat(handle).st_mode
            data = file.read(MAX_CONFIG_BYTES + 1) if stat.S_ISREG(mode) else b""
    except FileNotFoundError:
        raise config_error(path.as_posix(), None, f"does not exist; {PURPOSE}") from None
    except IsADirectoryError:  # which only Windows refuses to open
        raise config_error(path.as_posix(), None, f"is a folder; {PURPOSE}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise config_error(path.as_posix(), None, f"cannot be read: {reason}") from error
    if not stat.S_ISREG(mode):
        kinds = {stat.S_ISDIR: "a folder", stat.S_ISFIFO: "a fifo", stat.S_ISSOCK: "a socket"}
        kind = next((name for is_kind, name in kinds.items() if is_kind(mode)), "a device")
        raise config_error(path.as_posix(), None, f"is {kind}; {PURPOSE}")
    if len(data) > MAX_CONFIG_BYTES:
        raise config_error(path.name, None, f"is larger than {MAX_CONFIG_BYTES // 2**20} MiB")
    return data


def config_error(name: str, line: int | None, message: str) -> ConfigError:
    """Make the error for the one thing that is wrong with the config file `name`."""
    return ConfigError(problems=(Problem(path=name, line=line, code="config", message=message),))
