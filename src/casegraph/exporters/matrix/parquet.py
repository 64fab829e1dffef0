"""The matrix as Parquet: a nullable `int8` column a term, written in groups of rows.

Each column has the term's IRI, CURIE, label, kinds and other names in its metadata. Only one group
is in memory.
"""

from collections.abc import Iterator
from itertools import islice
from tempfile import TemporaryFile

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from casegraph.exporters.matrix.sheet import LONG, Sheet
from casegraph.exporters.matrix.variables import Variable
from casegraph.syntaxes.csv import Value

_CELLS = 4_000_000
"""How many cells a group of rows has, about."""
_PIECE = 1 << 20
_TYPES = {
    "case": pa.string(),
    "source": pa.string(),
    "age_years": pa.float64(),
    "sex": pa.string(),
    "statements": pa.int32(),
    "term": pa.string(),
    "value": pa.int8(),
}


def parquet(sheet: Sheet) -> Iterator[bytes]:
    """Yield *sheet* as a Parquet file."""
    schema = _schema(sheet)
    tables = _long(sheet, schema) if sheet.long else _wide(sheet, schema)
    with TemporaryFile() as file:
        with pq.ParquetWriter(
            file, schema, compression="zstd", use_dictionary=sheet.long, write_statistics=False
        ) as writer:
            for table in tables:
                writer.write_table(table)
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def _schema(sheet: Sheet) -> pa.Schema:
    about = {"casegraph": sheet.about}
    if sheet.long:
        return pa.schema([(name, _TYPES[name]) for name in LONG], metadata=about)
    before = [pa.field(name, _TYPES[name]) for name in sheet.before]
    return pa.schema([*before, *map(_field, sheet.variables)], metadata=about)


def _field(variable: Variable) -> pa.Field:
    return pa.field(
        variable.name,
        pa.int8(),
        metadata={
            "iri": variable.term,
            "curie": variable.curie,
            "label": variable.label,
            "kinds": " ".join(variable.kinds),
            "same": " ".join(variable.same),
        },
    )


def _wide(sheet: Sheet, schema: pa.Schema) -> Iterator[pa.Table]:
    """Yield groups of cases as tables."""
    rows = iter(sheet.rows)
    while group := list(islice(rows, max(1, _CELLS // len(schema)))):
        columns = [list(values) for values in zip(*(before for before, _ in group), strict=True)]
        columns += ([known.get(one.term) for _, known in group] for one in sheet.variables)
        yield _table(columns, schema)


def _long(sheet: Sheet, schema: pa.Schema) -> Iterator[pa.Table]:
    """Yield groups of values as tables."""
    values = sheet.known()
    while group := list(islice(values, _CELLS // len(schema))):
        yield _table([list(column) for column in zip(*group, strict=True)], schema)


def _table(columns: list[list[Value]], schema: pa.Schema) -> pa.Table:
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
