"""The matrix of cases by terms: 1 is presented, 0 is excluded, and nothing else is either."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from casegraph.cli import app
from casegraph.errors import ExportError, QueryError
from casegraph.exporters.matrix import export_matrix, parquet
from casegraph.exporters.matrix.covariates import NAMES
from casegraph.namespaces import CASE, CG, SKOS, TERM, TERMS, case_iri, inferred_graph, slug_of
from casegraph.store import Store

ALAR = "alar-ligament-calcification-ra"
SWALLOW = "cervical-calcinosis-ssc-barium-swallow"
COMPRESSION = "cervical-calcinosis-ssc-cord-compression"
UNKNOWN = ("suspects", "deniesAt", "resolves", "notPerformed")
both_ways = pytest.mark.parametrize("inferred", [True, False])

Matrix = dict[str, dict[str, str]]
"""By case and column, what a cell says."""


def written(store: Store, form: str = "csv", **options: Any) -> bytes:
    pieces: list[bytes] = []
    export_matrix(pieces.append, form=form, store=store, **options)
    return b"".join(pieces)


def matrix(store: Store, **options: Any) -> Matrix:
    """Return the values of the terms, CURIEs as columns."""
    found = csv.DictReader(io.StringIO(written(store, **options).decode(), newline=""))
    return {row["case"]: {k: v for k, v in row.items() if k not in NAMES} for row in found}


def stated(store: Store, slug: str, *polarities: str) -> set[str]:
    """Return the local terms of which the authors say one of *polarities*, as CURIEs."""
    document = f"{CASE}{slug}"
    values = " ".join(f"<{CG}{polarity}>" for polarity in polarities)
    found = store.query(
        f"SELECT ?term WHERE {{ <{case_iri(document)}> <{CG}hasStatement> ?statement . "
        f"VALUES ?polarity {{ {values} }} ?statement ?polarity ?term }}"
    )
    return {curie(row["term"].value) for row in cast("ox.QuerySolutions", found)}


def curie(iri: str) -> str:
    return f"term:{iri.removeprefix(TERM)}"


def closed(store: Store, terms: Iterable[str], *, upwards: bool) -> set[str]:
    """Return *terms* with all broader ones, or all narrower ones, of the project's own."""
    reached = set(terms)
    waiting = list(reached)
    while waiting:
        term = ox.NamedNode(TERM + waiting.pop().removeprefix("term:"))
        broader = f"<{SKOS}broader>"
        pattern = f"{term} {broader} ?next" if upwards else f"?next {broader} {term}"
        rows = cast("ox.QuerySolutions", store.query(f"SELECT ?next WHERE {{ {pattern} }}"))
        new = {curie(row["next"].value) for row in rows} - reached
        reached |= new
        waiting += new
    return reached


@both_ways
def test_a_term_is_zero_only_where_it_is_denied(bundled_store: Store, inferred: bool) -> None:
    found, expected = {}, {}
    for slug, values in matrix(bundled_store, inferred=inferred).items():
        denied = stated(bundled_store, slug, "denies")
        expected[slug] = closed(bundled_store, denied, upwards=False) if inferred else denied
        found[slug] = {term for term, value in values.items() if value == "0" and "term:" in term}
    assert found == expected
    assert {slug for slug, terms in found.items() if terms} == {ALAR, SWALLOW}


@both_ways
def test_a_term_is_one_only_where_it_is_affirmed(bundled_store: Store, inferred: bool) -> None:
    for slug, values in matrix(bundled_store, inferred=inferred).items():
        one = {term for term, value in values.items() if value == "1" and "term:" in term}
        affirmed = stated(bundled_store, slug, "affirms")
        expected = closed(bundled_store, affirmed, upwards=True) if inferred else affirmed
        assert one == expected
        assert one


@both_ways
def test_what_is_not_affirmed_is_never_one(bundled_store: Store, inferred: bool) -> None:
    for slug, values in matrix(bundled_store, inferred=inferred).items():
        affirmed = stated(bundled_store, slug, "affirms")
        implied = closed(bundled_store, affirmed, upwards=True) if inferred else affirmed
        for term in stated(bundled_store, slug, *UNKNOWN) - implied:
            assert values.get(term, "") in {"", "0"}
            assert values.get(term, "") == "" or term in closed(
                bundled_store, stated(bundled_store, slug, "denies"), upwards=False
            )


