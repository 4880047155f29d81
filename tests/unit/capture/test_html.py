"""Web pages: every sentence of the article, each on the map of the source."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from firsthand.capture import Taken, decoded, in_capture, take_in
from firsthand.reference import bundled_reference

REFERENCE = bundled_reference()
SENTENCE = "Seven people were killed in Talbar on Monday, medics said."
ARABIC = "قتل سبعة مدنيين في غارة جوية على بلدة تلبار، بحسب متطوعين."
BODY = (
    "<p>Rescue workers dug through the night in Talbar after the strike on a block of "
    "flats.</p><p>At least 17 people had died by the morning, the volunteers said, and "
    "others were missing.</p>"
)
PAGE = f"""<!doctype html>
<html lang="en"><head><title>Talbar strike &amp; after - Meridian</title>
<meta property="article:published_time" content="2021-10-01T08:00:00+03:00">
<link rel="canonical" href="https://meridian.example/talbar">
<style>p {{ color: red }}</style></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<div class="cookie-banner">We use cookies to improve your visit to this site.</div>
<main><article><h1>Talbar: 17 dead in a block of flats</h1>{BODY}
<blockquote>&ldquo;We heard <b>two</b> planes,&rdquo; a shopkeeper told
Meridian.</blockquote>
<ul><li>17 killed</li><li>65 injured</li></ul>
<table><tr><th>Place</th><th>Dead</th></tr><tr><td>Talbar</td><td>17</td></tr></table>
<figure><img src="a.jpg"><figcaption>The block on Mill Street.</figcaption></figure>
</article></main>
<div class="related-stories"><a href="/b">Forty dead in another town last year</a></div>
<footer><p>All rights reserved by Meridian.</p></footer>
<script>var a = "<p>No text.</p>";</script></body></html>"""


def take(page: bytes | str, filename: str = "a.html") -> Taken:
    raw = page.encode() if isinstance(page, str) else page
    return take_in(raw, filename, reference=REFERENCE)


def quote_in_capture(page: str, taken: Taken, words: str) -> str:
    assert taken.text is not None
    at = taken.text.index(words)
    place = in_capture(taken.pieces, at, at + len(words))
    assert place is not None
    return decoded(page.encode(), taken.encoding or "")[place[0] : place[1]]


@pytest.mark.parametrize(
    "words",
    [
        "Talbar: 17 dead in a block of flats",
        "dug through the night",
        "others were missing.",
        "“We heard two planes,” a shopkeeper told Meridian.",
        "17 killed",
        "65 injured",
        "Talbar | 17",
        "The block on Mill Street.",
    ],
)
def test_everything_of_the_article_is_in_the_text(words: str) -> None:
    text = take(PAGE).text
    assert text is not None
    assert words in text


@pytest.mark.parametrize(
    "words",
    [
        "Home",
        "cookies",
        "Forty dead",
        "rights reserved",
        "No text",
        "color",
        "Meridian -",
    ],
)
def test_the_frame_of_the_page_is_not(words: str) -> None:
    text = take(PAGE).text
    assert text is not None
    assert words not in text


def test_a_quote_leads_back_to_the_characters_of_the_source() -> None:
    taken = take(PAGE)
    assert quote_in_capture(PAGE, taken, "At least 17 people") == "At least 17 people"
    quoted = quote_in_capture(PAGE, taken, "“We heard two planes,”")
    assert quoted == "&ldquo;We heard <b>two</b> planes,&rdquo;"


def test_the_page_says_title_address_and_date_of_itself() -> None:
    taken = take(PAGE)
    assert taken.title == "Talbar: 17 dead in a block of flats"
    assert taken.url_in_page == "https://meridian.example/talbar"
    assert taken.published_in_page is not None
    assert taken.published_in_page.earliest == dt.date(2021, 10, 1)


def test_a_title_in_metadata_comes_before_the_headline() -> None:
    page = (
        f'<html><head><meta property="og:title" content="Og &amp; title"></head>{BODY}'
    )
    assert take(page).title == "Og & title"


def test_paragraphs_stand_apart_and_line_breaks_do_not() -> None:
    page = "<html><body><p>One dead in Daraz.<br>Two hurt.</p><p>Three fled.</p></body>"
    assert take(page).text == "One dead in Daraz.\nTwo hurt.\n\nThree fled."


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>one\n   two\tthree</p>", "one two three"),
        ("<p>1&nbsp;458 sites</p>", "1\xa0458 sites"),
        ("<p>a &lt;b&gt; &amp; c</p>", "a <b> & c"),
        ("<p>R&D and AT&T; x&copy;</p>", "R&D and AT&T; x©"),
        ("<p>&#1602;&#x062A;&#1604;</p>", "قتل"),
        ("<p>3 < 5 and 7 > 5</p>", "3 < 5 and 7 > 5"),
        ("<p>un<b>bro</b>ken</p>", "unbroken"),
        ("<p>a<!-- no -->b</p>", "ab"),
        ("<p title='a > b'>shown</p>", "shown"),
        ("<pre>one\ntwo</pre>", "one\ntwo"),
        ("<P>UPPER</P>", "UPPER"),
    ],
)
def test_markup_is_read_as_a_browser_shows_it(markup: str, text: str) -> None:
    page = f"<html><body>{markup}</body></html>"
    taken = take(page)
    assert taken.text == text
    first, last = taken.pieces[0], taken.pieces[-1]
    assert (first.start, last.end) == (0, len(text))


@pytest.mark.parametrize("charset", ["windows-1256", "utf-8", "iso-8859-6"])
def test_a_right_to_left_page_is_read_in_the_encoding_it_declares(charset: str) -> None:
    head = f'<html dir="rtl"><head><meta charset="{charset}"></head>'
    page = f"{head}<body><p>{ARABIC}</p></body></html>"
    taken = take(page.encode(charset))
    assert taken.text == ARABIC
    assert taken.language == "ar"


def test_a_truncated_page_gives_what_is_left_of_it() -> None:
    cut = PAGE[: PAGE.index("<blockquote>")] + "<blockquote><p cla"
    text = take(cut).text
    assert text is not None
    assert "others were missing." in text


def test_a_sentence_that_the_article_finder_drops_is_kept() -> None:
    # A short paragraph after a long comment-like block, outside the main element.
    page = f"<html><body><article>{BODY * 3}</article><p>{SENTENCE}</p></body></html>"
    text = take(page).text
    assert text is not None
    assert SENTENCE in text


def test_the_same_page_gives_the_same_text_again_and_again() -> None:
    texts = {take(PAGE).text for _ in range(5)}
    assert len(texts) == 1


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + f"<p>{SENTENCE}</p>",
        "<p " + " ".join(f'a{n}="x"' for n in range(100_000)) + f">{SENTENCE}</p>",
        "<i>" * 30_000 + f"<p>{SENTENCE}</p>" + "</b>" * 100_000,
        f"<p>{SENTENCE}</p>" + '<a href="' * 50_000,
        f"<p>{SENTENCE}</p>" + "<!--" * 200_000,
        f"<p>{SENTENCE}</p>" + "<script>" * 100_000,
        f"<p>{SENTENCE}</p>" + "<![CDATA[" * 100_000,
    ],
    ids=["deep", "attributes", "unmatched", "quotes", "comments", "scripts", "cdata"],
)
def test_a_hostile_page_is_read_in_time(page: str) -> None:
    started = time.process_time()
    taken = take(f"<html><body>{page}")
    assert taken.text == SENTENCE
    assert time.process_time() - started < 20
