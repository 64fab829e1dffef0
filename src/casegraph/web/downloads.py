"""What can be had as a whole: the graph, the ontology, the shapes, the questions."""

from dataclasses import dataclass

from casegraph.exporters.datasets.triples import DATASET
from casegraph.web.catalogue import Catalogue
from casegraph.web.kind import Kind
from casegraph.web.licences import Licences, licences
from casegraph.web.schema import thing
from casegraph.web.values import Page

FOLDER = "data"
"""Where the files are, from the top of the site."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file to have. name: of the file in `FOLDER`. media: its media type."""

    name: str
    title: str
    media: str
    text: str = ""


GRAPH: tuple[Download, ...] = (
    Download(
        "casegraph.nq.gz",
        "N-Quads",
        "application/n-quads",
        "Every named graph: asserted, inferred and provenance apart. One statement a line.",
    ),
    Download(
        "casegraph.trig.gz",
        "TriG",
        "application/trig",
        "The same graphs, to be read by people too.",
    ),
    Download(
        "casegraph.ttl.gz", "Turtle", "text/turtle", "All triples together, without the graphs."
    ),
)
"""The whole graph, each file in another syntax."""

MODEL: tuple[Download, ...] = (
    Download("vocabulary.ttl", "Vocabulary", "text/turtle", "Classes and properties."),
    Download("axioms.ttl", "Axioms", "text/turtle", "What follows, in OWL 2 RL."),
    Download("alignments.ttl", "Alignments", "text/turtle", "What means the same elsewhere."),
    Download("shapes.ttl", "Shapes", "text/turtle", "SHACL, both passes."),
    Download("mappings.sssom.tsv", "Mappings", "text/tab-separated-values", "Terms, as SSSOM."),
    Download("context.jsonld", "JSON-LD context", "application/ld+json"),
    Download("queries.zip", "Queries", "application/zip", "The library, one SPARQL file each."),
    Download("queries.ttl", "Queries as data", "text/turtle", "The same, as SHACL executables."),
)
"""What the graph is read with."""

ABOUT: tuple[Download, ...] = (
    Download("void.ttl", "VoID", "text/turtle", "How much of what there is, for crawlers."),
    Download("dcat.ttl", "DCAT", "text/turtle", "The same for data catalogues."),
)
"""What describes the whole."""


@dataclass(frozen=True, kw_only=True)
class Downloads(Page):
    """The files. folder: where they are."""

    graph: tuple[Download, ...]
    model: tuple[Download, ...]
    about: tuple[Download, ...]
    licences: Licences
    ontology: str
    folder: str = FOLDER


def _values(catalogue: Catalogue, _: str, __: int) -> Downloads:
    built = catalogue.store.built
    version = built.ontology.rpartition("/")[2] if built else ""
    return Downloads(
        title="Downloads",
        description="The whole collection as linked data, with its ontology, shapes and queries.",
        graph=GRAPH,
        model=MODEL,
        about=ABOUT,
        licences=licences(catalogue),
        ontology=version,
        schema=thing(
            "Dataset",
            DATASET,
            "casegraph",
            description="Published clinical case reports as linked data.",
            license=licences(catalogue).of_all,
            version=version,
            distribution=[
                {
                    "@type": "DataDownload",
                    "name": file.title,
                    "encodingFormat": file.media,
                    "contentUrl": f"{FOLDER}/{file.name}",
                }
                for file in GRAPH
            ],
        ),
    )


KIND = Kind("downloads", keys=lambda _: ("",), path=lambda _: "downloads", values=_values)
