"""Whether a site's home page leads to its feeds, as browsers and feed readers look for them."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit

from feedmill.formats import FORMATS
from feedmill.http.addresses import check_url
from feedmill.http.client import Unanswered, get
from feedmill.http.headers import find_wall
from feedmill.http.refusal import FetchRefused
from feedmill.model import Problem
from feedmill.urls import absolute

from .discovery import find_feeds
from .seen import Seen


def look_at_home(seen: Sequence[Seen]) -> tuple[str, list[Problem]]:
    """Return the address of the home page that feeds name, and what is wrong with it.

    A page that does not answer is passed over: it is not what is looked at. The address is "" then.
    """
    named = next((one for one in seen if one.facts and one.facts.home and not one.wall), None)
    if named is None or named.facts is None:
        return "", []
    try:
        home = absolute(urljoin(named.url, named.facts.home))
        # A feed may be a stranger's: it cannot make us ask what only we can reach.
        check_url(home, allowed={urlsplit(named.url).hostname or ""})
        answer = get(home)
    except (ValueError, FetchRefused, Unanswered):
        return "", []
    if answer.status != 200 or find_wall(answer.status, answer.headers, answer.body):
        return "", []
    ours = {address for one in seen for address in (one.asked, one.url, one.file.url)}
    found = find_feeds(answer.body, answer.url, ours)
    if not found:
        what = "does not name a feed in its <head>"
    elif named.named and not ours.intersection(found):
        what = f"names feeds in its <head>, such as {found[0]}, but none of these"
    else:
        return home, []
    row = FORMATS.get(named.file.format)  # what it is, however it is served
    kind = row.media_type if row else named.type.partition(";")[0]
    message = (
        f"{what}: browsers and feed readers that are given the site find nothing; add "
        f'<link rel="alternate" type="{kind}" href="{named.file.url}">'
    )
    return home, [Problem(path=home, severity="warning", code="undiscovered", message=message)]
