"""A quote is found where it stands, however the text breaks its lines, and is never guessed."""

import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from casegraph.authoring.quotes import Nearest, Quote, QuotedText, Span, name_of
from casegraph.texts import inside_word

LETTERS = "abcé\u0301\u0308ﬁﬃÅ\u212bµμC3ΩЖ中\U0001d538"
MARKS = " \u00a0\u2009\n\r\f\x00\t-\u2010\u2013\u2014\u00ad\u200b'\u2019\"\u201c.,…1209"
TEXTS = st.text(alphabet=LETTERS + MARKS, max_size=60) | st.text(max_size=30)
IGNORED = tuple("\u00ad\u200b\u200c\u200d\u2060\ufeff")
WIDE = "\u2019'", '\u201c"', "\u2013-", "\u2010-", "ﬁfi"


def find(text: str, exact: str, **more: str) -> list[str]:
    """Return what stands at each place of the quote."""
    found = QuotedText("a.txt", text).find(Quote(exact, **more))
    return [text[span.start : span.end] for span in found]


@pytest.mark.parametrize(
    ("text", "quote", "stands"),
    [
        ("had neck pain.", "neck pain", "neck pain"),
        ("had neck\r\n   pain.", "neck pain", "neck\r\n   pain"),
        ("had neck\fpain.", "neck pain", "neck\fpain"),
        ("had neck\x00pain.", "neck pain", "neck\x00pain"),
        ("had neck\u00a0pain.", "neck pain", "neck\u00a0pain"),
        ("had neck pain.", "  neck\n  pain ", "neck pain"),
        ("a calci-\nfied ligament", "calcified", "calci-\nfied"),
        ("a calci\u00ad\nfied ligament", "calcified", "calci\u00ad\nfied"),
        ("a calci\u00adfied ligament", "calcified", "calci\u00adfied"),
        ("a calcified ligament", "calci-\nfied", "calcified"),
        ("the cranio-\r\n  cervical", "cranio-cervical", "cranio-\r\n  cervical"),
        ("the cranio-\ncervical", "craniocervical", "cranio-\ncervical"),
        ("the cranio-\ncervical", "cranio- cervical", "cranio-\ncervical"),
        ("at C3\u2013\nC4 there", "C3-C4", "C3\u2013\nC4"),
        ("the patient\u2019s neck", "patient's neck", "patient\u2019s neck"),
        ("the patient's neck", "patient\u2019s neck", "patient's neck"),
        ("was \u201cstiff\u201d.", '"stiff"', "\u201cstiff\u201d"),
        ("a \ufb01brous disc", "fibrous disc", "\ufb01brous disc"),
        ("a fibrous disc", "\ufb01brous disc", "fibrous disc"),
        ("Ménière e\u0301tude", "étude", "e\u0301tude"),
        ("a naïve cell", "nai\u0308ve", "naïve"),
        ("5 \u00b5g daily", "5 \u03bcg", "5 \u00b5g"),
        ("\U0001d538 had pain", "had pain", "had pain"),
    ],
)
def test_a_quote_is_found_however_the_text_sets_it(text: str, quote: str, stands: str) -> None:
    assert find(text, quote) == [stands]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("had neck pain.", "Neck pain"),
        ("had neck pain.", "neck pains"),
        ("had neckpain.", "neck pain"),
        ("a dose of 10 mg", "dose of 1"),
        ("a dose of 10-\n20 mg", "1020"),
        ("a dose of 0.72", "a dose of 0"),
        ("ten 10\u2079 cells", "109"),
        ("painful", "pain"),
        ("a calci\u00adfied disc", "calci"),
        ("low -\nand high", "lowand"),
        ("e\u0301tude", "e"),
        ("\ufb01brous", "ibrous"),
        ("had neck pain.", ""),
        ("had neck pain.", "\u00ad \n"),
    ],
)
def test_other_words_numbers_and_capitals_are_another_quote(text: str, quote: str) -> None:
    assert find(text, quote) == []


