"""A page, from which links lead elsewhere: what its template may call.

Words and addresses are escaped here, since a template takes what these functions return as HTML.
Links stand in every line of a page, so they are made here and not by macros, which take longer.
"""

from collections.abc import Iterable

from markupsafe import Markup, escape

from casegraph.narrative.pieces import Piece, Pieces
from casegraph.web import addresses
from casegraph.web.catalogue import Catalogue
from casegraph.web.polarity import drawn, mark
from casegraph.web.values import Link

_WEB = ("http://", "https://")


class Place:
    """The page at the path *here*, which is about *iri*; empty when it is about no one thing."""

    def __init__(self, here: str, iri: str, catalogue: Catalogue) -> None:
        self._here = here
        self._part = f"{iri}#"
        self._catalogue = catalogue
        self._is_whole = bool(iri) and self._is_page_of(iri)
        self._known: dict[tuple[str, str], str] = {}

    def _is_page_of(self, iri: str) -> bool:
        return self._catalogue.has_page(iri) and addresses.place_of(iri) == (self._here, "")

    def href(self, target: str, fragment: str = "") -> str:
        """Return the reference to *target*: an IRI, or the path of a page; empty for nowhere.

        An IRI that has a page here leads there, to its place in that page.
        """
        known = self._known.get((target, fragment))
        if known is None:
            known = self._known[target, fragment] = self._href(target, fragment)
        return known

    def _href(self, target: str, fragment: str) -> str:
        if ":" not in target:
            return addresses.relative(target, self._here, fragment=fragment)
        if self._is_whole and not fragment and self.id_of(target):
            return addresses.relative(self._here, self._here, fragment=self.id_of(target))
        if self._catalogue.has_page(target):
            path, place = addresses.place_of(target)
            return addresses.relative(path, self._here, fragment=fragment or place)
        return outside(target)

    def file(self, path: str, ending: str = "") -> str:
        """Return the reference to a file that is no page: *path*, with *ending* after a dot."""
        return addresses.relative(path, self._here, ending=ending)

    def leads(self, target: str) -> bool:
        """Return whether *target* leads somewhere."""
        return bool(target) and (":" not in target or bool(self.href(target)))

    def place_of(self, iri: str) -> str:
        """Return the id of *iri* in its page, empty for the whole page."""
        return addresses.place_of(iri)[1]

    def is_part(self, iri: str) -> bool:
        """Return whether *iri* is a part of what this page is about, and has its place here."""
        return iri.startswith(self._part)

    def id_of(self, iri: str) -> str:
        """Return the id of *iri* in this page, empty when it has no place here."""
        return iri.removeprefix(self._part) if self.is_part(iri) else ""

    def link(self, target: str, text: str = "") -> Markup:
        """Return a link to *target*, an IRI or a path; the words alone when it leads nowhere."""
        words = text or self._catalogue.label(target)
        return _anchor(self.href(target), words) if self.leads(target) else escape(words)

    def links(self, links: Iterable[Link]) -> Markup:
        """Return *links* separated by commas."""
        said = ", ".join([self.link(one.target, one.text) for one in links])
        return Markup(said)  # noqa: S704 - escaped

    def linked(
        self, pieces: Pieces, text: str, *, cited: bool = False, bare: bool = False
    ) -> Markup:
        """Return words with links to what they name, or *text* when there are no *pieces*.

        A statement keeps its shape wherever it is mentioned. cited: whether the words are those of
        a citation, which is the place of what it cites. bare: leave shapes out, as in a time.
        """
        if not pieces:
            return escape(text)
        said = "".join([self._linked(piece, cited, bare) for piece in pieces])
        return Markup(said)  # noqa: S704 - escaped

    def _linked(self, piece: Piece, cited: bool, bare: bool) -> str:
        """Return *piece* as HTML."""
        words = escape(piece.text)
        if not piece.node:
            return words
        if cited and self.is_part(piece.node):
            return f'<span id="{escape(self.id_of(piece.node))}">{words}</span>'
        if piece.polarity and not bare:
            shape = drawn(mark(piece.polarity, piece.word))
            return f'<a class="mention" href="{escape(self.href(piece.node))}">{shape}{words}</a>'
        if self.leads(piece.node):
            return _anchor(self.href(piece.node), piece.text.strip("<>"))
        return words


def outside(iri: str) -> str:
    """Return *iri* when it is an address of the web, else nothing, since a link may be a script.

    >>> outside("https://example.org/"), outside("javascript:alert(1)")
    ('https://example.org/', '')
    """
    return iri if iri.lower().startswith(_WEB) else ""


def _anchor(href: str, words: str) -> Markup:
    return Markup(f'<a href="{escape(href)}">{escape(words)}</a>')  # noqa: S704 - escaped
