"""What templates put around the text of an article, told by the words of the articles' files."""

from __future__ import annotations

from feedmill.scaffold.around import CutSample, count_words, fit_remove

TEXTS = {
    name: f"Apples are red and {name} is green. " * 8 + f"Then {name} ate the last of them."
    for name in ("ann", "bo", "cy", "di")
}


def kept(template: str, texts: dict[str, str] = TEXTS, written: str = "") -> tuple[str, ...]:
    """Return what is to be removed where pages are so; `{0}` is the text, `{1}` its name."""
    samples = [
        CutSample(template.format(f"<p>{text}</p>", name), count_words(f"{text} {written}"))
        for name, text in texts.items()
    ]
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
    heading = "<h2>Green {1} grows</h2>"
    template = f"<div class=toc>Green {{1}} grows</div><p>Apples.</p>{heading}{{0}}"
    assert (".toc",) == kept(template, written="Apples. Green ann bo cy di grows")


def test_what_has_no_name_goes_as_an_element_without_one() -> None:
    """A section of the text that has one, such as that of footnotes, stays."""
    section = "<section>Comments<b>by <i>x</i></b></section>"
    assert ("section:not([class]):not([id])",) == kept(f"{{0}}{section}")


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


def test_few_pages_say_nothing() -> None:
    """What two have in common may be chance; so may what few of many have."""
    template = "{0}<div class=share>Tweet this</div>"
    assert () == kept(template, {"ann": TEXTS["ann"], "bo": TEXTS["bo"]})
    assert () == kept("")