def test_a_quote_that_occurs_twice_is_found_twice() -> None:
    text = "No neck pain before; neck\npain now."
    assert find(text, "neck pain") == ["neck pain", "neck\npain"]
    assert find("pain pain pain", "pain pain") == ["pain pain"] * 2


def test_the_words_before_and_after_tell_two_places_apart() -> None:
    text = "No neck pain before; neck pain now."
    quoted = QuotedText("a.txt", text)
    assert quoted.find(Quote("neck pain", prefix="No ")) == (Span(3, 12),)
    assert quoted.find(Quote("neck pain", suffix="now")) == (Span(21, 30),)
    assert quoted.find(Quote("neck pain", prefix="No", suffix="now")) == ()


def test_the_fewest_words_that_tell_a_place_apart_are_proposed() -> None:
    quoted = QuotedText("a.txt", "No neck pain before; no neck pain now; no neck pain now?")
    quote = Quote("neck pain")
    first, second, third = quoted.find(quote)
    assert quoted.telling(quote, first) == Quote("neck pain", prefix="No")
    assert quoted.telling(quote, second) == Quote("neck pain", suffix="now;")
    assert quoted.telling(quote, third) == Quote("neck pain", suffix="now?")
    same = QuotedText("a.txt", "pain pain pain pain pain pain pain pain pain pain pain pain")
    assert same.telling(Quote("pain"), Span(25, 29)) is None


def test_the_nearest_passage_has_no_punctuation_that_the_quote_lacks() -> None:
    quoted = QuotedText("a.txt", "Two weeks later her neck pain had gone. Nothing else.")
    nearest = quoted.nearest(Quote("Her neck pain had gone"))
    assert nearest == Nearest(Span(16, 38), 1)


def test_the_nearest_passage_is_told_in_whole_words_with_its_distance() -> None:
    text = "She had severe nek-\npain for two weeks, and no fever."
    quoted = QuotedText("a.txt", text)
    nearest = quoted.nearest(Quote("severe neck pain"))
    assert nearest
    assert quoted.words(nearest.span) == "severe nek- pain"
    assert nearest == Nearest(Span(8, 24), 2)
    assert quoted.line(nearest.span) == 1
    assert quoted.nearest(Quote("xylophone quartz")) is None
    assert quoted.nearest(Quote(" ")) is None


def test_a_quote_longer_than_the_text_has_a_nearest_passage_too() -> None:
    quoted = QuotedText("a.txt", " neck pain ")
    nearest = quoted.nearest(Quote("severe neck pain of a week"))
    assert nearest is None or nearest.span == Span(1, 10)


def test_lines_are_counted_as_editors_do() -> None:
    text = "one\r\ntwo\fstill two\rthree\nfour"
    quoted = QuotedText("a.txt", text)
    lines = [quoted.line(quoted.find(Quote(word))[0]) for word in ("one", "still", "three", "four")]
    assert lines == [1, 2, 3, 4]


def test_the_context_is_one_line_with_the_quote_in_brackets() -> None:
    text = "Once upon a time, when the wards were full,\nshe had neck\npain, and it was gone."
    quoted = QuotedText("a.txt", text)
    [span] = quoted.find(Quote("neck pain"))
    assert quoted.context(span) == (
        "... time, when the wards were full, she had [neck pain], and it was gone."
    )


def test_evidence_is_named_after_its_text_and_positions() -> None:
    assert name_of("x#text", [Span(20, 31), Span(1, 9)]) == "x#text-1-9-20-31"


