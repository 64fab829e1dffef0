"""Packages that a format needs and an installation may lack."""

from importlib import import_module
from types import ModuleType

from casegraph.errors import ExportError


def require(module: str, extra: str) -> ModuleType:
    """Return *module*, which `casegraph[extra]` installs.

    :raises ExportError: when it is not installed.

    >>> require("json", "fhir").__name__
    'json'
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise ExportError(
            f"the package {error.name} is not installed",
            repair=f'Run: pip install "casegraph[{extra}]"',
        ) from None
