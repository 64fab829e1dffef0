"""Packets are found in files, folders and archives, and no archive can do harm."""

import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from casegraph.cli import app
from casegraph.errors import ReadError
from casegraph.importers.phenopackets import archives, import_phenopackets, sources
from casegraph.importers.phenopackets.packet import Packet, Unusable
from casegraph.importers.phenopackets.sources import files, packets
from casegraph.store import Store
from phenopackets_made import packet, read


def found(path: Path) -> list[tuple[str, str]]:
    """Return the pointer and the id of each packet at *path*, or the reason why there is none."""
    return [
        (one.pointer, one.plain.get("id", ""))
        if isinstance(one, Packet)
        else (one.pointer, one.reason)
        for one in packets(path)
        if isinstance(one, Packet | Unusable)
    ]


def saved(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


ONE = json.dumps(packet())


def test_a_file_holds_one_packet_or_many(tmp_path: Path) -> None:
    two = [packet(), packet(id="moon-2")]
    lines = "\n".join(map(json.dumps, two))
    both = [("", "moon-1"), ("", "moon-2")]
    assert found(saved(tmp_path / "a.json", ONE)) == both[:1]
    assert found(saved(tmp_path / "b.json", json.dumps(two))) == [
        ("/0", "moon-1"),
        ("/1", "moon-2"),
    ]
    assert found(saved(tmp_path / "c.ndjson", lines)) == both
    assert found(saved(tmp_path / "d.json", lines)) == both


def test_yaml_gives_the_same_as_json(tmp_path: Path) -> None:
    text = "id: moon-1\nmetaData:\n  created: 2024-05-06T07:08:09Z\n  createdBy: Ann\n"
    (one,) = packets(saved(tmp_path / "a.yaml", text))
    assert isinstance(one, Packet)
    assert one.plain["metaData"]["created"] == "2024-05-06T07:08:09Z"
    assert found(saved(tmp_path / "b.yml", "a: &x [1]\nb: *x\n"))[0][1].startswith("not YAML")


def test_members_of_families_and_cohorts_are_cases_of_their_own(tmp_path: Path) -> None:
    metadata = {"externalReferences": [{"id": "PMID:9"}]}
    family = {
        "id": "fam",
        "proband": packet(id="proband"),
        "relatives": [{"id": "mother", "subject": {"id": "M"}}, {"subject": {"id": "F"}}],
        "metaData": metadata,
    }
    cohort = {"id": "group", "members": [packet(id="proband")]}
    members = list(packets(saved(tmp_path / "family.json", json.dumps(family))))
    assert [one.pointer for one in members] == ["/proband", "/relatives/0", "/relatives/1"]
    cases = [
        read(one.plain, pointer=one.pointer, family=one.family, metadata=one.metadata)[0]
        for one in members
        if isinstance(one, Packet)
    ]
    assert [case.works[0].iri[-4:] for case in cases] == ["-123", "id-9", "id-9"]
    assert "source#/relatives/0/subject" in cases[1].lines
    assert len({case.document for case in cases}) == 3
    assert found(saved(tmp_path / "cohort.json", json.dumps(cohort))) == [("/members/0", "proband")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("3", "neither an object nor an array"),
        (b"\xff\xfe", "not UTF-8"),
        ("[[{}]]", "an array inside an array"),
    ],
)
def test_a_file_that_holds_no_packet_is_told(
    tmp_path: Path, content: str | bytes, reason: str
) -> None:
    ((_, said),) = found(saved(tmp_path / "a.json", content))
    assert reason in said


def zipped(path: Path, **members: str | bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def tarred(path: Path, members: Mapping[str, str | bytes]) -> Path:
    with tarfile.open(path, "w:gz" if path.suffix == ".gz" else "w") as archive:
        for name, content in members.items():
            written = content if isinstance(content, bytes) else content.encode()
            entry = tarfile.TarInfo(name)
            entry.size = len(written)
            archive.addfile(entry, io.BytesIO(written))
    return path


def test_archives_are_read_in_place(tmp_path: Path) -> None:
    folder = tmp_path / "inner"
    folder.mkdir()
    names = {"../../etc/a.json": ONE, "/b.json": ONE, "c.txt": "no packet"}
    assert found(zipped(folder / "a.zip", **names)) == [("", "moon-1")] * 2
    with tarfile.open(folder / "a.tar.gz", "w:gz") as archive:
        entry = tarfile.TarInfo("../../../a.json")
        entry.size = len(ONE)
        archive.addfile(entry, io.BytesIO(ONE.encode()))
        link = tarfile.TarInfo("link.json")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert found(folder / "a.tar.gz") == [("", "moon-1")]
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.tar.gz", "a.zip", "inner"]


def test_an_archive_inside_an_archive_is_refused_by_name(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", **{"a.json": ONE}).read_bytes()
    (one,) = packets(zipped(tmp_path / "outer.zip", **{"inner.zip": inner}))
    assert isinstance(one, Unusable)
    assert one.name.endswith("outer.zip!inner.zip")
    assert one.reason == "an archive inside an archive"


def test_a_member_that_is_too_large_is_told_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "LARGEST", 1000)
    members = {"a.json": b" " * 2000, "b.json": ONE.encode()}
    for path in (
        zipped(tmp_path / "large.zip", **members),
        tarred(tmp_path / "large.tar", members),
    ):
        (_, reason), other = found(path)
        assert reason.startswith("larger than")
        assert other == ("", "moon-1")


@pytest.mark.parametrize(("name", "read_on"), [("bomb.zip", True), ("bomb.tar.gz", False)])
def test_an_archive_that_grows_without_bound_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, read_on: bool
) -> None:
    monkeypatch.setattr(sources, "LARGEST", 2000)
    monkeypatch.setattr(archives, "MOST_EXPANDED", 2)
    members: dict[str, str | bytes] = {"a.json": ONE, "b.json": b" " * 1900, "c.json": ONE}
    path = tmp_path / name
    path = zipped(path, **members) if read_on else tarred(path, members)
    (_, first), (_, reason), *rest = found(path)
    assert (first, reason) == ("moon-1", "the archive grows more than 2 times")
    assert bool(rest) is read_on