def test_what_is_only_resolved_or_denied_at_a_place_is_empty(bundled_store: Store) -> None:
    values = matrix(bundled_store, inferred=False)[COMPRESSION]
    assert values.get("term:abnormal-tendon-reflex", "") == ""
    assert values.get("term:reduced-mobility", "") == ""
    assert values.get("term:spinal-cord-compression", "") == ""


def test_what_the_curator_infers_counts_for_nothing(bundled_store: Store) -> None:
    for inferred in (True, False):
        values = matrix(bundled_store, inferred=inferred)
        assert "term:cervical-myelopathy" not in values[COMPRESSION]
        assert "term:alar-ligament-inflammation" not in values[ALAR]


def test_what_follows_adds_and_takes_nothing_away(bundled_store: Store) -> None:
    few, many = (matrix(bundled_store, inferred=inferred) for inferred in (False, True))
    for slug, values in few.items():
        assert {term: v for term, v in many[slug].items() if v}.items() >= {
            term: v for term, v in values.items() if v
        }.items()


def test_a_case_that_contradicts_itself_is_an_error() -> None:
    store = Store.open()
    document = f"{CASE}invented"
    case, term = ox.NamedNode(case_iri(document)), ox.NamedNode(f"{TERM}fever")
    graph, follows = ox.NamedNode(document), ox.NamedNode(inferred_graph(document))
    quads = [
        ox.Quad(case, ox.NamedNode(f"{CG}outcomeReported"), ox.Literal(value=False), graph),
        *(ox.Quad(case, ox.NamedNode(CG + way), term, follows) for way in ("presents", "excludes")),
    ]
    store.replace_graphs({document, inferred_graph(document)}, quads)
    with pytest.raises(ExportError, match="both presents and excludes term:fever"):
        written(store)


def test_covariates_stand_before_the_terms(bundled_store: Store) -> None:
    frame = pd.read_csv(io.BytesIO(written(bundled_store)), index_col="case")
    assert list(frame.columns[: len(NAMES) - 1]) == list(NAMES[1:])
    assert list(frame.loc[COMPRESSION, ["age_years", "sex"]]) == [62, "female"]
    assert frame.loc[ALAR, "source"] == f"publication:{ALAR}"
    count = bundled_store.query(
        f"SELECT (COUNT(?s) AS ?n) WHERE {{ <{CASE}{ALAR}#case> <{CG}hasStatement> ?s }}"
    )
    [row] = cast("ox.QuerySolutions", count)
    assert frame.loc[ALAR, "statements"] == int(row["n"].value)


def test_covariates_can_be_left_out(bundled_store: Store) -> None:
    header = written(bundled_store, with_covariates=False).decode().splitlines()[0].split(",")
    assert header[0] == "case"
    assert not set(header) & set(NAMES[1:])


def test_pandas_reads_the_terms_as_nullable_integers(bundled_store: Store) -> None:
    frame = pd.read_csv(io.BytesIO(written(bundled_store, with_covariates=False)), index_col="case")
    values = frame.astype("Int8")
    assert set(values.to_numpy().ravel()) == {0, 1, pd.NA}


@both_ways
def test_parquet_reads_back_as_the_csv(bundled_store: Store, inferred: bool) -> None:
    content = written(bundled_store, "parquet", inferred=inferred)
    read = pq.read_table(io.BytesIO(content))
    names = {field.name for field in read.schema} - set(NAMES)
    assert {read.schema.field(name).type for name in names} == {pa.int8()}
    exact = pd.read_csv(io.BytesIO(written(bundled_store, inferred=inferred)))
    types = dict.fromkeys(names, "Int8")
    found = read.to_pandas().astype(types)
    pd.testing.assert_frame_equal(found, exact.astype(types), check_dtype=False)


