"""The answer on the page of a question: labels where there are any, and never angle brackets."""

import pytest

from casegraph.store import Store
from casegraph.web import query
from casegraph.web.answers import Table
from casegraph.web.catalogue import Catalogue


def answered(store: Store, name: str) -> Table:
    page = query.KIND.values(Catalogue(store), name, 1)
    assert isinstance(page, query.Query)
    assert page.answer is not None
    return page.answer


def column(table: Table, name: str) -> set[str]:
    return {row[table.columns.index(name)].text for row in table.rows}


def test_public_term_without_a_label_is_told_by_its_curie(bundled_store: Store) -> None:
    mapped = column(answered(bundled_store, "term-mappings"), "mappedTo")
    assert "HP:0004363" in mapped
    assert not [text for text in mapped if "<" in text or "://" in text]


def test_term_is_told_by_its_label(bundled_store: Store) -> None:
    terms = column(answered(bundled_store, "term-mappings"), "term")
    assert "abnormal serum calcium" in terms


@pytest.mark.parametrize("name", ["curator-voice", "unmapped-terms", "ruled-out-by"])
def test_no_cell_has_angle_brackets(bundled_store: Store, name: str) -> None:
    table = answered(bundled_store, name)
    assert table.rows
    assert not [cell.text for row in table.rows for cell in row if cell.text.startswith("<")]
