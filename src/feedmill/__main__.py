"""The command `feedmill`, and `python -m feedmill`."""

import os
import sys


def run_command() -> int:
    """Run the command line and return its status, whenever the user interrupts it."""
    try:
        from .cli.main import main
    except KeyboardInterrupt:  # before `main` could say what becomes of it
        sys.stderr.write("interrupted\n")
        os._exit(130)
    return main()


if __name__ == "__main__":
    sys.exit(run_command())