def test_parquet_is_the_same_in_groups_of_one_case(
    bundled_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = pq.read_table(io.BytesIO(written(bundled_store, "parquet")))
    monkeypatch.setattr(parquet, "_CELLS", 1)
    content = written(bundled_store, "parquet")
    assert pq.ParquetFile(io.BytesIO(content)).num_row_groups == 3
    assert pq.read_table(io.BytesIO(content)).equals(whole)


def test_a_column_of_parquet_says_what_it_is(bundled_store: Store) -> None:
    schema = pq.read_schema(io.BytesIO(written(bundled_store, "parquet")))
    assert schema.field("term:neck-pain").metadata == {
        b"iri": f"{TERM}neck-pain".encode(),
        b"curie": b"term:neck-pain",
        b"label": b"neck pain",
        b"kinds": b"finding",
        b"same": b"",
    }
    same = schema.field("term:systemic-sclerosis").metadata[b"same"]
    assert same == b"MONDO:0005100 SCTID:89155008"
    assert schema.metadata[b"casegraph"].startswith(b"1 presented, 0 excluded, empty unknown")


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_long_form_has_what_is_known_and_no_more(bundled_store: Store, form: str) -> None:
    content = io.BytesIO(written(bundled_store, form, long=True))
    frame = pd.read_csv(content) if form == "csv" else pd.read_parquet(content)
    assert list(frame.columns) == ["case", "term", "value"]
    found = {(case, term): str(value) for case, term, value in frame.itertuples(index=False)}
    assert found == {
        (slug, term): value
        for slug, values in matrix(bundled_store).items()
        for term, value in values.items()
        if value
    }


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_same_store_gives_the_same_bytes(bundled_store: Store, form: str) -> None:
    assert written(bundled_store, form) == written(bundled_store, form)


def test_terms_can_be_chosen_by_kind(bundled_store: Store) -> None:
    terms = matrix(bundled_store, kind="disease")[ALAR]
    assert "term:crowned-dens-syndrome" in terms
    assert "term:neck-pain" not in terms


def test_terms_can_be_chosen_by_what_they_are_kinds_of(bundled_store: Store) -> None:
    terms = matrix(bundled_store, within="calcification of the cervical spine")[ALAR]
    assert "term:alar-ligament-calcification" in terms
    assert "term:calcification" not in terms
    assert "term:neck-pain" not in terms


def test_terms_can_be_chosen_by_how_many_cases_know_them(bundled_store: Store) -> None:
    known = matrix(bundled_store)
    often = {
        term for term in known[ALAR] if sum(values[term] != "" for values in known.values()) == 3
    }
    assert set(matrix(bundled_store, min_cases=3)[ALAR]) == often
    assert often


def test_listed_terms_come_in_their_order_known_or_not(
    bundled_store: Store, tmp_path: Path
) -> None:
    listed = tmp_path / "terms.txt"
    listed.write_text("# mine\nneurological deficit\n\nterm:fever\nhttps://w3id.org/x\n")
    with pytest.raises(ExportError, match=r"terms\.txt:4: no term is called 'term:fever'"):
        written(bundled_store, terms=listed)
    listed.write_text(f"# mine\nneurological deficit\n\n{TERM}neck-pain\nterm:pressure-point\n")
    content = written(bundled_store, terms=listed, with_covariates=False).decode()
    assert content.splitlines()[:2] == [
        "case,term:neurological-deficit,term:neck-pain,term:pressure-point",
        f"{ALAR},,1,",
    ]


def test_a_list_of_terms_that_cannot_be_used_is_an_error(
    bundled_store: Store, tmp_path: Path
) -> None:
    with pytest.raises(ExportError, match="cannot be read"):
        written(bundled_store, terms=tmp_path / "none.txt")
    (tmp_path / "empty.txt").write_text("# nothing\n")
    with pytest.raises(ExportError, match="lists no term"):
        written(bundled_store, terms=tmp_path / "empty.txt")
    (tmp_path / "latin.txt").write_bytes(b"\xe9")
    with pytest.raises(ExportError, match="not UTF-8"):
        written(bundled_store, terms=tmp_path / "latin.txt")


def exact(*named: tuple[str, str, str]) -> Store:
    """Return a store with two sets of terms that mean the same: term:a, HP 1 and 2; HP 3 and 4.

    named: slugs, polarities and terms of statements.
    """
    store = Store.open()
    terms = ox.NamedNode(TERMS)
    quads = [
        ox.Quad(ox.NamedNode(one), ox.NamedNode(f"{SKOS}exactMatch"), ox.NamedNode(other), terms)
        for one, other in ((f"{TERM}a", HP[1]), (HP[2], HP[1]), (HP[3], HP[4]))
    ]
    for number, (slug, polarity, term) in enumerate(named):
        document = f"{CASE}{slug}"
        case, said = ox.NamedNode(case_iri(document)), ox.NamedNode(f"{document}#{number}")
        graph = ox.NamedNode(document)
        quads += [
            ox.Quad(case, ox.NamedNode(f"{CG}hasStatement"), said, graph),
            ox.Quad(said, ox.NamedNode(CG + polarity), ox.NamedNode(term), graph),
        ]
    store.replace_graphs({TERMS, *(f"{CASE}{slug}" for slug, *_ in named)}, quads)
    return store


HP = [f"http://purl.obolibrary.org/obo/HP_000000{number}" for number in range(5)]


def test_terms_that_mean_the_same_are_one_column_and_no_value_is_lost() -> None:
    with exact(
        ("first", "affirms", f"{TERM}a"), ("second", "denies", HP[2]), ("third", "affirms", HP[4])
    ) as store:
        assert matrix(store, inferred=False) == {
            "first": {"HP:0000004": "", "term:a": "1"},
            "second": {"HP:0000004": "", "term:a": "0"},
            "third": {"HP:0000004": "1", "term:a": ""},
        }
        apart = matrix(store, inferred=False, all_names=True)
        assert apart["second"] == {"HP:0000002": "0", "HP:0000004": "", "term:a": ""}


def test_of_listed_terms_that_mean_the_same_the_first_is_the_column(tmp_path: Path) -> None:
    listed = tmp_path / "terms.txt"
    listed.write_text(f"{HP[2]}\n{TERM}a\n")
    with exact(("first", "affirms", f"{TERM}a")) as store:
        assert matrix(store, inferred=False, terms=listed) == {"first": {"HP:0000002": "1"}}


def test_names_of_one_term_that_contradict_each_other_are_an_error() -> None:
    with (
        exact(("first", "affirms", f"{TERM}a"), ("first", "denies", HP[1])) as store,
        pytest.raises(ExportError, match="both presents and excludes"),
    ):
        written(store, inferred=False)


def test_no_two_columns_mean_the_same(bundled_store: Store) -> None:
    few, many = matrix(bundled_store)[ALAR], matrix(bundled_store, all_names=True)[ALAR]
    assert few.keys() < many.keys()
    assert "MONDO:0005100" in many.keys() - few.keys()
    assert "term:systemic-sclerosis" in few


def test_labels_as_names_stay_apart(bundled_store: Store) -> None:
    content = written(bundled_store, header="label").decode()
    names = next(csv.reader(io.StringIO(content)))
    assert "neck pain" in names
    assert len(names) == len(set(names))


def test_columns_of_the_same_label_have_their_curie() -> None:
    store = Store.open()
    document, graph = f"{CASE}invented", ox.NamedNode(TERM.removesuffix("/"))
    case, follows = ox.NamedNode(case_iri(document)), ox.NamedNode(inferred_graph(document))
    patient = ox.NamedNode(f"{document}#patient")
    quads = [ox.Quad(case, ox.NamedNode(f"{CG}patient"), patient, ox.NamedNode(document))]
    for name, label in (("one", "fever"), ("other", "fever"), ("third", "sex")):
        term = ox.NamedNode(TERM + name)
        quads.append(ox.Quad(case, ox.NamedNode(f"{CG}presents"), term, follows))
        quads.append(ox.Quad(term, ox.NamedNode(f"{SKOS}prefLabel"), ox.Literal(label), graph))
    store.replace_graphs({document, follows.value, graph.value}, quads)
    header = written(store, header="label").decode().splitlines()[0]
    assert header.endswith(",fever (term:one),fever (term:other),sex (term:third)")


def test_the_companion_file_explains_each_column(bundled_store: Store, tmp_path: Path) -> None:
    content = written(bundled_store, explanation=tmp_path / "columns.csv", header="label")
    names = next(csv.reader(io.StringIO(content.decode())))[len(NAMES) :]
    with (tmp_path / "columns.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["column"] for row in rows] == names
    (sclerosis,) = (row for row in rows if row["curie"] == "term:systemic-sclerosis")
    assert sclerosis["same"] == "MONDO:0005100 SCTID:89155008"
    (deficit,) = (row for row in rows if row["curie"] == "term:neurological-deficit")
    assert (deficit["term"], deficit["label"]) == (
        f"{TERM}neurological-deficit",
        "neurological deficit",
    )
    values = [values["term:neurological-deficit"] for values in matrix(bundled_store).values()]
    assert (deficit["presented"], deficit["excluded"]) == (
        str(values.count("1")),
        str(values.count("0")),
    )


def test_the_safe_form_of_csv_quotes_text_and_leaves_numbers(bundled_store: Store) -> None:
    content = written(bundled_store, spreadsheet_safe=True).decode().splitlines()[1]
    assert content.startswith(f'"{ALAR}","publication:{ALAR}",38,"female",')
    with pytest.raises(ExportError, match="for csv, and this is parquet"):
        written(bundled_store, "parquet", spreadsheet_safe=True)


@pytest.mark.parametrize("long", [True, False])
def test_a_store_without_cases_gives_a_header(long: bool) -> None:
    with Store.open() as store:
        names = ["case", "term", "value"] if long else list(NAMES)
        assert written(store, long=long).decode() == f"{','.join(names)}\r\n"
        read = pq.read_table(io.BytesIO(written(store, "parquet", long=long)))
        assert (read.column_names, read.num_rows) == (names, 0)


def test_one_case_alone(bundled_store: Store) -> None:
    assert list(matrix(bundled_store, case=SWALLOW)) == [SWALLOW]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"form": "parket"}, "no form 'parket'.*parquet"),
        ({"kind": "findings"}, "no kind 'findings'.*finding"),
        ({"header": "lable"}, "no header 'lable'.*label"),
    ],
)
def test_a_wrong_choice_is_an_error_with_the_nearest(
    bundled_store: Store, options: dict[str, str], message: str
) -> None:
    with pytest.raises(ExportError, match=message):
        export_matrix(len, store=bundled_store, **({"form": "csv"} | options))  # type: ignore[arg-type]


