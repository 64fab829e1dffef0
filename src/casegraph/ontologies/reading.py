"""An ontology file in any syntax to an `Ontology`; nothing is stored."""

import re
from os import PathLike, fspath

import pyoxigraph as ox

from casegraph.errors import VocabularyError
from casegraph.ontologies import obo, obographs, rdf
from casegraph.ontologies.ontology import Ontology, ontology_of
from casegraph.ontologies.parsed import Parsed
from casegraph.ontologies.source import Syntax, Text, text_of
from casegraph.read.jsonld import with_local_context

_RDF = {
    Syntax.RDF_XML: ox.RdfFormat.RDF_XML,
    Syntax.TRIG: ox.RdfFormat.TRIG,
    Syntax.N_QUADS: ox.RdfFormat.N_QUADS,
    Syntax.JSON: ox.RdfFormat.JSON_LD,
}
_RELATIVE = "x-casegraph-relative:///"


def read(path: str | PathLike[str], *, kind: str | None = None) -> Ontology:
    """Return the ontology in the file at *path*.

    path: OBO, OBO Graphs JSON, or OWL or SKOS in RDF/XML, Turtle, TriG, N-Triples, N-Quads or
    JSON-LD, told by the content; a gzip archive of one is unpacked. kind: the kind of the terms
    whose prefix and branch do not tell theirs, such as `Disease`; `Term` for none.

    :raises VocabularyError: when the file cannot be used, naming the line where there is one, or
        does not tell what most of its terms are and *kind* is None.

    >>> read("no-such-file.obo")
    Traceback (most recent call last):
    casegraph.errors.VocabularyError: no-such-file.obo: cannot be read: No such file or ...
    """
    text = text_of(fspath(path))
    return ontology_of(_parsed(text), text, kind)


def _parsed(text: Text) -> Parsed:
    if text.syntax is Syntax.OBO:
        return obo.parse(text.content, text.file)
    content = text.content
    if text.syntax is Syntax.JSON:
        document = obographs.read_json(content, text.file)
        if obographs.is_obographs(document):
            return obographs.parse(document, text.file)
        content = with_local_context(content, text.file)
    try:
        quads = ox.parse(content.encode(), format=_RDF[text.syntax], base_iri=_RELATIVE)
        return rdf.parse(quads)
    except SyntaxError as error:
        reason = re.sub(r"^Parser error at .*?: ", "", str(error.msg))
        raise VocabularyError(
            f"is neither OBO, OBO Graphs, OWL nor SKOS; read as {text.syntax.value}: {reason}",
            file=text.file,
            line=error.lineno,
            repair="Correct the file, or take it from its publisher again.",
        ) from None
