"""Where the backups of a log go and where they may be: beside the log, or a folder of the person's choosing.

The choice is kept in a small file beside the log, ``<log>-backups.toml``, because it must survive the loss of the log:

    folder = "/media/stick/backcare"      # where new ones go; without it, "backups" beside the log
    others = ["/media/old/backcare"]      # where earlier ones are: looked at for a rescue, emptied when erasing

The environment variable ``BACKCARE_BACKUP_FOLDER`` comes before ``folder``.
"""

import json
import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from backcare import environment
from backcare.errors import ConfigurationError
from backcare.files import logfile

VARIABLE = environment.BACKUP_FOLDER


@dataclass(frozen=True, slots=True)
class Folders:
    """``chosen`` is where new backups go, ``known`` every folder that may hold some, the chosen one first."""

    chosen: Path
    known: tuple[Path, ...]


def note_of(log: Path) -> Path:
    """The file that keeps the choice."""
    return log.with_name(f"{log.stem}-backups.toml")


def beside_log(log: Path) -> Path:
    """Where backups go when nothing was chosen."""
    return log.parent / "backups"


def read(log: Path) -> Folders:
    """The folders of this log's backups; ``ConfigurationError`` when the choice makes no sense."""
    folder, others = _read_note(note_of(log))
    asked = os.environ.get(VARIABLE)
    chosen = _absolute(asked, VARIABLE) if asked else folder or beside_log(log)
    known = [chosen, *([folder] if folder else []), beside_log(log), *others]
    return Folders(chosen, tuple(dict.fromkeys(known)))


def _read_note(note: Path) -> tuple[Path | None, list[Path]]:
    try:
        said = tomllib.loads(note.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None, []
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            f'{note} cannot be read ({error}); allowed: folder = "/a/folder". Correct it or delete it.'
        ) from error
    others = said.get("others", [])
    if said.keys() - {"folder", "others"} or not isinstance(others, list):
        raise ConfigurationError(f'{note} says something else than folder = "/a/folder" and others = ["/a/folder"].')
    folder = _absolute(said["folder"], f"folder in {note}") if "folder" in said else None
    return folder, [_absolute(other, f"others in {note}") for other in others]


def _absolute(value: object, where: str) -> Path:
    if not isinstance(value, str) or not Path(value).is_absolute():
        raise ConfigurationError(f"{where} is {value!r}; allowed: a folder's full path, from the root on.")
    return Path(value)


def choose(log: Path, folder: Path | None) -> None:
    """Let new backups go to that folder from now on; ``None``: beside the log again. The earlier ones stay known."""
    if folder is not None:
        folder = folder.absolute()
        admit(log, folder)
    _write(log, folder, read(log).known)


def remember(log: Path, folder: Path) -> None:
    """Know that there are backups in this folder, without choosing it."""
    if folder not in _recorded(log):
        chosen, _others = _read_note(note_of(log))
        _write(log, chosen, (*read(log).known, folder))


def _recorded(log: Path) -> set[Path]:
    folder, others = _read_note(note_of(log))
    return {beside_log(log), *others, *([folder] if folder else [])}


def _write(log: Path, folder: Path | None, known: tuple[Path, ...]) -> None:
    others = [str(other) for other in dict.fromkeys(known) if other not in (folder, beside_log(log))]
    lines = [f"folder = {json.dumps(str(folder), ensure_ascii=False)}\n"] if folder else []
    lines += [f"others = {json.dumps(others, ensure_ascii=False)}\n"] if others else []
    with logfile.new_file(note_of(log), logfile.REPLACE) as draft:
        draft.write_text("".join(lines), encoding="utf-8")


def admit(log: Path, folder: Path) -> None:
    """Make the folder; refuse one with the backups of another log: they would be rotated out and erased with ours."""
    logfile.make_folder(folder)
    if folder not in _recorded(log) and names(log, folder):
        raise ConfigurationError(
            f"{folder} already holds backups of another log. Choose an empty folder, such as {folder / 'backcare'}; "
            "to bring one of those backups here, restore it."
        )


def names(log: Path, folder: Path) -> list[re.Match[str]]:
    """The names in the folder that are those of this log's backups, or would be; none when it is out of reach."""
    pattern = re.compile(rf"{re.escape(log.stem)}-(?P<at>\d{{8}}T\d{{6}}Z)(?:-(?P<label>[a-z0-9-]+))?\.db")
    try:
        return [found for name in os.listdir(folder) if (found := pattern.fullmatch(name))]
    except OSError:
        return []