def test_an_unknown_term_or_ending_is_an_error(bundled_store: Store, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="no term is called"):
        written(bundled_store, within="calcinosi")
    with pytest.raises(ExportError, match="form of the matrix is not known"):
        export_matrix(tmp_path / "matrix.sav", store=bundled_store)


def test_the_command_writes_to_standard_output_or_a_file(tmp_path: Path) -> None:
    wanted = ["export", "matrix", "--asserted-only", "--kind", "disease", "--no-covariates"]
    run = CliRunner().invoke(app, wanted)
    assert run.exit_code == 0, run.output
    assert run.stdout.startswith("case,term:alar-ligament-calcification,")
    out = tmp_path / "matrix.parquet"
    run = CliRunner().invoke(app, [*wanted, "--out", str(out)])
    assert run.exit_code == 0, run.output
    assert pq.read_table(out).num_rows == 3
    assert [slug_of(f"{CASE}{slug}") for slug in pq.read_table(out)["case"].to_pylist()] == [
        ALAR,
        SWALLOW,
        COMPRESSION,
    ]


def test_the_legend_does_not_take_the_place_of_the_matrix(tmp_path: Path) -> None:
    file = tmp_path / "matrix.csv"
    with pytest.raises(ExportError, match="two things"):
        export_matrix(file, explanation=tmp_path / "." / "matrix.csv")
    assert not file.exists()


def test_what_no_case_can_present_has_nothing_within(bundled_store: Store) -> None:
    with pytest.raises(ExportError, match="nothing that a case presents"):
        written(bundled_store, within="prednisolone")
