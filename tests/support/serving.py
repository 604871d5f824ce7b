"""The dashboard as a person starts it, on a log of its own, for tests in a browser."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import backcare
from backcare.store import LogStore, open_store
from backcare.store.engine import writing
from backcare.store.tables import metadata
from support.waiting import WAIT, printed

ROOT = Path(backcare.__file__).parents[1]
STREAMLIT = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true", "--server.port"]
BACKCARE = [sys.executable, "-m", "backcare.cli", "--no-browser", "--port"]
"""Commands that start the dashboard; each ends in the option that takes the port."""


@dataclass
class Server:
    """``streamlit run app.py`` with its log in ``folder``. It gets any free port, and keeps it when started again."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    port: int = 0
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

    def start(self, command: Sequence[str] = STREAMLIT, cwd: Path = ROOT) -> "Server":
        """Start it, and wait until it answers at the address that it prints."""
        path = self.folder / "server.out"
        # Its output goes to a file: a pipe that nobody empties would stop it once full.
        with path.open("ab") as out:
            before = out.tell()
            self.process = subprocess.Popen(
                [*command, str(self.port)],
                cwd=cwd,
                env={**os.environ, "BACKCARE_DATABASE_URL": f"sqlite:///{self.database}", **self.environment},
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        self.port = int(printed(r"URL: https?://\S+:(\d+)", self.process, path, before))
        # It listens before it prints this, and answers once it has started; a private one with a refusal.
        with suppress(HTTPError), urlopen(f"{self.url}/_stcore/health", timeout=WAIT):
            pass
        return self

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
