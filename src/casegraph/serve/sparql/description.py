"""The Service Description of the endpoint (SPARQL 1.1 Service Description), from a worker process.

It names the graphs that belong to no case, since those of the cases may be tens of thousands: how
many they are is said in words, and VoID lists them.
"""

import pyoxigraph as ox

from casegraph.namespaces import document_of
from casegraph.serve import syntaxes
from casegraph.serve.settings import MIB, Settings
from casegraph.serve.workers import Context, Reply

_FORMATS = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads"),
)
"""The formats of answers, by the names that the W3C has for them."""

GEOSPARQL = "http://www.opengis.net/def/function/geosparql/"
FUNCTIONS = (
    *("area", "asGeoJSON", "centroid", "convexHull", "coordinateDimension", "difference"),
    *("dimension", "distance", "ehContains", "ehCoveredBy", "ehCovers", "ehDisjoint", "ehEquals"),
    *("ehInside", "ehMeet", "ehOverlap", "envelope", "getSRID", "intersection", "isEmpty"),
    *("isSimple", "length", "perimeter", "relate", "sfContains", "sfCrosses", "sfDisjoint"),
    *("sfEquals", "sfIntersects", "sfOverlaps", "sfTouches", "sfWithin", "spatialDimension"),
    *("symDifference", "union"),
)
"""The functions of GeoSPARQL that Oxigraph has besides those of SPARQL."""

_TURTLE = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX format: <http://www.w3.org/ns/formats/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>

<> a sd:Service ;
    dcterms:title "casegraph"@en ;
    rdfs:comment {comment}@en ;
    sd:endpoint <> ;
    sd:supportedLanguage {languages} ;
    sd:feature {features} ;
    sd:resultFormat {formats} ;
    sd:extensionFunction {functions} ;
    sd:defaultDataset <#dataset> .

<#dataset> a sd:Dataset ;
    rdfs:comment {counts}@en ;
    rdfs:seeAlso <.well-known/void> ;
    sd:defaultGraph <#union> .

<#union> a sd:Graph ;
    rdfs:comment "The union of all named graphs."@en .
"""


def described(context: Context, url: str, media_type: str) -> Reply:
    """Return the description of the endpoint at *url* in *media_type*."""
    quads = ox.parse(_turtle(context), ox.RdfFormat.TURTLE, base_iri=url)
    body = syntaxes.pieces(quads, media_type)
    return Reply(200, syntaxes.content_type(media_type), body, (("vary", "Accept, Host"),))


def _turtle(context: Context) -> str:
    """Return the description in Turtle, the endpoint as its base."""
    settings = context.settings
    languages = ["SPARQL11Query", *(["SPARQL11Update"] if settings.writable else [])]
    features = ["UnionDefaultGraph", *(["BasicFederatedQuery"] if settings.federation else [])]
    graphs = context.store.graphs()
    shared = [graph for graph in graphs if document_of(graph) is None]
    counts = (
        f"{len(graphs):,} named graphs. {len(graphs) - len(shared):,} of them belong to "
        f"{context.store.count():,} cases: what is asserted of each, what follows, and where it is "
        "from. The others are listed here."
    )
    described = _TURTLE.format(
        comment=ox.Literal(_limits(settings)),
        languages=", ".join(f"sd:{name}" for name in languages),
        features=", ".join(f"sd:{name}" for name in features),
        formats=", ".join(f"format:{name}" for name in _FORMATS),
        functions=", ".join(f"<{GEOSPARQL}{name}>" for name in FUNCTIONS),
        counts=ox.Literal(counts),
    )
    named = (
        f"<#dataset> sd:namedGraph <#graph-{number}> .\n"
        f"<#graph-{number}> a sd:NamedGraph ; sd:name {ox.NamedNode(graph)} .\n"
        for number, graph in enumerate(shared, start=1)
    )
    return f"{described}\n{''.join(named)}"


def _limits(settings: Settings) -> str:
    """Return in words what a client may take, and whom its queries may ask."""
    limits = settings.limits
    asked = f"SERVICE asks only {', '.join(settings.federation)}."
    return (
        f"A query may take {limits.seconds:g} seconds, and its answer may have {limits.rows:,} "
        f"rows or triples and {limits.answer // MIB:,} MiB. An answer that would pass a limit is "
        "refused or broken off, and never ends as if it were whole. FROM names graphs of this "
        f"store only. {asked if settings.federation else 'SERVICE is refused.'}"
    )
