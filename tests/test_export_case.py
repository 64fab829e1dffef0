"""A case on its way into a format: what it was treated for stands there only when it is sure."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from casegraph.exporters.case import Case
from casegraph.namespaces import CASE, CG, TERM, case_iri, inferred_graph
from casegraph.quads import graph_of
from casegraph.read import read as read_cases
from casegraph.store import Store
from conftest import case_turtle

DOCUMENT = f"{CASE}stiff-neck"
TREATED = "<#neck-pain> a cg:Treatment ; cg:performs term:isoniazid ; cg:indication term:weakness ;"


def treated(
    folder: Path, other: str, follows: str | None = None, link: str = "hasStatement"
) -> list[str]:
    """Return the indications of a treatment of weakness in a case that says *other* too.

    follows: a property that the reasoner gives to the case and the weakness. link: by which the
    case has the other statement.
    """
    before = "<#neck-pain> a cg:Finding ;"
    said = case_turtle().replace(before, TREATED).replace("cg:affirms term:neck-pain ;", "")
    said = said.replace("cg:denies term:traumatic-injury", other)
    said = said.replace("<#neck-pain>, <#no-trauma>", f"<#neck-pain> ; cg:{link} <#no-trauma>")
    file = folder / "stiff-neck.ttl"
    file.write_text(said)
    quads = list(read_cases(file).quads)
    case, weakness = ox.NamedNode(case_iri(DOCUMENT)), ox.NamedNode(f"{TERM}weakness")
    if follows:
        graph = ox.NamedNode(inferred_graph(DOCUMENT))
        quads.append(ox.Quad(case, ox.NamedNode(CG + follows), weakness, graph))
    with Store.open() as store:
        store.replace_graphs(sorted(set(map(graph_of, quads))), quads)
        made = Case(store, DOCUMENT)
    (treatment,) = (one for one in made.statements if one.polarity == "performs")
    return made.indications(treatment)


@pytest.mark.parametrize("polarity", ["denies", "deniesAt", "suspects"])
def test_what_is_not_affirmed_is_no_indication(tmp_path: Path, polarity: str) -> None:
    assert treated(tmp_path, f"cg:{polarity} term:weakness") == []


@pytest.mark.parametrize("follows", ["excludes", "considers"])
def test_what_follows_from_a_denial_or_suspicion_is_no_indication(
    tmp_path: Path, follows: str
) -> None:
    assert treated(tmp_path, "cg:denies term:deficit", follows) == []


@pytest.mark.parametrize("polarity", ["affirms", "resolves"])
def test_what_was_there_is_an_indication(tmp_path: Path, polarity: str) -> None:
    found = [f"{TERM}weakness"]
    assert treated(tmp_path, f"cg:{polarity} term:weakness") == found
    assert treated(tmp_path, f"cg:{polarity} term:weakness", "considers") == found


def test_what_was_suspected_and_is_presented_is_an_indication(tmp_path: Path) -> None:
    assert treated(tmp_path, "cg:suspects term:weakness", "presents") == [f"{TERM}weakness"]


def test_what_is_denied_at_one_place_and_present_elsewhere_is_an_indication(
    tmp_path: Path,
) -> None:
    assert treated(tmp_path, "cg:deniesAt term:weakness", "presents") == [f"{TERM}weakness"]


def test_what_only_the_curator_infers_is_no_indication(tmp_path: Path) -> None:
    assert treated(tmp_path, "cg:affirms term:weakness", link="hasInference") == []
