"""A signed nanopublication holds by its key, and is what the package would have made."""

from base64 import b64decode
from pathlib import Path

import pytest
import rdflib
from Crypto.Hash import SHA256
from Crypto.PublicKey import RSA
from Crypto.Signature import pkcs1_15
from typer.testing import CliRunner

from casegraph.cli import app
from casegraph.errors import ExportError
from casegraph.exporters.nanopub import export_nanopubs, signer
from casegraph.exporters.nanopub.exporting import nanopubs
from casegraph.exporters.nanopub.naming import NANOPUBS
from casegraph.store import Store
from nanopub_package import (
    HASHER,
    NPX,
    ROWS,
    Nanopub,
    NanopubConf,
    Profile,
    read,
    trusty_holds,
)

SLUG = "alar-ligament-calcification-ra"
CASE = f"https://w3id.org/casegraph/case/{SLUG}"
ORCID = "0000-0002-1825-0097"


@pytest.fixture(autouse=True)
def _as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let rdflib keep literals as they are written, which the package relies on."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a private key."""
    file = tmp_path_factory.mktemp("key") / "key.pem"
    file.write_bytes(RSA.generate(2048).export_key("PEM", pkcs=8))
    return file


def signature_holds(one: Nanopub) -> bool:
    """Return whether the signature holds; the package's own check overlooks a wrong one."""
    graph, said = one.rdf, one.metadata
    graph.remove((said.sig_uri, NPX.hasSignature, None))  # type: ignore[arg-type]
    rows = ROWS.get_quads(graph)
    signed = HASHER.normalize_quads(rows, baseuri=str(said.namespace), hashstr=" ")
    try:
        pkcs1_15.new(RSA.import_key(b64decode(str(said.public_key)))).verify(
            SHA256.new(signed.encode()), b64decode(str(said.signature))
        )
    except ValueError:
        return False
    return True


def test_a_signature_holds(bundled_store: Store, tmp_path: Path, key: Path) -> None:
    by = signer(key, ORCID)
    assert export_nanopubs(tmp_path, store=bundled_store, case=SLUG, by=by) == 37
    for one in read(tmp_path).values():
        assert one.is_valid
        assert trusty_holds(one)
        assert signature_holds(one)
        assert f"https://orcid.org/{ORCID}" in {str(value) for value in one.rdf.objects()}


def test_a_signature_by_the_package_is_the_same(
    bundled_store: Store, tmp_path: Path, key: Path
) -> None:
    export_nanopubs(tmp_path, store=bundled_store, case=SLUG, by=signer(key, ORCID))
    one = next(iter(read(tmp_path).values()))
    ours = str(one.metadata.np_uri)
    draft = rdflib.ConjunctiveGraph()
    signing = {NPX.hasPublicKey, NPX.hasAlgorithm, NPX.hasSignatureTarget, NPX.hasSignature}
    for subject, predicate, value, graph in one.rdf.quads():
        if predicate not in signing and graph is not None:
            context = draft.get_context(str(unnamed(graph.identifier, ours)))
            draft.addN([(unnamed(subject, ours), predicate, unnamed(value, ours), context)])
    body = "".join(line for line in key.read_text().splitlines() if "-----" not in line)
    profile = Profile(f"https://orcid.org/{ORCID}", "A", private_key=body)
    again = Nanopub(rdf=draft, conf=NanopubConf(profile=profile))
    again.sign()
    assert str(again.metadata.np_uri) == ours


def unnamed(term: rdflib.term.Node, uri: str) -> rdflib.term.Node:
    """Return *term* as it was before it had the trusty URI *uri*."""
    if isinstance(term, rdflib.URIRef) and term.startswith(uri):
        return rdflib.URIRef(NANOPUBS + term.removeprefix(uri).removeprefix("#"))
    return term


def test_a_bare_key_signs_as_its_pem_does(key: Path, tmp_path: Path, bundled_store: Store) -> None:
    bare = tmp_path / "id_rsa"
    bare.write_text("".join(x for x in key.read_text().splitlines() if "-----" not in x) + "\n")
    codes = [
        [code for code, _ in nanopubs(bundled_store, CASE, by=signer(file, ORCID))]
        for file in (key, bare)
    ]
    assert codes[0] == codes[1]


@pytest.mark.parametrize("content", ["", "not a key", "-----BEGIN PRIVATE KEY-----\nAAAA\n", "é"])
def test_a_file_without_a_key_is_an_error(content: str, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(content)
    with pytest.raises(ExportError, match="is no private RSA key"):
        signer(file, ORCID)


def test_a_public_key_cannot_sign(key: Path, tmp_path: Path) -> None:
    file = tmp_path / "key.pub"
    file.write_bytes(RSA.import_key(key.read_bytes()).public_key().export_key())
    with pytest.raises(ExportError, match="is no private RSA key"):
        signer(file, ORCID)


def test_a_key_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be read"):
        signer(tmp_path / "none", ORCID)


def test_an_orcid_that_is_none_is_an_error(key: Path) -> None:
    with pytest.raises(ExportError, match="is not an ORCID"):
        signer(key, "somebody")


def test_a_key_without_an_orcid_is_an_error(key: Path) -> None:
    result = CliRunner().invoke(app, ["export", "nanopub", "--key", str(key)])
    assert result.exit_code == 2


def test_the_command_signs(key: Path, tmp_path: Path) -> None:
    file = tmp_path / "all.trig"
    arguments = ["export", "nanopub", "--case", SLUG, "--key", str(key), "--orcid", ORCID]
    result = CliRunner().invoke(app, [*arguments, "--out", str(file)])
    assert result.exit_code == 0, result.output
    assert file.read_text().count("npx:hasSignature ") == 37
