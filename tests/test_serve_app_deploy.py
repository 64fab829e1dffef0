"""The files that run a server on the internet, as the programs that read them see them."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from casegraph.serve.settings import MIB, Limits

DEPLOY = Path(__file__).parents[1] / "docs" / "deploy"


def program(name: str) -> str:
    found = shutil.which(name, path="/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def test_nginx_takes_its_file(tmp_path: Path) -> None:
    nginx, openssl = program("nginx"), program("openssl")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = (openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=example.org")
    subprocess.run((*made, "-keyout", key, "-out", certificate), check=True, capture_output=True)
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    live = "/etc/letsencrypt/live/cases.example.org"
    text = text.replace(f"{live}/fullchain.pem", str(certificate))
    text = text.replace(f"{live}/privkey.pem", str(key))
    folders = " ".join(
        f"{kind}_temp_path {tmp_path / kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = tmp_path / "nginx.conf"
    whole.write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ {folders} {text} }}"
    )
    told = subprocess.run((nginx, "-t", "-p", tmp_path, "-c", whole), capture_output=True)
    assert told.returncode == 0, told.stderr.decode()


def test_nginx_lets_through_what_casegraph_takes() -> None:
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    assert f"client_max_body_size {Limits().update // MIB}m;" in text
    assert f"proxy_read_timeout {60}s;" in text
    assert Limits().seconds + Limits().wait < 60


def test_systemd_takes_its_file(tmp_path: Path) -> None:
    systemd = program("systemd-analyze")
    text = (DEPLOY / "casegraph.service").read_text("utf-8")
    unit = tmp_path / "casegraph.service"
    unit.write_text(text.replace("/opt/casegraph/bin/casegraph", sys.executable))
    told = subprocess.run(
        (systemd, "verify", "--man=no", "--recursive-errors=no", unit), capture_output=True
    )
    assert told.returncode == 0, told.stderr.decode()
    assert told.stderr.decode() == ""


def test_a_container_needs_the_wheel_alone() -> None:
    lines = (DEPLOY / "Containerfile").read_text("utf-8").splitlines()
    copied = [line.split()[1:-1] for line in lines if line.startswith(("COPY", "ADD"))]
    assert copied == [["casegraph-*.whl"]]
