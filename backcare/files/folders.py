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
from collections.abc import Iterable
from pathlib import Path

from backcare.environment import BACKUP_FOLDER
from backcare.errors import ConfigurationError
from backcare.files import logfile


def note_of(log: Path) -> Path:
    """The file that keeps the choice."""
    return log.with_name(f"{log.stem}-backups.toml")


def beside_log(log: Path) -> Path:
    """Where backups go when nothing was chosen."""
    return log.parent / "backups"


def all_folders(log: Path) -> list[Path]:
    """Every folder that may hold backups of this log, first the one where new ones go.

    Raises ``ConfigurationError`` when the choice makes no sense.
    """
    variable = os.environ.get(BACKUP_FOLDER)
    first = [_absolute(variable, BACKUP_FOLDER)] if variable else []
    return list(dict.fromkeys([*first, *_recorded(log)]))


def _recorded(log: Path) -> list[Path]:
    """The same without the environment variable."""
    note = note_of(log)
    try:
        content = tomllib.loads(note.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return [beside_log(log)]
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            f'{note} cannot be read ({error}); allowed: folder = "/a/folder". Correct it or delete it.'
        ) from error
    others = content.get("others", [])
    if content.keys() - {"folder", "others"} or not isinstance(others, list):
        raise ConfigurationError(f'{note} says something else than folder = "/a/folder" and others = ["/a/folder"].')
    first = [_absolute(content["folder"], f"folder in {note}")] if "folder" in content else []
    return [*first, beside_log(log), *(_absolute(other, f"others in {note}") for other in others)]


def _absolute(value: object, where: str) -> Path:
    if not isinstance(value, str) or not Path(value).is_absolute():
        raise ConfigurationError(f"{where} is {value!r}; allowed: a folder's full path, from the root on.")
    return Path(value)


def choose_folder(log: Path, folder: Path | None) -> None:
    """Let new backups go to that folder from now on; ``None``: beside the log again. The earlier ones stay known."""
    folder = beside_log(log) if folder is None else folder.absolute()
    prepare_folder(log, folder)
    _write(log, [folder, *all_folders(log)])


def remember(log: Path, folder: Path) -> None:
    """Know that there are backups in this folder, without choosing it."""
    recorded = _recorded(log)
    if folder not in recorded:
        _write(log, [*recorded, folder])


def _write(log: Path, folders: Iterable[Path]) -> None:
    first, *others = dict.fromkeys(folders)
    # Beside the log goes without saying, so that the log and its backups can be moved together.
    lines = [] if first == beside_log(log) else [f"folder = {_quoted(first)}"]
    lines.append(f"others = [{', '.join(_quoted(other) for other in others if other != beside_log(log))}]")
    with logfile.new_file(note_of(log), replace=True) as draft:
        draft.write_text("\n".join(lines), encoding="utf-8")


def _quoted(folder: Path) -> str:
    return json.dumps(str(folder), ensure_ascii=False)


def prepare_folder(log: Path, folder: Path) -> None:
    """Make the folder; refuse one with the backups of another log: they would be rotated out and erased with ours."""
    logfile.make_folder(folder)
    if folder not in _recorded(log) and names(log, folder):
        raise ConfigurationError(
            f"{folder} holds the backups of another log. Choose an empty folder, such as {folder / 'backcare'}; "
            "to bring one of those backups here, restore it."
        )


def names(log: Path, folder: Path) -> list[re.Match[str]]:
    """The names in the folder that are those of this log's backups, or would be; none when it is out of reach."""
    pattern = re.compile(rf"{re.escape(log.stem)}-(?P<at>\d{{8}}T\d{{6}}Z)(?:-(?P<label>[a-z0-9-]+))?\.db")
    try:
        return [name for name in map(pattern.fullmatch, os.listdir(folder)) if name]
    except OSError:
        return []
