"""A clinic on loopback, from the files in docs/clinic: a provider to sign in at, nginx, two processes, PostgreSQL."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from support.clinics import DOCS, Clinic
from support.serving import Server
from support.waiting import printed, until

COOKIE_SECRET = "c" * 64
MISSING = "nginx is missing and these tests need it: run `sh tests/install.sh`, or `apt-get install nginx`."


@dataclass(frozen=True)
class Hosted:
    """What a browser finds at ``url``, and the processes behind it."""

    url: str
    provider: str
    database: Clinic
    processes: tuple[Server, Server]


@contextmanager
def hosted(folder: Path, database: Clinic, **environment: str) -> Iterator[Hosted]:
    """Start everything; on leaving, only what was started here is ended."""
    with ExitStack() as stack:
        listening = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        # A name, as a clinic has one; browsers know that it is this computer.
        url = f"https://backcare.localhost:{listening.getsockname()[1]}"
        provider = stack.enter_context(_provider(folder))
        secrets = folder / "secrets.toml"
        secrets.write_text(_secrets(url, provider))
        secrets.chmod(0o600)
        environment = {**_environment(database, secrets), **environment}
        processes = []
        for name in ("first", "second"):
            (folder / name).mkdir()
            processes.append(Server(folder / name, environment).start())
            stack.callback(processes[-1].stop)
        stack.enter_context(_nginx(folder, listening, [process.port for process in processes]))
        yield Hosted(url, provider, database, (processes[0], processes[1]))


def _environment(database: Clinic, secrets: Path) -> dict[str, str]:
    values = {
        "postgresql://backcare_app@/backcare?host=/run/postgresql": database.app.render_as_string(hide_password=False),
        "/etc/backcare/secrets.toml": str(secrets),
    }
    lines = _filled((DOCS / "environment").read_text(), values).splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def _secrets(url: str, provider: str) -> str:
    return _filled(
        (DOCS / "secrets.toml").read_text(),
        {
            "https://backcare.example.org": url,
            'cookie_secret = "replace-me"': f'cookie_secret = "{COOKIE_SECRET}"',
            'client_secret = "replace-me"': 'client_secret = "secret"',
            "https://id.example.org": provider,
        },
    )


def _filled(shipped: str, values: dict[str, str]) -> str:
    """A shipped configuration with a clinic's own values; each of them must be in it."""
    for placeholder, value in values.items():
        assert placeholder in shipped, placeholder
        shipped = shipped.replace(placeholder, value)
    return shipped


@contextmanager
def _provider(folder: Path) -> Iterator[str]:
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", "0"]
    with _running(command, folder / "provider.out") as process:
        port = printed(r"running on http://127\.0\.0\.1:(\d+)", process, folder / "provider.out")
        yield f"http://localhost:{port}"


@contextmanager
def _nginx(folder: Path, listening: socket.socket, ports: list[int]) -> Iterator[None]:
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.fail(MISSING)
    _certificate(folder)
    temporary = "".join(f"{kind}_temp_path {folder}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    values = {
        "server_name backcare.example.org": "server_name backcare.localhost",
        "listen 443 ssl": f"listen 127.0.0.1:{listening.getsockname()[1]} ssl",
        "127.0.0.1:8501": f"127.0.0.1:{ports[0]}",
        "127.0.0.1:8502": f"127.0.0.1:{ports[1]}",
        "/etc/backcare": str(folder),
        "/var/log/nginx/backcare.log": str(folder / "nginx.log"),
        "/run/nginx-backcare.pid": str(folder / "nginx.pid"),
        "access_log off;": f"access_log off; {temporary}",
    }
    configuration, log = folder / "nginx.conf", folder / "nginx.log"
    configuration.write_text(_filled((DOCS / "nginx.conf").read_text(), values))
    command = [program, "-c", str(configuration), "-p", str(folder), "-e", str(log), "-g", "daemon off;"]
    # It takes over the socket, as it does from an older nginx: nobody else gets the port meanwhile.
    given = {"NGINX": f"{listening.fileno()};"}
    with _running(command, folder / "nginx.out", given, pass_fds=[listening.fileno()]) as process:
        until(lambda: (folder / "nginx.pid").exists() or process.poll() is not None, log.read_text)
        assert process.poll() is None, log.read_text()
        yield


@contextmanager
def _running(
    command: list[str], output: Path, environment: dict[str, str] | None = None, pass_fds: Sequence[int] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    with output.open("wb") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, env={**os.environ, **(environment or {})}, pass_fds=pass_fds
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)


def _certificate(folder: Path) -> None:
    """A certificate that no browser trusts, for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(1))
    (folder / "certificate.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *private))


def person_of(hosted: Hosted, subject: str) -> str:
    """The id that a person of the provider has in the database."""
    from backcare.clinic.access import sign_in_of

    return sign_in_of({"iss": hosted.provider, "sub": subject, "iat": 0}).person


def faults(hosted: Hosted) -> list[str]:
    """What the processes complained of that a kill does not explain."""
    said = [line for process in hosted.processes for line in process.complaints]
    return [line for line in said if not re.search("reconnect", line)]