def test_a_member_that_is_broken_does_not_end_its_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name in ("a.json", "b.json", "c.json"):
            archive.writestr(name, json.dumps(packet(id=name)))
    path.write_bytes(path.read_bytes().replace(b'"id": "b.json"', b'"id": "x.json"'))
    first, broken, last = packets(path)
    assert isinstance(first, Packet)
    assert isinstance(last, Packet)
    assert isinstance(broken, Unusable)
    assert broken.name.endswith("a.zip!b.json")
    assert "Bad CRC-32" in broken.reason


def test_a_tar_that_goes_on_after_a_broken_header_is_told(tmp_path: Path) -> None:
    path = tarred(tmp_path / "a.tar", {"a.json": ONE, "b.json": ONE})
    whole = bytearray(path.read_bytes())
    whole[whole.index(b"b.json") + 110] ^= 1
    path.write_bytes(whole)
    first, (_, reason) = found(path)
    assert first == ("", "moon-1")
    assert "broken header" in reason


def test_a_file_whose_name_is_no_text_is_imported(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    try:
        saved(folder / "\udcff.json", ONE)
    except (OSError, UnicodeEncodeError):
        pytest.skip("this system has no such names")
    tarred(folder / "b.tar", {"\udcff.json": json.dumps(packet(id="moon-2"))})
    details = tmp_path / "details.jsonl"
    report = import_phenopackets([folder], details=details)
    assert (report.cases, report.refusals) == (2, {})
    assert (
        "\\udcff.json" in json.loads(details.read_text(encoding="utf-8").splitlines()[1])["source"]
    )


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz"])
def test_a_broken_archive_is_told(tmp_path: Path, name: str) -> None:
    ((_, reason),) = found(saved(tmp_path / name, b"PK\x03\x04 and no more"))
    assert "cannot be read" in reason


def test_a_path_that_is_missing_or_empty_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        list(files([tmp_path / "none"]))
    with pytest.raises(ReadError, match="no file in this folder"):
        list(files([tmp_path]))


def test_what_there_is_to_tell_of_each_packet_is_written(tmp_path: Path) -> None:
    plains: list[Any] = [packet(excluded=1), packet(id="old", genes=[])]
    path = saved(tmp_path / "many.ndjson", "\n".join(map(json.dumps, plains)) + "\n{")
    store, details = str(tmp_path / "store"), tmp_path / "details.jsonl"
    report = import_phenopackets([path], store=store, details=details)
    records = [json.loads(line) for line in details.read_text(encoding="utf-8").splitlines()]
    assert [one["status"] for one in records] == ["imported", "refused", "unreadable"]
    assert records[0]["not represented"][0]["pointer"] == "/excluded"
    assert (report.packets, report.cases, len(report.refusals)) == (3, 1, 2)
    with Store.open(store) as opened:
        assert opened.count() == 1


def test_the_command_tells_what_it_did_and_fails_when_a_packet_is_refused(tmp_path: Path) -> None:
    good = saved(tmp_path / "good.json", ONE)
    saved(tmp_path / "old.json", json.dumps(packet(id="old", genes=[])))
    store = ["--store", str(tmp_path / "store")]
    done = CliRunner().invoke(app, ["import", "phenopackets", str(good), *store])
    assert done.exit_code == 0, done.output
    assert "cases            1" in done.stdout
    refused = CliRunner().invoke(app, ["import", "phenopackets", str(tmp_path), *store])
    assert refused.exit_code == 1
    assert "a packet of version 1 of the schema" in refused.stdout
    assert CliRunner().invoke(app, ["import", "phenopackets", "none", *store]).exit_code == 2
