"""A disk that loses power: what a program wrote and synced, recorded by strace, and what a cut may leave of it.

The model is harsher than most disks. Of what was written to a file and not synced since, each 512-byte sector may have
arrived or not, in any order. Names (made, linked, renamed, removed) arrive in their order, up to any point, and for
certain only when their folder was synced. A disk is taken to keep what it said it had synced.
"""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

CALLS = "openat,write,pwrite64,ftruncate,fsync,fdatasync,link,rename,unlink"
TRACE = f"strace -f -y -xx -s 4000000 -e signal=none -e trace={CALLS}"
SECTOR = 512
CALL = re.compile(r"\d+ +(?P<name>\w+)\((?P<inside>.*)\) += (?P<result>-?\d+).*")
STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
OPEN_FILE = re.compile(r"\d+<((?:\\x[0-9a-f]{2})*)>")


@dataclass(frozen=True, slots=True)
class Event:
    """One call: ``name`` is that of the system call; ``to`` the second name of a link or rename."""

    name: str
    path: str
    data: bytes = b""
    at: int = 0
    to: str = ""


def strace(output: Path, command: list[str]) -> list[str]:
    """The command that runs another one under observation."""
    return [*shlex.split(TRACE), "-o", str(output), *command]


def events(trace: Path, folder: Path) -> list[Event]:
    """What was done in the folder, in order; a call that was interrupted by another thread is put together again."""
    found = [event for line in _whole_lines(trace) if (event := _event(line)) is not None]
    return [event for event in found if event.path.startswith(str(folder))]


def _whole_lines(trace: Path) -> Iterator[str]:
    begun: dict[str, str] = {}
    for line in trace.read_text(encoding="ascii").splitlines():
        pid = line.split(" ", 1)[0]
        if line.endswith("<unfinished ...>"):
            begun[pid] = line.removesuffix("<unfinished ...>").rstrip()
        elif " resumed>" in line:
            yield begun.pop(pid) + line.split(" resumed>", 1)[1]
        else:
            yield line


def _bytes(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))


def _event(line: str) -> Event | None:
    call = CALL.match(line)
    if call is None or int(call["result"]) < 0:
        return None
    name, inside = call["name"], call["inside"]
    strings = [_bytes(found) for found in STRING.findall(inside)]
    if name == "openat":
        if "O_CREAT" not in inside:
            return None
        return Event("truncate" if "O_TRUNC" in inside else "make", strings[0].decode())
    if name in ("link", "rename", "unlink"):
        return Event(name, strings[0].decode(), to=strings[-1].decode())
    path = _bytes(OPEN_FILE.match(inside)[1]).decode(errors="replace")  # type: ignore[index]
    if name == "ftruncate":
        return Event(name, path, at=int(inside.rsplit(", ", 1)[1]))
    if name == "pwrite64":
        return Event(name, path, strings[0], int(inside.rsplit(", ", 1)[1]))
    return Event(name, path, strings[0] if strings else b"")


@dataclass(slots=True)
class File:
    """What is on the disk for certain, and what was written since: (offset, bytes), or (length, None) for a cut."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    length: int = 0

    def write(self, at: int, data: bytes | None) -> None:
        """Not yet synced."""
        self.pending.append((at, data))
        self.length = at if data is None else max(self.length, at + len(data))

    def sync(self) -> None:
        """All of it is on the disk now."""
        self.durable = self.after(self.pending)
        self.pending.clear()

    def after(self, kept: list[tuple[int, bytes | None]]) -> bytearray:
        """The file when these writes arrived."""
        content = bytearray(self.durable)
        for at, data in kept:
            if data is None:
                content[at:] = bytes(max(0, at - len(content)))
            else:
                content.extend(bytes(max(0, at + len(data) - len(content))))
                content[at : at + len(data)] = data
        return content

    def cut(self, random: Random) -> bytearray:
        """The file after a power cut."""
        if random.random() < 0.2:
            return self.after([])
        kept: list[tuple[int, bytes | None]] = []
        for at, data in self.pending:
            if data is None:
                kept += [(at, None)] if random.random() < 0.5 else []
                continue
            for start in range(0, len(data), SECTOR):
                if random.random() < 0.5:
                    kept.append((at + start, data[start : start + SECTOR]))
        return self.after(kept)


class Disk:
    """The files of one folder and its subfolders, as the events go by."""

    def __init__(self) -> None:
        self.names: dict[str, File] = {}
        self.durable_names: dict[str, File] = {}
        self.pending: list[tuple[str, str, File | None]] = []

    def play(self, event: Event) -> None:
        """Let one call happen."""
        file = self.names.get(event.path)
        if event.name in ("make", "truncate"):
            if file is None:
                self._name(event.path, File())
            elif event.name == "truncate":
                file.write(0, None)
        elif event.name == "unlink":
            self._name(event.path, None)
        elif event.name in ("link", "rename"):
            self._name(event.to, file)
            if event.name == "rename":
                self._name(event.path, None)
        elif file is None:
            if event.name in ("fsync", "fdatasync"):
                self._sync_folder(event.path)
        elif event.name == "ftruncate":
            file.write(event.at, None)
        elif event.name == "pwrite64":
            file.write(event.at, event.data)
        elif event.name == "write":
            file.write(file.length, event.data)
        else:
            file.sync()

    def _name(self, path: str, file: File | None) -> None:
        if file is None:
            self.names.pop(path, None)
        else:
            self.names[path] = file
        self.pending.append((str(Path(path).parent), path, file))

    def _sync_folder(self, folder: str) -> None:
        _apply(self.durable_names, [p for p in self.pending if p[0] == folder])
        self.pending = [p for p in self.pending if p[0] != folder]

    def cut(self, random: Random) -> dict[str, bytearray]:
        """What is found when the power is back."""
        names = dict(self.durable_names)
        _apply(names, self.pending[: random.randint(0, len(self.pending))])
        contents = {id(file): file.cut(random) for file in names.values()}
        return {path: contents[id(file)] for path, file in names.items()}


def _apply(names: dict[str, File], done: list[tuple[str, str, File | None]]) -> None:
    for _folder, path, file in done:
        if file is None:
            names.pop(path, None)
        else:
            names[path] = file
