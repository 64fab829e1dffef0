"""The files that run a server on the internet, as the programs that read them see them."""

import re
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
    patience = int(text.partition("proxy_read_timeout ")[2].partition("s;")[0])
    limits = Limits()
    assert limits.wait + max(limits.seconds, limits.update_seconds) < patience


def asks(path: str) -> bool:
    """Return whether nginx takes the answer at *path* for one that takes a while.

    path: as nginx has it in `$uri$is_args`, without what follows the question mark.
    """
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    patterns = re.findall(r'"~(.+)" \$binary_remote_addr;', text)
    assert len(patterns) > 1
    return any(re.search(pattern, path) for pattern in patterns)


@pytest.mark.parametrize(
    "path",
    [
        "/sparql",
        "/sparql?",
        "/sparql/first-rows",
        "/data?",
        "/query/drugs?",
        "/query/drugs.html?",
        "/api/queries/drugs/answer",
        "/store?",
        "/downloads/graph.nq.gz",
    ],
)
def test_nginx_lets_nobody_ask_much_at_once(path: str) -> None:
    assert asks(path)


@pytest.mark.parametrize(
    "path", ["/case/a", "/term/a?", "/query/drugs", "/store", "/downloads", "/api/queries/drugs"]
)
def test_nginx_lets_everyone_read_pages(path: str) -> None:
    assert not asks(path)


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
