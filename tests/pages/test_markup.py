"""Text in HTML, as Jinja2 escapes it."""

from __future__ import annotations

import markupsafe
from hypothesis import given
from hypothesis import strategies as st

from feedmill.pages.markup import Markup, escape


@given(st.text(alphabet="&<>'\"a;#\u202e😀\0") | st.integers())
def test_escape(value: str | int) -> None:
    """Text is escaped as Jinja2 does it in the templates of sites."""
    assert markupsafe.escape(value) == escape(value)


def test_markup() -> None:
    """HTML stays as it is, in either engine."""
    assert markupsafe.escape(Markup("<b>")) == escape(Markup("<b>")) == "<b>"
