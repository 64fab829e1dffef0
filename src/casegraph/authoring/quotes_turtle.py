"""Quotes in a Turtle file: where they stand, and the file with positions in their place.

A quote is `cg:evidence [ oa:exact "the words" ]`, or in full an `oa:SpecificResource` whose
selector is an `oa:TextQuoteSelector`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pyoxigraph as ox

from casegraph.authoring.quotes import Quote, Span, name_of
from casegraph.authoring.quotes_brackets import TOKEN, Bracket, brackets_of
from casegraph.authoring.quotes_file import Edit, Placed, Quoted, applied, in_order
from casegraph.namespaces import CG, OA, RDF, document_of, slug_of
from casegraph.quads import subject_of, value_of
from casegraph.shacl.names import node_name
from casegraph.texts import SourceText

_EVIDENCE = f"{CG}evidence"
_SELECTOR, _SOURCE, _START = f"{OA}hasSelector", f"{OA}hasSource", f"{OA}start"
_SOURCE_TEXT = f"{CG}SourceText"


class TurtleFile:
    """The text of a Turtle file that reads without error, and the quotes in it."""

    prefix = "oa:prefix {}"
    suffix = "oa:suffix {}"

    def __init__(self, content: str) -> None:
        self._content = content
        parser = ox.parse(content.encode(), format=ox.RdfFormat.TURTLE)
        self._quads = list(parser)
        self._base = parser.base_iri or ""
        self._prefixes: Mapping[str, str] = parser.prefixes
        self._tokens = list(TOKEN.finditer(content))
        self._groups = self._grouped()
        self.quoted: Sequence[Quoted] = [self._quoted(group) for group in self._groups]

    def edited(
        self,
        places: Mapping[int, Placed],
        sources: Mapping[str, SourceText],
        *,
        keep: bool,
    ) -> str:
        """Return the text with positions where quotes stand, and all else as it is."""
        edits: list[Edit] = []
        stanzas: dict[str, str] = {}
        for index, place in sorted(places.items()):
            group = self._groups[index]
            name = name_of(place.source, place.spans)
            if group[0].predicate == _EVIDENCE:
                reference = self._reference(name, group[0])
                edits.append(Edit(group[0].start, group[0].end, reference))
                stanzas[name] = self._stanza(name, place, group[0].quotes if keep else ())
            else:
                edits += self._selectors(group, place, name, keep=keep)
        described = {subject_of(quad).value for quad in self._quads}
        added = [stanzas[name] for name in sorted(stanzas, key=_by_place) if name not in described]
        for source in sources.values():
            edits += self._digest(source, added)
        if added:
            end = len(self._content.rstrip("\n\r"))
            edits.append(Edit(end, len(self._content), "\n\n" + "\n\n".join(added) + "\n"))
        return applied(self._content, edits)

    def _grouped(self) -> list[list[Bracket]]:
        """Return the brackets with quotes that evidence has, those of one evidence together."""
        positioned = self._positioned()
        groups: dict[object, list[Bracket]] = defaultdict(list)
        for bracket in brackets_of(self._content, self._tokens, self._prefixes, self._base):
            if bracket.predicate == _EVIDENCE:
                groups[bracket.start].append(bracket)
            elif bracket.predicate == _SELECTOR and bracket.subject not in positioned:
                source = next(self._values(bracket.subject, _SOURCE), None)
                groups[bracket.subject].append(replace(bracket, source=source))
        return list(groups.values())

    def _quoted(self, group: Sequence[Bracket]) -> Quoted:
        first = group[0]
        return Quoted(
            quotes=tuple(quote for bracket in group for quote in bracket.quotes),
            source=first.source,
            document=document_of(first.subject) or "",
            node=node_name(first.subject),
            line=self._content.count("\n", 0, first.start) + 1,
        )

    def _selectors(
        self, group: Sequence[Bracket], place: Placed, name: str, *, keep: bool
    ) -> list[Edit]:
        """Return the edits for evidence that has a name: its selectors, and the name it gets."""
        edits = []
        spans = iter(place.spans)
        for bracket in group:
            selectors = [self._position(next(spans)) for _ in bracket.quotes]
            if keep:
                selectors.append(self._content[bracket.start : bracket.end])
            edits.append(Edit(bracket.start, bracket.end, ", ".join(selectors)))
        written = self._spellings(group[0].subject)
        edits += [
            Edit(token.start(), token.end(), self._iri(name))
            for token in self._tokens
            if token.lastgroup in ("iri", "name") and token.group() in written
        ]
        return edits

    def _reference(self, name: str, bracket: Bracket) -> str:
        """Return *name* as what stands in the place of *bracket*, with its comments."""
        line = self._content[: bracket.start].rpartition("\n")[2]
        indent = line[: len(line) - len(line.lstrip())] + "    "
        return self._iri(name) + "".join(f" {text}\n{indent}" for text in bracket.comments)

    def _stanza(self, name: str, place: Placed, quotes: Sequence[Quote]) -> str:
        """Return the stanza of the evidence *name*."""
        selectors = [self._position(span) for span in in_order(place.spans)]
        selectors += [self._quotation(quote) for quote in quotes]
        between = " ,\n        "
        return (
            f"{self._iri(name)} a {self._oa('SpecificResource')} ;\n"
            f"    {self._oa('hasSource')} {self._iri(place.source)} ;\n"
            f"    {self._oa('hasSelector')} {between.join(selectors)} ."
        )

    def _position(self, span: Span) -> str:
        return (
            f"[ a {self._oa('TextPositionSelector')} ; {self._oa('start')} {span.start} ; "
            f"{self._oa('end')} {span.end} ]"
        )

    def _quotation(self, quote: Quote) -> str:
        said = {"exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}
        parts = [f"{self._oa(key)} {ox.Literal(text)}" for key, text in said.items() if text]
        return f"[ a {self._oa('TextQuoteSelector')} ; {' ; '.join(parts)} ]"

    def _digest(self, source: SourceText, added: list[str]) -> Iterator[Edit]:
        """Yield the edit that adds digest and length to *source*, or put a stanza into *added*."""
        parts = [f'{self._cg("sha256")} "{source.digest}"'] if source.digest else []
        parts += [f"{self._cg('characterCount')} {source.count}"] if source.count else []
        said = " ;\n    ".join(parts)
        iris, classes = self._spellings(source.iri), self._spellings(_SOURCE_TEXT)
        visible = [token for token in self._tokens if token.lastgroup != "comment"]
        for subject, verb, value in zip(visible, visible[1:], visible[2:], strict=False):
            is_type = verb.group() in {"a", *self._spellings(f"{RDF}type")}
            if subject.group() in iris and is_type and value.group() in classes:
                yield Edit(value.end(), value.end(), f" ;\n    {said}")
                return
        added.append(f"{self._iri(source.iri)} {said} .")

    def _positioned(self) -> set[str]:
        """Return the evidence that has a position."""
        starts = {value_of(quad.subject) for quad in self._quads if quad.predicate.value == _START}
        return {
            subject_of(quad).value
            for quad in self._quads
            if quad.predicate.value == _SELECTOR and value_of(quad.object) in starts
        }

    def _values(self, subject: str, predicate: str) -> Iterator[str]:
        for quad in self._quads:
            if subject_of(quad).value == subject and quad.predicate.value == predicate:
                yield value_of(quad.object)

    def _spellings(self, iri: str) -> set[str]:
        """Return how the file may write *iri*."""
        short = {
            f"{prefix}:{iri.removeprefix(space)}"
            for prefix, space in self._prefixes.items()
            if iri.startswith(space)
        }
        return {f"<{iri}>", self._iri(iri), *short}

    def _iri(self, iri: str) -> str:
        """Return *iri*, relative when it is a fragment of the only base of the file."""
        page, mark, fragment = iri.partition("#")
        bases = [token for token in self._tokens if token.group().lower() in ("@base", "base")]
        is_near = mark and len(bases) == 1 and page == self._base.partition("#")[0]
        return f"<#{fragment}>" if is_near else f"<{iri}>"

    def _oa(self, name: str) -> str:
        return self._short(OA, name)

    def _cg(self, name: str) -> str:
        return self._short(CG, name)

    def _short(self, space: str, name: str) -> str:
        for prefix, iri in self._prefixes.items():
            if iri == space:
                return f"{prefix}:{name}"
        return f"<{space}{name}>"


def _by_place(name: str) -> tuple[str, list[int]]:
    """Return the key that sorts evidence by its text, then by its place there."""
    source, _, place = name.partition("-")
    numbers = re.findall(r"\d+", place)
    return slug_of(source), list(map(int, numbers))
