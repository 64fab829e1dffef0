"""OBO 1.4 text to entries; `fastobo` reads the syntax.

Frames of terms alone count: relations and instances are no terms. A relation may stand under a
local name, whose cross-reference says which it is.
"""

import re
from collections.abc import Mapping

import fastobo

from casegraph.curies import OBO
from casegraph.errors import VocabularyError
from casegraph.namespaces import SKOS
from casegraph.ontologies import names
from casegraph.ontologies.parsed import (
    DEFINITION,
    MERGED,
    PART_OF,
    REASON,
    Entry,
    Parsed,
    add_text,
)

_EXACT_MATCH = (f"{SKOS}exactMatch", "skos:exactMatch", "exactMatch")
_COMMENT = re.compile(r"^[ \t]*!.*$", re.MULTILINE)
"""A line with nothing but a comment, which fastobo does not read."""
_TITLE = ("title",)
_LICENCE = ("license", "rights")
_PART_OF = ("part_of", "BFO:0000050", PART_OF)


def parse(text: str, file: str) -> Parsed:
    """Return what the OBO document *text* says.

    :raises VocabularyError: when it does not follow the syntax, naming the line.
    """
    try:
        document = fastobo.loads(_COMMENT.sub("", text))
    except BaseException as error:
        if not _tells_of_syntax(error):
            raise
        raise VocabularyError(
            f"is not OBO: {getattr(error, 'msg', error)}",
            file=file,
            line=getattr(error, "lineno", None),
            repair="Correct the line, or take the file from its publisher again.",
        ) from None
    parsed = Parsed()
    spaces = _header(document.header, parsed)
    for frame in document:
        is_term = isinstance(frame, fastobo.term.TermFrame)
        if is_term and (entry := _Frame(parsed, spaces).entry(frame)):
            parsed.entries.append(entry)
    return parsed


def _tells_of_syntax(error: BaseException) -> bool:
    """Return whether *error* comes from the text; fastobo panics where it met what it left out."""
    return isinstance(error, SyntaxError | ValueError) or type(error).__name__ == "PanicException"


def _header(header: fastobo.header.HeaderFrame, parsed: Parsed) -> Mapping[str, str]:
    """Put what *header* says into *parsed*, and return the namespaces that it declares."""
    spaces = {}
    for clause in header:
        match clause:
            case fastobo.header.OntologyClause():
                parsed.name = str(clause.ontology)
            case fastobo.header.DataVersionClause():
                parsed.version = clause.version
            case fastobo.header.IdspaceClause():
                spaces[str(clause.prefix)] = str(clause.url)
            case fastobo.header.PropertyValueClause():
                stated = clause.property_value
                relation = str(stated.relation).replace("#", "/").rpartition("/")[2]
                relation = relation.rpartition(":")[2]
                if relation in _TITLE:
                    parsed.title = str(stated.value)
                elif relation in _LICENCE and (parsed.licence is None or relation == "license"):
                    parsed.licence = str(stated.value)
            case _:
                pass
    return spaces


class _Frame:
    """One frame of a term, on its way to an entry."""

    def __init__(self, parsed: Parsed, spaces: Mapping[str, str]) -> None:
        self._parsed = parsed
        self._spaces = spaces

    def entry(self, frame: fastobo.term.TermFrame) -> Entry | None:
        """Return the entry of *frame*, None when its name makes no IRI."""
        iri = self._iri(frame.id)
        if iri is None:
            return None
        entry = Entry(iri)
        for clause in frame:
            self._add(entry, clause)
        return entry

    def _add(self, entry: Entry, clause: fastobo.term.BaseTermClause) -> None:
        match clause:
            case fastobo.term.NameClause():
                add_text(entry.labels, clause.name)
            case fastobo.term.SynonymClause():
                exact = clause.synonym.scope == "EXACT"
                add_text(entry.synonyms if exact else entry.other_synonyms, clause.synonym.desc)
            case fastobo.term.DefClause():
                add_text(entry.definitions, clause.definition)
            case fastobo.term.IsAClause():
                self._link(entry.broader, clause.term)
            case fastobo.term.RelationshipClause() if str(clause.typedef) in _PART_OF:
                self._link(entry.part_of, clause.term)
            case fastobo.term.RelationshipClause():
                entry.unread.append(str(clause.typedef))
            case fastobo.term.IntersectionOfClause() | fastobo.term.UnionOfClause():
                if DEFINITION not in entry.unread:
                    entry.unread.append(DEFINITION)
            case fastobo.term.EquivalentToClause():
                self._link(entry.exact, clause.term)
            case fastobo.term.XrefClause():
                name = str(clause.xref.id)
                if iri := names.mapped(name):
                    entry.close.append(iri)
                else:
                    entry.unmapped.append(name)
            case fastobo.term.PropertyValueClause():
                stated = clause.property_value
                if str(stated.relation) in _EXACT_MATCH:
                    self._link(entry.exact, stated.value)
                elif names.expanded(str(stated.relation)) == REASON:
                    entry.merged = names.expanded(str(stated.value)) == MERGED
            case fastobo.term.AltIdClause():
                self._link(entry.alternatives, clause.alt_id)
            case fastobo.term.ReplacedByClause():
                self._link(entry.replaced_by, clause.term)
            case fastobo.term.IsObsoleteClause():
                entry.obsolete = clause.obsolete
            case _:
                pass

    def _link(self, links: list[str], name: object) -> None:
        iri = self._iri(name)
        if iri is not None:
            links.append(iri)

    def _iri(self, ident: object) -> str | None:
        """Return the IRI that *ident* stands for; a name without a prefix is the file's own."""
        if isinstance(ident, fastobo.id.PrefixedIdent):
            iri = names.expanded(f"{ident.prefix}:{ident.local}", self._spaces)
        elif isinstance(ident, fastobo.id.UnprefixedIdent) and self._parsed.name:
            iri = names.expanded(ident.unescaped) or names.checked(
                f"{OBO}{self._parsed.name}#{ident.unescaped}"
            )
        else:
            iri = names.expanded(str(ident))
        if iri is None:
            self._parsed.unnamed.append(str(ident))
        return iri
