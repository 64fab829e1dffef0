"""What several tests need: an invented report, the case that encodes it, and the bundled store."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, settings

from api_served import PATIENCE, served, settings_for
from casegraph.build import open_store
from casegraph.quads import nquads
from casegraph.site import write_site
from casegraph.store import Store

SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", SLOW, derandomize=True)
settings.register_profile("random", SLOW, print_blob=True)
settings.load_profile("same")
"""How examples are chosen: on any machine the same ones, so that a change fails by its own fault.
New ones are tried with `pytest --hypothesis-profile random`."""

# Nor are they made of the constants of those modules that happen to be imported by then.
pytest.MonkeyPatch().setattr(
    "hypothesis.internal.conjecture.providers.is_local_module_file",
    lambda _: False,
    raising=False,
)

TEXT = "A woman of 50 years had neck pain for two weeks. There was no trauma. She took isoniazid."
"""An invented report, with the words that `case_turtle` points at."""


def position(words: str) -> tuple[int, int]:
    """Return start and end of *words* in `TEXT`."""
    start = TEXT.index(words)
    return start, start + len(words)


def evidence(words: str) -> str:
    """Return the stanza of the evidence *words*, as a case file has it."""
    start, end = position(words)
    return (
        f"<#text-{start}-{end}> a oa:SpecificResource ; oa:hasSource <#text> ;\n"
        f"    oa:hasSelector [ a oa:TextPositionSelector ; oa:start {start} ; oa:end {end} ] .\n"
    )


def named(words: str) -> str:
    """Return the relative IRI of the evidence *words*."""
    start, end = position(words)
    return f"<#text-{start}-{end}>"


def case_turtle(slug: str = "stiff-neck") -> str:
    """Return a small case in Turtle that has no violation."""
    pain, trauma, age = "neck pain", "no trauma", "A woman of 50 years"
    return f"""\
@base <https://w3id.org/casegraph/case/{slug}> .
@prefix cg: <https://w3id.org/casegraph/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix fabio: <http://purl.org/spar/fabio/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix term: <https://w3id.org/casegraph/term/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<> a prov:Entity ;
    dcterms:conformsTo <https://w3id.org/casegraph/ontology/0.1.0> ;
    dcterms:created "2026-11-21"^^xsd:date ;
    dcterms:creator <https://w3id.org/casegraph> ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    prov:wasDerivedFrom <#text> .

<#case> a cg:Case ;
    rdfs:label "Neck pain in a woman of 50"@en ;
    cg:patient <#patient> ;
    cg:reportedIn <https://w3id.org/casegraph/publication/{slug}> ;
    cg:hasStatement <#neck-pain>, <#no-trauma> ;
    cg:outcomeReported false .

<#patient> a cg:Patient ;
    cg:ageAtPresentation "P50Y"^^xsd:duration ;
    cg:sex cg:Female ;
    cg:evidence {named(age)} .

<#neck-pain> a cg:Finding ;
    rdfs:label "neck pain"@en ;
    cg:affirms term:neck-pain ;
    cg:voice cg:AuthorObservation ;
    cg:evidence {named(pain)} .

<#no-trauma> a cg:Finding ;
    rdfs:label "no trauma"@en ;
    cg:denies term:traumatic-injury ;
    cg:voice cg:AuthorObservation ;
    cg:evidence {named(trauma)} .

<#text> a cg:SourceText ;
    cg:sha256 "{hashlib.sha256(TEXT.encode()).hexdigest()}" ;
    cg:characterCount {len(TEXT)} ;
    cg:textOf <https://w3id.org/casegraph/publication/{slug}> .

{evidence(age)}
{evidence(pain)}
{evidence(trauma)}
<https://w3id.org/casegraph/publication/{slug}> a fabio:ClinicalCaseReport ;
    rdfs:label "an invented report"@en .
"""


@pytest.fixture(scope="session", autouse=True)
def _surroundings_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests out of the user's cache, and a proxy from what is on this machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        for name in ("NO_PROXY", "no_proxy"):
            patch.setenv(name, "127.0.0.1,localhost")
        yield


@pytest.fixture(scope="session", autouse=True)
def _numbers_are_waited_for() -> Iterator[None]:
    """Have servers wait for the numbers of their store, as long as a busy machine may need."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("casegraph.serve.linked.descriptions._WAIT", PATIENCE)
        yield


@pytest.fixture(autouse=True)
def _no_terminal_around(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what surrounds the tests from changing width or colour."""
    for variable in ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    """Return the file of a small case that has no violation."""
    file = tmp_path / "stiff-neck.ttl"
    file.write_text(case_turtle())
    return file


@pytest.fixture(scope="session")
def bundled_store() -> Iterator[Store]:
    """Give a store with the bundled cases; not to be changed."""
    with open_store() as store:
        yield store


@pytest.fixture(scope="session")
def bundled_folder(bundled_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a store on disk with the bundled cases; not to be changed."""
    folder = tmp_path_factory.mktemp("bundled-store") / "store"
    with (
        Store.open(folder, write=True) as store,
        store.rewriting(bundled_store.built, empty=True) as rewrite,
    ):
        rewrite.load(nquads(bundled_store.quads()))
    return folder


@pytest.fixture(scope="session")
def api(bundled_folder: Path) -> Iterator[httpx.Client]:
    """Give a client of a server over the bundled cases; not to be changed."""
    with served(settings_for(bundled_folder)) as client:
        yield client


@pytest.fixture(scope="session")
def bundled_site(bundled_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of the bundled cases; not to be changed."""
    out = tmp_path_factory.mktemp("bundled-site") / "out"
    write_site(out, store=bundled_store)
    return out


@pytest.fixture(scope="session")
def sources() -> Path:
    """Return the folder of the three reports' texts, which are not part of the repository."""
    folder = os.environ.get("CASEGRAPH_SOURCES")
    if not folder:
        pytest.skip("the texts of the reports are elsewhere: set CASEGRAPH_SOURCES to their folder")
    return Path(folder)
