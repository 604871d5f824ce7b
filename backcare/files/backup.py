"""Backups of one SQLite log: made with a checksum, listed, checked, and rotated (7 daily, 5 weekly, 12 monthly)."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from backcare.errors import ConfigurationError, StoreError, UnusableLog
from backcare.files import checksum, folders, logfile

DAILY, WEEKLY, MONTHLY = 7, 5, 12
PERIODS = (("%Y-%m-%d", DAILY), ("%G-%V", WEEKLY), ("%Y-%m", MONTHLY))
"""How a moment names its day, its week and its month, and how many of each are kept."""
LABELLED = 3
"""How many of those made before a migration are kept; they stand outside the rotation."""
STALE = timedelta(hours=1)
"""A draft older than this was left by a crash."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup. ``at`` is UTC, ``label`` says why it was made when not for its own sake; ``problem`` as found."""

    path: Path
    at: datetime
    size: int
    label: str = ""
    problem: str | None = None

    @property
    def ok(self) -> bool:
        """Whether it is whole and can be restored."""
        return self.problem is None


def make(log: Path, now: datetime, folder: Path | None = None, label: str = "") -> Backup:
    """Copy the log as it is now into the folder (the chosen one when none is given), checked before it counts.

    A copy that is not sound is thrown away and nothing is rotated: ``UnusableLog`` says that the log needs help.
    """
    target = (folder or folders.all_folders(log)[0]).absolute()
    folders.prepare_folder(log, target)
    for place in (target, log.parent):
        _sweep(log, place, now)
    path = target / f"{log.stem}-{logfile.stamp(now)}{'-' if label else ''}{label}.db"
    with logfile.new_file(path, replace=True) as draft:
        try:
            checksum.copy_log(log, draft)
            checksum.add_checksum(draft)
            problem = checksum.problem_of(draft)
        except UnusableLog:
            problem = "is damaged"
        if problem:
            raise UnusableLog(f"{log} {problem}. No backup was made of it, and the earlier backups are kept.")
    folders.remember(log, target)
    if folder is None:
        rotate(log, target, now)
    return Backup(path, now.replace(microsecond=0), path.stat().st_size, label)


def make_if_due(log: Path, now: datetime) -> Backup | None:
    """Today's backup, unless there is one. Looks only at the names in one folder, so it may be asked at every save.

    When the chosen folder is out of reach, the backup goes beside the log, and then ``StoreError`` says so.
    """
    chosen, beside = folders.all_folders(log)[0], folders.beside_log(log)
    if _is_made(log, chosen, now):
        return None
    try:
        return make(log, now)
    except UnusableLog:
        raise
    except (StoreError, ConfigurationError) as error:
        if beside == chosen:
            raise
        if not _is_made(log, beside, now):
            make(log, now, beside)
            rotate(log, beside, now)
        raise StoreError(f"{error} Today's backup was made beside the log instead, in {beside}.") from error


def _is_made(log: Path, folder: Path, now: datetime) -> bool:
    # The day as the person's clock has it, whatever its date: a clock set back makes today another day.
    today = now.astimezone().date()
    return any(each.at.astimezone().date() == today for each in _listed(log, [folder]) if not each.label)


def _listed(log: Path, where: Iterable[Path]) -> list[Backup]:
    """The backups in these folders, newest first, not examined."""
    backups = []
    for folder in where:
        for name in folders.names(log, folder):
            path = folder / name.string
            try:
                at = datetime.strptime(name["at"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
                backups.append(Backup(path, at, path.stat().st_size, name["label"] or ""))
            except (ValueError, OSError):
                continue  # Not a moment, or gone meanwhile: not one of ours.
    return sorted(backups, key=lambda each: (each.at, each.path.name), reverse=True)


def exist(log: Path) -> bool:
    """Whether there is any backup of this log, good or not."""
    return bool(_listed(log, folders.all_folders(log)))


def examined(log: Path) -> Iterator[Backup]:
    """Every backup of the log that can be reached, newest first."""
    for backup in _listed(log, folders.all_folders(log)):
        try:
            status = backup.path.stat()
            problem = _problem_as_of(backup.path, (status.st_size, status.st_mtime_ns, status.st_ino))
        except (OSError, StoreError) as error:
            problem = f"cannot be read ({error})"
        yield replace(backup, problem=problem)


@lru_cache(maxsize=256)
def _problem_as_of(path: Path, _as_it_was: tuple[int, ...]) -> str | None:
    """Examining a backup of ten years takes a while; one that has not changed since is not examined again."""
    return checksum.problem_of(path, needs_checksum=True)


def newest_good(log: Path) -> Backup | None:
    """The newest backup that is whole, ``None`` when there is none."""
    return next((backup for backup in examined(log) if backup.ok), None)


def rotate(log: Path, folder: Path, now: datetime) -> None:
    """Remove from the folder what is not worth keeping any more."""
    backups = _listed(log, [folder])
    moments = worth_keeping([backup.at for backup in backups if not backup.label], now)
    labelled = [backup for backup in backups if backup.label]
    outdated = [backup for backup in backups if not backup.label and backup.at not in moments]
    for backup in [*outdated, *labelled[LABELLED:]]:
        backup.path.unlink(missing_ok=True)


def worth_keeping(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """Of each of the last days, weeks and months that have a backup, the newest one.

    Counted are those that exist, not days on the calendar: after a year away the old ones are still there. What is
    dated later than ``now`` (the clock was ahead, or is behind now) is kept and takes nobody's place.
    """
    oldest_first = sorted(moments)
    keep = {at for at in oldest_first if at > now}
    for period, count in PERIODS:
        newest = {f"{at.astimezone():{period}}": at for at in oldest_first if at <= now}
        keep |= set(list(newest.values())[-count:])
    return keep


def _sweep(log: Path, folder: Path, now: datetime) -> None:
    for draft in drafts(log, folder):
        try:
            age = now.timestamp() - draft.stat().st_mtime
        except FileNotFoundError:
            continue  # Another process has just finished it.
        if abs(age) > STALE.total_seconds():
            draft.unlink(missing_ok=True)


def drafts(log: Path, folder: Path) -> list[Path]:
    """Unfinished copies of this log in the folder: being made, or left there by a crash."""
    stem = re.escape(log.stem)
    pattern = re.compile(rf"\.{stem}(\.[^-]+|-\d{{8}}T.*|-set-aside-.*|-backups\.toml)-[^-]+\.new(-.*)?")
    try:
        return [folder / name for name in os.listdir(folder) if pattern.fullmatch(name)]
    except OSError:
        return []
