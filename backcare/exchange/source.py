"""Where an import comes from: a path or bytes, one CSV or the zip, opened without trusting a word of it."""

import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from backcare.exchange.problems import Halt, Problem, Problems, shown
from backcare.log.columns import TABLES

Source = str | os.PathLike[str] | bytes

LARGEST = 64 * 1024 * 1024
"""Bytes of one import, unpacked, counted as they are read; ten years of a full log are 4 million."""
DIRECTORY = 64 * 1024
"""Bytes of a zip's table of contents: a log needs 300, and each entry costs memory before it can be looked at."""
IGNORED = {".DS_Store", "Thumbs.db", "desktop.ini"}
FILES = {f"{name}.csv": name for name in TABLES}
NAMES = ", ".join(FILES)
WHAT = f"a zip of {NAMES}, or one of these"
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, LookupError, struct.error)
"""What ``zipfile`` raises over a zip that is not right; found by damaging zips at random."""


@dataclass(frozen=True, slots=True)
class Part:
    """One CSV file: its name for messages ("" for bare bytes), its table when the name decides it, and its bytes."""

    name: str
    table: str | None
    stream: "io.BufferedReader[Any]"


class _Counted(io.RawIOBase):
    """Bytes from a stream, at most as many as are left of ``LARGEST``, with faults of the zip as ``Halt``."""

    def __init__(self, stream: IO[bytes], left: list[int]) -> None:
        self.stream = stream
        self.left = left

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill ``buffer`` as far as the stream gives."""
        try:
            data = self.stream.read(len(buffer))
        except BROKEN as error:
            raise Halt("this part of the zip is damaged", "a zip as it was exported") from error
        except OSError as error:
            raise Halt(f"the file cannot be read ({error.strerror})", "a file that can be read") from error
        self.left[0] -= len(data)
        if self.left[0] < 0:
            raise _too_large()
        buffer[: len(data)] = data
        return len(data)


def _too_large() -> Halt:
    return Halt("there is too much in it", f"{LARGEST // 1024 // 1024} MiB, unpacked")


def parts(source: Source, problems: Problems) -> Iterator[Part]:
    """The CSV files of a source, one after the other; what cannot be opened goes to ``problems``.

    A part must be read before the next is asked for.
    """
    name = "" if isinstance(source, bytes) else shown(Path(source).name)
    try:
        with _stream(source) as stream:
            if _is_zip(stream):
                with _archive(stream) as archive:
                    yield from _zipped(archive, problems)
            else:
                yield Part(name, None, io.BufferedReader(_Counted(stream, [LARGEST]), 65536))
    except Halt as halt:
        problems.add(halt.problem(name or "the file"))


def _stream(source: Source) -> IO[bytes]:
    if isinstance(source, bytes):
        return io.BytesIO(source)
    allowed = f"the path of {WHAT}"
    try:
        mode = Path(source).stat().st_mode
        if not stat.S_ISREG(mode):
            raise Halt("this is a folder" if stat.S_ISDIR(mode) else "this is not a plain file", allowed)
        return Path(source).open("rb")
    except FileNotFoundError as error:
        raise Halt("there is no such file", allowed) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its path is no path"
        raise Halt(f"the file cannot be opened ({reason})", allowed) from error


def _is_zip(stream: IO[bytes]) -> bool:
    start = stream.read(4)
    stream.seek(0)
    return start in (b"PK\x03\x04", b"PK\x05\x06")


def _archive(stream: IO[bytes]) -> zipfile.ZipFile:
    """The zip, once its table of contents is known to be small."""
    size = stream.seek(0, os.SEEK_END)
    if size > LARGEST:
        raise _too_large()
    stream.seek(max(0, size - 65_557))
    tail = stream.read()
    end = tail.rfind(b"PK\x05\x06")
    damaged = Halt("the zip is damaged or cut off", "a zip as it was exported")
    if end < 0 or len(tail) < end + 22:
        raise damaged
    if int.from_bytes(tail[end + 12 : end + 16], "little") > DIRECTORY or tail[:end].rfind(b"PK\x06\x07") >= 0:
        raise Halt("the zip holds far too many files", NAMES)
    try:
        return zipfile.ZipFile(stream)
    except BROKEN as error:
        raise damaged from error


def _zipped(archive: zipfile.ZipFile, problems: Problems) -> Iterator[Part]:
    members = list(_members(archive, problems))
    if not members and not problems:
        problems.add(Problem("the zip", None, "", "", NAMES, "there is no file in it"))
    if sum(info.file_size for info, _ in members) > LARGEST:
        raise _too_large()
    left = [LARGEST]
    for info, name in members:
        try:
            with archive.open(info) as stream, io.BufferedReader(_Counted(stream, left), 65536) as counted:
                yield Part(name, FILES[name], counted)
        except BROKEN:
            allowed = "a zip as it was exported"
            problems.add(Problem(name, None, "", "", allowed, "this part of the zip is damaged"))


def _members(archive: zipfile.ZipFile, problems: Problems) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    """The entries that are tables of the log. The four files may lie in one folder, as "compress folder" makes it."""
    taken: dict[str, str] = {}
    for info in archive.infolist():
        path = PurePosixPath(info.orig_filename)
        # Not ``is_dir``: it stumbles over an entry without a name.
        if info.orig_filename.endswith("/") or path.parts[:1] == ("__MACOSX",) or path.name in IGNORED:
            continue
        wrong, allowed = _fault(info, path)
        if not wrong and path.name in taken:
            wrong, allowed = f"is there a second time, after “{shown(taken[path.name])}”", "each once"
        if wrong:
            problems.add(Problem("the zip", None, "", shown(info.orig_filename) or "(no name)", allowed, wrong))
            continue
        taken[path.name] = info.orig_filename
        yield info, path.name


def _fault(info: zipfile.ZipInfo, path: PurePosixPath) -> tuple[str, str]:
    """What is wrong with an entry, and what is allowed; nothing is ever written under the name it gives."""
    name = info.orig_filename
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or not name.isprintable():
        return "is an unsafe name", NAMES
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link", "plain files"
    if info.flag_bits & 1:
        return "is encrypted", "files without a password"
    if path.suffix.lower() == ".zip":
        return "is a zip inside the zip", NAMES
    if path.name not in FILES or len(path.parts) > 2:
        return "does not belong to a log", f"{NAMES}, all of them in one folder or in none"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "is packed in an unusual way", "files that are stored or deflated"
    return "", ""