def key(text: str) -> str:
    """Return what may not differ: an independent account of the tolerated changes.

    A hyphen or dash and the white space around it are dropped: at a line end they say little.
    """
    text = "".join(
        unicodedata.normalize("NFKC", character) if "\ufb00" <= character <= "\ufb06" else character
        for character in text
    )
    text = unicodedata.normalize("NFD", text).replace("\u00b5", "\u03bc").replace("\u2026", "...")
    text = re.sub("[\u00ad\u200b-\u200d\u2060\ufeff]", "", text)
    text = re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", text)
    text = re.sub("[\u2018\u2019\u201a\u201b\u2032\u00b4`]", "'", text)
    text = re.sub("[\u201c-\u201f\u2033\u00ab\u00bb]", '"', text)
    return re.sub(" ?[-\u2010-\u2015\u2212\ufe58\ufe63\uff0d] ?", "", text).strip()


def cut(text: str, span: Span) -> bool:
    """Return whether *span* begins or ends inside a word that a soft hyphen divides."""
    before, words, after = (
        re.sub("[\u00ad\u200b-\u200d\u2060\ufeff]", "", piece)
        for piece in (text[: span.start], text[span.start : span.end], text[span.end :])
    )
    whole = before + words + after
    return any(inside_word(whole, at) for at in (len(before), len(before + words)))


@st.composite
def quoted(draw: st.DrawFn) -> tuple[str, Span, str]:
    """Draw a text, a span of it that evidence may have, and a quote of it, changed as tolerated."""
    text = draw(TEXTS)
    assume(text)
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    words = text[start:end]
    assume(words.strip() == words)
    assume({"Cc", "Cf"}.isdisjoint(map(unicodedata.category, (words[0], words[-1]))))
    assume(not (inside_word(text, start) or inside_word(text, end)))
    written = ""
    for character, following in zip(words, f"{words[1:]} ", strict=True):
        changes = [character, character, unicodedata.normalize("NFC", character)]
        for typographic in WIDE:
            if character == typographic[0]:
                changes.append(typographic[1:])
        if written[-1:] in IGNORED:
            changes = [character]  # a soft hyphen and a line break belong together
        elif character == "\n":
            changes += [" ", "\r\n", "\f", "\x00 \u00a0"]
        elif character == " ":
            changes += ["\n", "  ", "\u00a0\r\n"]
        written += draw(st.sampled_from(changes))
        if character.isalpha() and following.isalpha() and draw(st.integers(0, 9)) == 0:
            written += "\u00ad"
    return text, Span(start, end), written


@given(quoted())
def test_what_is_found_says_what_the_quote_says(drawn: tuple[str, Span, str]) -> None:
    text, _, written = drawn
    for span in QuotedText("a.txt", text).find(Quote(written)):
        words = text[span.start : span.end]
        assert key(words) == key(written)
        assert words == words.strip()
        assert not inside_word(text, span.start)
        assert not inside_word(text, span.end)


@given(quoted())
def test_a_changed_quote_is_found_at_its_place(drawn: tuple[str, Span, str]) -> None:
    text, span, written = drawn
    found = QuotedText("a.txt", text).find(Quote(written))
    assume(key(written) and not cut(text, span))
    assert any(at.start >= span.start and at.end <= span.end for at in found)


@given(quoted(), TEXTS)
def test_a_quote_that_stands_twice_is_never_resolved(
    drawn: tuple[str, Span, str], between: str
) -> None:
    text, _, written = drawn
    assume(not unicodedata.combining(text[0]))
    assume(QuotedText("a.txt", text).find(Quote(written)))
    twice = f"{text} . {between} . {text}"
    assert len(QuotedText("a.txt", twice).find(Quote(written))) >= 2


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_any_quote_of_any_text_gives_an_answer(
    text: str, exact: str, prefix: str, suffix: str
) -> None:
    quoted = QuotedText("a.txt", text)
    for span in quoted.find(Quote(exact, prefix, suffix)):
        assert quoted.words(span)
        assert quoted.context(span)
        quoted.telling(Quote(exact), span)
    nearest = quoted.nearest(Quote(exact))
    assert nearest is None or 0 <= nearest.span.start < nearest.span.end <= len(text)
