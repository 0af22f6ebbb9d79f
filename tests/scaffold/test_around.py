"""What templates put around the text of an article, told by the words of the articles' files."""

from __future__ import annotations

from feedmill.scaffold.around import CutSample, count_words, fit_remove

TEXTS = {
    name: f"Apples are red and {name} is green. " * 8 + f"Then {name} ate the last of them."
    for name in ("ann", "bo", "cy", "di")
}


def kept(template: str, texts: dict[str, str] = TEXTS, written: str = "") -> tuple[str, ...]:
    """Return what is to be removed where pages are so; `{0}` is the text, `{1}` its name."""
    samples = []
    for name, text in texts.items():
        page = template.format(f"<p>{text}</p>", name)
        words = count_words(text)
        samples.append(CutSample(page, words, words | count_words(f"{text} {written}")))
    return fit_remove(samples)


def test_what_is_around_the_text_of_most_pages_goes() -> None:
    """Words that no file has: who wrote it, where to share it, what else there is to read."""
    template = (
        "<ul class='pa0 tags'><li>Sorts</li></ul>{0}<div class=share>Tweet this</div>"
        "<div><aside id=more>Related: {1}</aside></div>"
        f"<script>let {' '.join('abcdefghijklmnopqrstuvwxyz')}</script>"
    )
    assert {".tags", ".share", "#more"} == {*kept(template)}


def test_contents_that_repeat_headings_go() -> None:
    """Their words are the article's, but once too often."""
    texts = {name: f"Worm of {name} grows. {text}" for name, text in TEXTS.items()}
    template = "<div class=toc>Worm of {1} grows</div><p>{0}</p>"
    assert (".toc",) == kept(template, texts)


def test_what_has_no_name_goes_as_an_element_without_one() -> None:
    """A section of the text that has one, such as that of footnotes, stays."""
    section = "<section>Comments<b>by <i>x</i></b></section>"
    assert ("section:not([class]):not([id])",) == kept(f"{{0}}{section}")


def test_a_line_without_a_name_goes_where_all_pages_end_with_it() -> None:
    """It is the last in a box; the last lines of other boxes are the article's."""
    template = "<section>{0}<em>Share this</em></section>"
    assert ("section > em:last-child",) == kept(template)
    assert () == kept("<div><p>{0}</p><em>Share this</em></div>")


def test_a_list_without_a_name_goes_with_its_heading() -> None:
    """Who wrote it, and what others may do with it."""
    template = "<div class=body>{0}<h2>Licence</h2><ul><li>Do as you like</ul></div>"
    wanted = {".body > ul:last-child", ".body > h2:has(+ ul:last-child)"}
    assert wanted == {*kept(template)}


def test_a_heading_at_the_very_end_goes() -> None:
    """Some themes say in one who wrote the article."""
    assert ("h6:last-child",) == kept("<h6>Apples</h6>{0}<h6>Written by Zoe</h6>", written="Apples")


def test_the_heading_of_the_site_goes() -> None:
    """It is above the one of the article."""
    assert (".site",) == kept("<h1 class=site>Fruit News</h1>{0}")


def test_headings_go_with_what_they_are_of() -> None:
    """They have no name; another heading of this kind is in the text."""
    end = "<h2>Read on</h2><nav class=more>{1} by others</nav>"
    assert (".more", "h2:has(+ .more)") == kept(f"<p>So.</p><h2>So.</h2>{{0}}{end}", written="So")


def test_what_is_within_the_text_stays() -> None:
    """A plugin may have made it; and template code names what it shows."""
    assert () == kept(
        "{0}<div class=note>Mind the worms</div>{0}", written=" ".join(TEXTS.values())
    )
    assert () == kept("<div class=hero>A worm</div>{0}", written='{{ hero("A worm") }}')


def test_a_name_that_the_text_has_too_is_not_used() -> None:
    """Only what is around it everywhere."""
    template = "<div class='box share'>Tweet</div><div class=box>{0}</div>"
    assert (".share",) == kept(template)
    assert () == kept("<div class=box>Tweet</div><div class=box>{0}</div>")


def test_tags_that_links_in_the_text_name_are_tags_still() -> None:
    """Where one page has the word elsewhere, the others say what it is."""
    samples = []
    for name, text in TEXTS.items():
        words = count_words(text)
        written = words | count_words("fruit" if name == "ann" else "")
        page = f"<p>{text}</p><div class='text-sm tags'>fruit</div>"
        samples.append(CutSample(page, words, written))
    assert (".tags",) == fit_remove(samples)


def test_few_pages_say_nothing() -> None:
    """What two have in common may be chance; so may what few of many have."""
    template = "{0}<div class=share>Tweet this</div>"
    assert () == kept(template, {"ann": TEXTS["ann"], "bo": TEXTS["bo"]})
    assert () == kept("")
