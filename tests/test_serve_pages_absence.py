"""What a case denies, suspects or calls over is read as present on no page of a server."""

import shutil
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from absence import absences, general, misread
from absence_case import SLUG, turtle
from absence_pages import read_page
from casegraph.build import build, open_store
from casegraph.namespaces import slug_of
from casegraph.query import queries
from casegraph.resources import data_dir
from casegraph.serve import Settings
from casegraph.serve.pages import query, search
from casegraph.serve.pages.compare.routes import made as side_by_side
from casegraph.serve.pages.question import Asked
from casegraph.serve.workers import Context, Reply

ALAR = "alar-ligament-calcification-ra"


def context_of(folder: Path, *, turned: bool) -> Iterator[Context]:
    """Give what a worker has over the bundled cases and one that says all that a case can deny."""
    files = folder / "data"
    shutil.copytree(data_dir(), files)
    (files / "cases" / f"{SLUG}.ttl").write_text(turtle(turned=turned), encoding="utf-8")
    build(files, store=folder / "store").store.close()
    with open_store(folder / "store") as store:
        yield Context(Settings(store=folder / "store"), store)


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """Give the store in which absences are absences."""
    yield from context_of(tmp_path_factory.mktemp("as-it-is"), turned=False)


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """Give the store in which the invented case says the contrary."""
    yield from context_of(tmp_path_factory.mktemp("turned"), turned=True)


def text(reply: Reply) -> str:
    """Return the page that is in *reply*."""
    return b"".join(reply.body).decode()


def questions(context: Context) -> Iterator[tuple[str, str]]:
    """Yield the path and the HTML of the page of each question with its answer."""
    for one in queries():
        asked = Asked(one.name, (("page", "1"),), "http://localhost")
        yield f"query/{one.name}", text(query.made(context, asked))


def test_no_absence_is_read_as_presence_beside_another_case(context: Context) -> None:
    absent, about_nobody = absences(context.store), general(context.store)
    slugs = [slug_of(document) for document in context.catalogue.cases]
    assert len(slugs) == 4
    for chosen in (*combinations(slugs, 2), tuple(slugs)):
        html = text(side_by_side(context, chosen))
        assert misread(set(read_page(html, "compare", absent, about_nobody)), absent) == []


def test_no_absence_is_read_as_presence_in_an_answer(context: Context) -> None:
    absent, about_nobody = absences(context.store), general(context.store)
    for path, html in questions(context):
        assert misread(set(read_page(html, path, absent, about_nobody)), absent) == [], path


def test_no_absence_is_read_as_presence_in_the_search(context: Context) -> None:
    absent = absences(context.store)
    for label in {one.label for one in absent if one.label}:
        html = text(search.made(context, label, ""))
        assert misread(set(read_page(html, "search", absent)), absent) == [], label


def test_the_reader_sees_the_contrary_where_a_case_says_it(
    context: Context, turned: Context
) -> None:
    absent = absences(context.store)
    html = text(side_by_side(turned, (SLUG, ALAR)))
    assert misread(set(read_page(html, "compare", absent)), absent) != []
    found = [
        misread(set(read_page(html, path, absent)), absent) for path, html in questions(turned)
    ]
    assert sum(map(bool, found)) > 5
