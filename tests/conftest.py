"""What all tests share: `--update-golden`, and the Hypothesis settings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("feedmill", deadline=None)  # shared machines are slow at times
settings.load_profile("feedmill")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that rewrites what tests compare with, to be reviewed as a diff."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files")


@pytest.fixture(scope="session")
def update_golden(pytestconfig: pytest.Config) -> bool:
    """Whether golden files are to be written instead of compared with."""
    return bool(pytestconfig.getoption("update_golden"))


@pytest.fixture(scope="session", autouse=True)
def _no_proxy() -> Iterator[None]:
    """Let nothing come between tests and their servers, which are all on loopback."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("no_proxy", "*")
        yield
