"""Names that are probably meant to be one."""

from __future__ import annotations

import time

import pytest

from feedmill.lint.similar import similar


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Power App", "Power Apps"),
        ("A.I.", "AI"),
        ("API", "APIs"),
        ("Computer Vision", "Computer-Vision"),
        ("Computer Vision", "ComputerVision"),
        ("Elections", "Élections"),
        ("R&D", "R and D"),
        ("Robotics", "Robotisc"),
        ("Robotics", "Robotcs"),
        ("Robotics", "Robotixs"),
        ("Robotics", "Robottics"),
        ("Политика", "Полетика"),
        ("5G Network", "5G Networks"),
    ],
)
def test_a_slip_is_found(one: str, other: str) -> None:
    """Names one slip apart are a pair, in whichever order they come."""
    expected = {(min(one, other), max(one, other))}
    assert expected == similar([one, other])
    assert expected == similar([other, "Something else", one])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("C", "C++"),
        ("C++", "C#"),
        ("Visual C++", "Visual C#"),
        ("Web 2.0", "Web 3.0"),
        ("Release 2019", "Release 2020"),
        ("Iran", "Iraq"),
        ("Gambia", "Zambia"),
        ("AI", "AR"),
        ("A", "AS"),
        ("Austria", "Australia"),
        ("Slovakia", "Slovenia"),
        ("Art", "Arts and Crafts"),
        ("北京大学新闻中心", "北京大学新闻中文"),
        ("", "a"),
        ("Robotics", "Rbooticss"),
    ],
)
def test_different_names_are_no_pair(one: str, other: str) -> None:
    """Short words, other digits, other signs and other words are not taken for slips."""
    assert set() == similar([one, other])


def test_the_same_name_twice_is_no_pair() -> None:
    """A name is not similar to itself."""
    assert set() == similar(["AI Builder", "AI Builder"])


def test_thousands_of_names_take_no_time() -> None:
    """3,000 long topics and a huge one are compared in well under a second."""
    letters = "abcdefghijklmnop"
    names = [
        "".join(letters[(number >> shift) % 16] for shift in (0, 4, 8)) * 3 + " news"
        for number in range(3000)
    ]
    started = time.process_time()
    similar([*names, "x" * 100_000])
    assert 1.0 > time.process_time() - started
