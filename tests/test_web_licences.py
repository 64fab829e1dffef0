"""The licence on the pages is what the cases say, and never ours for other people's data."""

import re
from pathlib import Path

import pytest

from casegraph.build import build
from casegraph.store import Store
from casegraph.web import downloads, start
from casegraph.web.catalogue import Catalogue
from casegraph.web.environment import Site, rendered
from casegraph.web.kind import Kind
from casegraph.web.licences import licences
from conftest import case_turtle

LICENCE = "    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;\n"


def html(store: Store, kind: Kind) -> str:
    catalogue = Catalogue(store)
    path = kind.path("")
    return rendered(kind, kind.values(catalogue, "", 1), path, catalogue, Site("0"))


def test_cases_with_one_licence_are_offered_under_it(bundled_store: Store) -> None:
    found = licences(Catalogue(bundled_store))
    assert (found.unlicensed, found.cases) == (0, 3)
    assert found.of_all == ["https://creativecommons.org/licenses/by/4.0/"]
    page = html(bundled_store, downloads.KIND)
    assert '"license":["https://creativecommons.org/licenses/by/4.0/"]' in page
    assert "3 cases of 3" in page
    assert "no licence" not in page


@pytest.mark.parametrize("kind", [downloads.KIND, start.KIND])
def test_data_without_a_licence_gets_none(tmp_path: Path, kind: Kind) -> None:
    (tmp_path / "one-neck.ttl").write_text(case_turtle("one-neck"))
    (tmp_path / "other-neck.ttl").write_text(case_turtle("other-neck").replace(LICENCE, ""))
    with build(tmp_path).store as store:
        assert store.count() == 2
        page = html(store, kind)
    assert '"license":' not in page
    if kind is downloads.KIND:
        assert re.findall(r"<p>(\d cases? of \d)", page) == ["1 case of 2", "1 case of 2"]
        assert "no licence is named" in page


@pytest.mark.parametrize("kind", [downloads.KIND, start.KIND])
def test_files_of_the_graph_are_those_beside_the_page(bundled_store: Store, kind: Kind) -> None:
    page = html(bundled_store, kind)
    assert '"contentUrl":"data/casegraph.nq.gz"' in page
    assert '"@id":"https://w3id.org/casegraph/dataset"' in page
