"""A store to nanopublications: case after case, statement after statement."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from os import PathLike, fspath
from pathlib import Path

import pyoxigraph as ox

from casegraph import lookup
from casegraph.build import opened
from casegraph.errors import ExportError
from casegraph.exporters.convert import BY_ENDING
from casegraph.exporters.file import Out, pieces_to, told
from casegraph.exporters.labels import labels
from casegraph.exporters.nanopub.encoded import Encoded, encoded
from casegraph.exporters.nanopub.naming import NANOPUBS, NP, NPX, PAV
from casegraph.exporters.nanopub.parts import parts
from casegraph.exporters.nanopub.signing import Signer
from casegraph.exporters.nanopub.trusty import artefact, hasher, under
from casegraph.files import write_atomically
from casegraph.namespaces import PREFIXES
from casegraph.narrative.background import Background
from casegraph.narrative.facts import Facts
from casegraph.progress import Progress, silent
from casegraph.store import Store
from casegraph.syntaxes.turtle import trig

_PREFIXES = {**PREFIXES, "np": NP, "npx": NPX, "pav": PAV}
_ONE_FILE, _SYNTAX = ".trig", "trig"


def export_nanopubs(
    out: Out[str],
    *,
    store: Store | str | PathLike[str] | None = None,
    case: str | None = None,
    by: Signer | None = None,
    progress: Progress = silent,
) -> int:
    """Write the statements and claims of *store* as nanopublications, and return their number.

    out: a file `.trig` gets all of them; any other path is a folder that gets a file for each, by
    the code of its trusty URI; a function gets the text of each. store: a store, the path of one,
    or None for the bundled cases. case: the slug or IRI of the one that is wanted. by: who signs
    them, None for no signature.

    :raises ExportError: when a file cannot be written, its ending is that of another syntax, or the
        package is not installed.
    :raises UnknownCaseError: when *store* does not hold *case*.
    :raises StoreError: when *store* cannot be opened.
    """
    hasher()
    number = 0
    _check_ending(out)
    with opened(store) as source:
        background = Background(source)
        documents = [lookup.case(source, case)] if case is not None else source.cases()
        with _sink(out) as put:
            for done, document in enumerate(documents, 1):
                for code, quads in nanopubs(source, document, by=by, background=background):
                    put(code, text(code, quads, document))
                    number += 1
                progress("Writing nanopublications", done, len(documents))
    return number


def nanopubs(
    store: Store,
    document: str,
    *,
    by: Signer | None = None,
    background: Background | None = None,
) -> Iterator[tuple[str, list[ox.Quad]]]:
    """Yield the nanopublications of one case: the code of each and its quads.

    background: what cases share, for many cases of one store.
    """
    said = encoded(store, document)
    facts = Facts(store, document, background)
    names = labels(store, _named(said))
    for statement, held in said.statements.items():
        quads = parts(said, statement, held, names, facts, creator=by.orcid if by else None)
        if by is not None:
            quads = by.signed(quads)
        code = artefact(quads)
        yield code, under(code, quads)


def text(code: str, quads: Iterable[ox.Quad], document: str) -> str:
    """Return a nanopublication of the case *document* as TriG."""
    return trig(quads, {**_PREFIXES, "doc": f"{document}#", "sub": f"{NANOPUBS}{code}#"})


def _named(case: Encoded) -> set[str]:
    """Return the IRIs that the case names and does not describe."""
    values = (quad.object for quads in case.said.values() for quad in quads)
    return {one.value for one in values if isinstance(one, ox.NamedNode) and one not in case.said}


def _check_ending(out: Out[str]) -> None:
    """Check that *out* is a function, a file of TriG or a folder.

    :raises ExportError: when it ends like a file of another syntax.
    """
    if callable(out) or Path(out).is_dir():
        return
    if BY_ENDING.get(Path(out).suffix.lower(), _SYNTAX) != _SYNTAX:
        raise ExportError(
            "nanopublications are TriG",
            file=fspath(out),
            repair=f"Give a file that ends in {_ONE_FILE}, or a folder.",
        )


@contextmanager
def _sink(out: Out[str]) -> Iterator[Callable[[str, str], object]]:
    """Give what puts the text of a nanopublication where it belongs, by its code."""
    if callable(out) or Path(out).suffix.lower() == _ONE_FILE:
        with pieces_to(out) as put:
            yield lambda _, written: put(written)
        return
    folder = Path(out)
    with told(out):
        folder.mkdir(exist_ok=True)
        yield lambda code, written: write_atomically(folder / f"{code}.trig", written.encode())
