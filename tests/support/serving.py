"""The dashboard as a person starts it, on a log of its own, for tests in a browser."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import backcare
from backcare.store import LogStore, open_store
from backcare.store.engine import writing
from backcare.store.tables import metadata

ROOT = Path(backcare.__file__).parents[1]
WAIT = 60
STREAMLIT = [sys.executable, "-m", "streamlit", "run", "app.py"]


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """``streamlit run app.py`` with its log in ``folder``; it can be stopped and started again on the same port."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> Path:
        return self.folder / "backcare.db"

    @property
    def output(self) -> str:
        """What the server has printed so far."""
        return (self.folder / "server.out").read_text()

    def store(self, person: str = "me") -> LogStore:
        """The same log, opened from outside."""
        return open_store(self.database, person)

    def start(self, command: list[str] | None = None, cwd: Path = ROOT) -> "Server":
        started = command or [*STREAMLIT, f"--server.port={self.port}", "--server.headless=true"]
        # Its output goes to a file: a pipe that nobody empties would stop it once full.
        with (self.folder / "server.out").open("ab") as out:
            self.process = subprocess.Popen(
                started,
                cwd=cwd,
                env={**os.environ, "BACKCARE_DATABASE_URL": f"sqlite:///{self.database}", **self.environment},
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        end = time.monotonic() + WAIT
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urlopen(f"{self.url}/_stcore/health", timeout=1):
                    return self
            except HTTPError:
                return self  # A private one answers nobody, but it answers.
            except OSError:
                time.sleep(0.05)
        raise TimeoutError(self.output)

    def stop(self) -> None:
        assert self.process is not None
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)

    def empty(self) -> None:
        """Leave nothing in the log and beside it, as if it had just been made."""
        for other in self.folder.iterdir():
            if other.is_dir():
                shutil.rmtree(other)
            elif other not in (self.database, self.folder / "server.out"):
                other.unlink()
        engine = self.store().engine
        with writing(engine) as connection:
            for table in reversed(metadata.sorted_tables):
                if table.name != "person":
                    connection.execute(table.delete())
            people = metadata.tables["person"]
            connection.execute(people.delete().where(people.c.id != "me"))
            connection.execute(people.update().values(name="", colour="", zone=""))
        engine.dispose()

    @property
    def complaints(self) -> list[str]:
        """Lines of the server's output that tell of a fault."""
        lines = re.findall(r"^.*(?:Traceback|Error|Exception|WARNING|ERROR).*$", self.output, flags=re.M)
        return [line for line in lines if '" 200' not in line]  # An access line may name a file such as ErrorOutline.
