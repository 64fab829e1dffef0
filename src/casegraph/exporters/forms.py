"""The forms in which one content can be written: which one, told by name or by a file's ending."""

from collections.abc import Callable, Collection, Mapping
from os import PathLike, fspath
from pathlib import Path

from casegraph.errors import ExportError
from casegraph.lookup import suggestion


def form_of(
    out: str | PathLike[str] | Callable[[bytes], object],
    form: str | None,
    endings: Mapping[str, str],
    what: str,
) -> str:
    """Return *form*, or what the ending of the file *out* says when it is None.

    endings: of files, each with its form, the usual one of a form first. what: is written.

    :raises ExportError: for an unknown form, and when *out* tells none.
    """
    forms = tuple(dict.fromkeys(endings.values()))
    if form is not None:
        return one_of(form, forms, "form")
    ending = "" if callable(out) else Path(out).suffix.lower()
    if ending not in endings:
        raise ExportError(
            f"the form of the {what} is not known",
            file=None if callable(out) else fspath(out),
            repair=f"Give a form, {_either(forms)}, or a file that ends in {_either(endings)}.",
        )
    return endings[ending]


def one_of(name: str, known: Collection[str], what: str) -> str:
    """Return *name*, which is one of *known*.

    what: it is the name of.

    :raises ExportError: when it is none, with the nearest.
    """
    if name not in known:
        raise ExportError(
            f"there is no {what} {name!r}",
            repair=suggestion(name, known) or f"Choose one of {', '.join(known)}.",
        )
    return name


def check_safe(form: str, *, spreadsheet_safe: bool) -> None:
    """Check that *form* is CSV when it is to be safe for spreadsheets.

    :raises ExportError: when it is another.
    """
    if spreadsheet_safe and form != "csv":
        raise ExportError(
            f"a spreadsheet-safe form is for csv, and this is {form}",
            repair="Leave the option away: no other form is computed by a spreadsheet.",
        )


def _either(names: Collection[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}"
