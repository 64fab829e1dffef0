"""Signatures: an RSA key and who holds it (Nanopublication guidelines, signed nanopublications)."""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable
from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from casegraph.errors import ExportError
from casegraph.exporters.nanopub.naming import NPX, part
from casegraph.exporters.nanopub.trusty import normalised
from casegraph.exporters.optional import require

_ORCID = re.compile(r"(https?://orcid\.org/)?(?P<id>(\d{4}-){3}\d{3}[\dX])")
_ARMOUR = re.compile(r"-----[^-]+-----|\s")


@dataclass(frozen=True)
class Signer:
    """Who signs. orcid: an IRI. key: an RSA key of the package that `nanopub` signs with."""

    orcid: str
    key: Any

    def signed(self, quads: Iterable[ox.Quad]) -> list[ox.Quad]:
        """Return *quads*, which have no trusty URI yet, with the signature in their pubinfo.

        The same quads get the same signature (RSASSA-PKCS1-v1_5 over SHA-256, without salt).
        """
        public = _ARMOUR.sub("", self.key.public_key().export_key().decode())
        said = [
            *quads,
            _of_signature("hasAlgorithm", ox.Literal("RSA")),
            _of_signature("hasPublicKey", ox.Literal(public)),
            _of_signature("hasSignatureTarget", part("")),
            _of_signature("signedBy", ox.NamedNode(self.orcid)),
        ]
        digest = require("Crypto.Hash.SHA256", "nanopub").new(normalised(said).encode())
        signing = require("Crypto.Signature.pkcs1_15", "nanopub").new(self.key)
        signature = b64encode(signing.sign(digest)).decode()
        return [*said, _of_signature("hasSignature", ox.Literal(signature))]


def signer(key: str | PathLike[str], orcid: str) -> Signer:
    """Return who signs with the RSA key in the file *key*: PEM, or its base64 on one line.

    :raises ExportError: when the file has no such key, or *orcid* is no ORCID.
    """
    found = _ORCID.fullmatch(orcid)
    if not found:
        raise ExportError(
            f"{orcid!r} is not an ORCID", repair="Give it as 0000-0002-1825-0097 or as its URL."
        )
    try:
        text = Path(key).read_text(encoding="utf-8").strip()
        data = text.encode() if text.startswith("-----") else b64decode(text, validate=True)
        made = require("Crypto.PublicKey.RSA", "nanopub").import_key(data)
    except OSError as error:
        raise ExportError(
            f"cannot be read: {error.strerror}", file=fspath(key), repair="Check the path."
        ) from None
    except (NotBase64, ValueError, IndexError, TypeError):
        raise _no_key(key) from None
    if not made.has_private():
        raise _no_key(key)
    return Signer(f"https://orcid.org/{found['id']}", made)


def _no_key(key: str | PathLike[str]) -> ExportError:
    return ExportError(
        "is no private RSA key without a passphrase",
        file=fspath(key),
        repair="Make one: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out KEY.",
    )


def _of_signature(name: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(part("sig"), ox.NamedNode(NPX + name), value, part("pubinfo"))
