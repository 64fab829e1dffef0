"""The package `nanopub`, without what importing it does to rdflib.

It turns off the normalisation of literals for the whole process, on which other tests rely.
"""

from pathlib import Path
from typing import Any

import rdflib

_normalising = rdflib.NORMALIZE_LITERALS

from nanopub.namespaces import NPX  # noqa: E402
from nanopub.nanopub import Nanopub  # noqa: E402
from nanopub.nanopub_conf import NanopubConf  # noqa: E402
from nanopub.profile import Profile  # noqa: E402
from nanopub.sign_utils import verify_trusty  # noqa: E402
from nanopub.trustyuri.rdf import RdfHasher, RdfUtils  # noqa: E402
from nanopub.utils import MalformedNanopubError  # noqa: E402

rdflib.NORMALIZE_LITERALS = _normalising

HASHER: Any = RdfHasher
ROWS: Any = RdfUtils


def read(folder: Path) -> dict[str, Nanopub]:
    """Return what the package reads in *folder*, by the name of the file."""
    return {file.stem: Nanopub(rdf=file) for file in sorted(folder.iterdir())}


def trusty_holds(one: Nanopub) -> bool:
    uri = str(one.metadata.np_uri)
    return bool(verify_trusty(one.rdf, uri, one.metadata.namespace))


__all__ = [
    "HASHER",
    "NPX",
    "ROWS",
    "MalformedNanopubError",
    "Nanopub",
    "NanopubConf",
    "Profile",
    "read",
    "trusty_holds",
]
