"""Where the ontology, the bundled data and the query library are.

In a checkout, and in an editable install of one, they are folders at the top of the repository;
in an installed wheel they are inside the package.
"""

from pathlib import Path

from casegraph.errors import CasegraphError

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]


def _folder(name: str) -> Path:
    """Return the folder called *name*.

    The checkout is known by its `pyproject.toml`, so that a stray folder beside an installed
    package is never taken.

    :raises CasegraphError: when neither place has it, as in an incomplete installation.
    """
    in_checkout = _CHECKOUT / name
    if (
        _PACKAGE.parent.name == "src"
        and (_CHECKOUT / "pyproject.toml").is_file()
        and in_checkout.is_dir()
    ):
        return in_checkout
    in_package = _PACKAGE / name
    if in_package.is_dir():
        return in_package
    raise CasegraphError(
        f"this installation of casegraph has no folder {name!r}",
        file=_PACKAGE,
        repair="Install casegraph again, from a wheel or a complete checkout.",
    )


def ontology_dir() -> Path:
    """Return the folder of the vocabulary, axioms, rules, shapes, terms and mappings."""
    return _folder("ontology")


def data_dir() -> Path:
    """Return the folder of the bundled cases and their publications."""
    return _folder("data")


def queries_dir() -> Path:
    """Return the folder of the query library."""
    return _folder("queries")
