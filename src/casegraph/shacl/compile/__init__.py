"""From SHACL to SPARQL 1.1: one query for each constraint component of each shape.

It is SHACL Core and the SELECT constraints of SHACL-SPARQL, after the definitions of the
recommendation of 20 July 2017. A shape that has no equal query is not compiled, and says why.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

import pyoxigraph as ox
import rdflib

from casegraph.errors import ShapeError
from casegraph.rdflib_bridge import to_graph
from casegraph.shacl.compile.compiler import Compiler, NotCompiled
from casegraph.shacl.compile.query import Ask, Query, findings, key, over
from casegraph.shacl.compile.shape import ShapesGraph
from casegraph.shacl.findings import Finding
from casegraph.shacl.reference import Checker
from casegraph.shacl.shapes import Shapes, load

__all__ = ["CompiledShapes", "NotCompiled", "Query", "compile_shapes"]


@dataclass(frozen=True)
class CompiledShapes:
    """Shapes as queries.

    queries: one for each component of each shape with a target. not_compiled: the other shapes.
    """

    shapes: Shapes
    queries: tuple[Query, ...]
    not_compiled: tuple[NotCompiled, ...]

    def findings(self, data: ox.Store | Ask) -> Iterator[Finding]:
        """Yield what is wrong in *data*, without repetition.

        data: a store, of which all graphs are looked at as one, or a function from a SELECT query
        to its solutions, which may ask any endpoint. The shapes that are not compiled are given to
        the reference engine; that needs a store, and a function is not asked about them.

        :raises ShapeError: for a shape that the reference engine cannot use either.
        """
        seen: set[object] = set()
        for finding in self._all(data):
            if (name := key(finding)) not in seen:
                seen.add(name)
                yield finding

    def _all(self, data: ox.Store | Ask) -> Iterator[Finding]:
        yield from findings(self.queries, over(data))
        if self.not_compiled and isinstance(data, ox.Store):
            left = frozenset(each.node for each in self.not_compiled)
            yield from Checker(self.shapes, (), only=left).findings(data)


def compile_shapes(shapes: Shapes | rdflib.Graph | str | PathLike[str]) -> CompiledShapes:
    """Return *shapes* as queries.

    shapes: a shapes graph, or the path of a Turtle file or of a folder of such files.

    :raises ShapeError: for a file that is missing or not Turtle, naming file and line.

    >>> from casegraph.shacl.shapes import structure_shapes
    >>> compiled = compile_shapes(structure_shapes())
    >>> compiled.not_compiled
    ()
    >>> query = next(each for each in compiled.queries if each.shape.endswith("/patient-sex"))
    >>> print(query.component)
    http://www.w3.org/ns/shacl#InConstraintComponent
    """
    if isinstance(shapes, rdflib.Graph):
        shapes = Shapes(shapes)
    elif not isinstance(shapes, Shapes):
        shapes = _loaded(Path(shapes))
    compiled, left = Compiler(ShapesGraph(shapes)).compile()
    queries = tuple(query for shape in compiled for query in shape.queries)
    return CompiledShapes(shapes, queries, left)


def _loaded(path: Path) -> Shapes:
    if path.is_dir():
        return load(path)
    try:
        return Shapes(to_graph(ox.parse(path=path, format=ox.RdfFormat.TURTLE)))
    except SyntaxError as error:
        raise ShapeError(
            f"is not Turtle: {error.msg}", file=path, line=error.lineno, repair="Correct the file."
        ) from None
    except OSError as error:
        raise ShapeError(
            f"cannot be read: {error.strerror or error}", file=path, repair="Check the path."
        ) from None
