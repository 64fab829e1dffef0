"""A file that holds a dataset, and where it can be fetched."""

from dataclasses import dataclass

_MEDIA = {
    "csv": "text/csv",
    "html": "text/html",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "md": "text/markdown",
    "ndjson": "application/x-ndjson",
    "nq": "application/n-quads",
    "nt": "application/n-triples",
    "parquet": "application/vnd.apache.parquet",
    "rdf": "application/rdf+xml",
    "trig": "application/trig",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
_PACKED = {"bz2": "application/x-bzip2", "gz": "application/gzip", "zst": "application/zstd"}
_FORMATS = "http://www.w3.org/ns/formats/"
_RDF = {
    "jsonld": "JSON-LD",
    "nq": "N-Quads",
    "nt": "N-Triples",
    "rdf": "RDF_XML",
    "trig": "TriG",
    "ttl": "Turtle",
}


@dataclass(frozen=True)
class Download:
    """A file at *url*. size: in bytes, None when it is not known.

    >>> one = Download("https://example.org/casegraph.nq.gz")
    >>> one.media_type, one.packed, one.syntax
    ('application/n-quads', 'application/gzip', 'http://www.w3.org/ns/formats/N-Quads')
    """

    url: str
    title: str = ""
    size: int | None = None

    @property
    def name(self) -> str:
        """The last part of the URL."""
        return self.url.partition("?")[0].rpartition("/")[2]

    @property
    def media_type(self) -> str | None:
        """The IANA media type by the ending of the name, None for an unknown one."""
        return _MEDIA.get(self._ending)

    @property
    def packed(self) -> str | None:
        """The media type of the compression around it, None without any."""
        return _PACKED.get(self.name.rpartition(".")[2].lower())

    @property
    def syntax(self) -> str | None:
        """The IRI of its syntax of RDF (Unique URIs for File Formats), None for other files."""
        name = _RDF.get(self._ending)
        return _FORMATS + name if name else None

    @property
    def _ending(self) -> str:
        *parts, last = self.name.lower().split(".")
        return parts[-1] if last in _PACKED and parts else last
