"""Where an import comes from: a path or bytes, one CSV or the zip, opened without trusting a word of it."""

import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from backcare.exchange.problems import Problems, Refused, shown
from backcare.log.columns import TABLES

Source = str | os.PathLike[str] | bytes

LARGEST = 64 * 1024 * 1024
"""Bytes of one import, unpacked; ten years of a full log are 4 million."""
MOST_ENTRIES = 100
"""Files in a zip, folders and what a Mac adds included: each costs memory before it can be looked at."""
ENTRY = b"PK\x01\x02"
"""With these bytes each entry of a zip's table of contents begins."""
IGNORED = {".DS_Store", "Thumbs.db", "desktop.ini"}
FILES = {f"{name}.csv": name for name in TABLES}
NAMES = ", ".join(FILES)
WHAT = f"a zip of {NAMES}, or one of these"
EXPORTED = "a zip as it was exported"
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, LookupError, struct.error)
"""What ``zipfile`` raises over a zip that is not right; found by damaging zips at random."""


class Part(NamedTuple):
    """One CSV file: its name for messages ("" for bare bytes), its table when the name decides it, and its bytes."""

    name: str
    table: str | None
    data: bytes


def parts(source: Source, problems: Problems) -> Iterator[Part]:
    """The CSV files of a source, one after the other; what cannot be opened goes to ``problems``."""
    name = "" if isinstance(source, bytes) else shown(Path(source).name)
    try:
        data = source if isinstance(source, bytes) else _read_file(Path(source))
        _check_size(len(data))
        if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            yield from _zipped(data, problems)
        else:
            yield Part(name, None, data)
    except Refused as refused:
        problems.add(name or "the file", refused)


def _read_file(path: Path) -> bytes:
    allowed = f"the path of {WHAT}"
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise Refused("this is a folder" if stat.S_ISDIR(mode) else "this is not a plain file", allowed)
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise Refused("there is no such file", allowed) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "this is not a path"
        raise Refused(f"the file cannot be opened ({reason})", allowed) from error


def _check_size(size: int) -> None:
    if size > LARGEST:
        raise Refused("there is too much in it", f"{LARGEST // 1024 // 1024} MiB, unpacked")


def _zipped(data: bytes, problems: Problems) -> Iterator[Part]:
    if data.count(ENTRY) > MOST_ENTRIES:
        raise Refused("the zip holds far too many files", NAMES)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as error:
        raise Refused("the zip is damaged or cut off", EXPORTED) from error
    members = list(_members(archive, problems))
    if not members and not problems:
        problems.add("the zip", Refused("there is no file in it", NAMES))
    _check_size(sum(info.file_size for info, _ in members))
    for info, name in members:
        try:
            with archive.open(info) as stream:
                # No more than the zip says, whatever is packed in it; one byte more reaches the check of the checksum.
                content = stream.read(info.file_size + 1)
        except BROKEN:
            problems.add(name, Refused("this part of the zip is damaged", EXPORTED))
        else:
            yield Part(name, FILES[name], content)


def _members(archive: zipfile.ZipFile, problems: Problems) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    """The entries that are tables of the log. The four files may lie in one folder, as "compress folder" makes it."""
    taken: dict[str, str] = {}
    for info in archive.infolist():
        path = PurePosixPath(info.orig_filename)
        # Not ``is_dir``: it stumbles over an entry without a name.
        if info.orig_filename.endswith("/") or path.parts[:1] == ("__MACOSX",) or path.name in IGNORED:
            continue
        fault = _fault(info, path)
        if fault is None and path.name in taken:
            fault = Refused(f"is there a second time, after “{shown(taken[path.name])}”", "each once")
        if fault is None:
            taken[path.name] = info.orig_filename
            yield info, path.name
        else:
            problems.add("the zip", fault, value=info.orig_filename or "(no name)")


def _fault(info: zipfile.ZipInfo, path: PurePosixPath) -> Refused | None:
    """What is wrong with an entry; nothing is ever written under the name it gives."""
    name = info.orig_filename
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or not name.isprintable():
        return Refused("is an unsafe name", NAMES)
    if stat.S_ISLNK(info.external_attr >> 16):
        return Refused("is a link", "plain files")
    if info.flag_bits & 1:
        return Refused("is encrypted", "files without a password")
    if path.suffix.lower() == ".zip":
        return Refused("is a zip inside the zip", NAMES)
    if path.name not in FILES or len(path.parts) > 2:
        return Refused("does not belong to a log", f"{NAMES}, all of them in one folder or in none")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return Refused("is packed in an unusual way", "files that are stored or deflated")
    return None
