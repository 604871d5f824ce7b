"""Backups of one SQLite log: made with a checksum, listed, checked, and rotated (7 daily, 5 weekly, 12 monthly)."""

import os
import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from backcare.errors import ConfigurationError, StoreError, UnusableLog
from backcare.files import checksum, folders, logfile

DAILY, WEEKLY, MONTHLY = 7, 5, 12
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
    target = (folder or folders.read(log).chosen).absolute()
    folders.admit(log, target)
    for place in (target, log.parent):
        _sweep(log, place, now)
    path = target / f"{log.stem}-{logfile.stamp(now)}{'-' if label else ''}{label}.db"
    with logfile.new_file(path, logfile.REPLACE) as draft:
        try:
            checksum.copy_log(log, draft)
            checksum.add_checksum(draft, now)
            problem = checksum.examine(draft).problem
        except UnusableLog:
            problem = "is damaged"
        if problem:
            raise UnusableLog(f"{log} {problem}. No backup was made of it, and the earlier backups are kept.")
    folders.remember(log, target)
    if folder is None:
        rotate(log, target, now)
    return Backup(path, _second(now), path.stat().st_size, label)


def make_if_due(log: Path, now: datetime) -> Backup | None:
    """Today's backup, unless there is one. Looks only at the names in one folder, so it may be asked at every save.

    When the chosen folder is out of reach, the backup goes beside the log, and then ``StoreError`` says so.
    """
    chosen = folders.read(log).chosen
    if _made_on(now, _listed(log, [chosen])):
        return None
    try:
        return make(log, now)
    except UnusableLog:
        raise
    except (StoreError, ConfigurationError) as error:
        beside = folders.beside_log(log)
        if beside == chosen:
            raise
        if not _made_on(now, _listed(log, [beside])):
            make(log, now, beside)
            rotate(log, beside, now)
        raise StoreError(f"{error} Today's backup was made beside the log instead, in {beside}.") from error


def _made_on(now: datetime, backups: Iterable[Backup]) -> bool:
    # The day as the person's clock has it, whatever its date: a clock set back makes today another day.
    return any(_local(backup.at).date() == _local(now).date() for backup in backups if not backup.label)


def _local(at: datetime) -> datetime:
    return at.astimezone()


def _second(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


def _listed(log: Path, where: Iterable[Path]) -> list[Backup]:
    found = []
    for folder in where:
        for name in folders.names(log, folder):
            path = folder / name.string
            try:
                at = datetime.strptime(name["at"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
                found.append(Backup(path, at, path.stat().st_size, name["label"] or ""))
            except (ValueError, OSError):
                continue  # Not a moment, or gone meanwhile: not one of ours.
    return sorted(found, key=lambda backup: (backup.at, backup.path.name), reverse=True)


def listing(log: Path) -> list[Backup]:
    """Every backup of the log that can be reached, newest first, each examined."""
    return [_examined(backup) for backup in _listed(log, folders.read(log).known)]


def newest_good(log: Path) -> Backup | None:
    """The newest backup that is whole, ``None`` when there is none."""
    return next((b for b in map(_examined, _listed(log, folders.read(log).known)) if b.ok), None)


def exist(log: Path) -> bool:
    """Whether there is any backup of this log, good or not."""
    return bool(_listed(log, folders.read(log).known))


def _examined(backup: Backup) -> Backup:
    try:
        seen = backup.path.stat()
        problem = _problem(backup.path, (seen.st_size, seen.st_mtime_ns, seen.st_ino))
    except (OSError, StoreError) as error:
        problem = f"cannot be read ({error})"
    return Backup(backup.path, backup.at, backup.size, backup.label, problem)


@lru_cache(maxsize=256)
def _problem(path: Path, _as_it_was: Hashable) -> str | None:
    """Examining a backup of ten years takes a while; one that has not changed since is not examined again."""
    found = checksum.examine(path)
    return found.problem or (None if found.checksum_at else "is damaged (its checksum is missing)")


def rotate(log: Path, folder: Path, now: datetime) -> list[Path]:
    """Remove from the folder what is not worth keeping any more; returns what was removed."""
    found = _listed(log, [folder])
    keep = worth_keeping([b.at for b in found if not b.label], _second(now))
    labelled = {b.path for b in [b for b in found if b.label][:LABELLED]}
    gone = [b.path for b in found if (b.path not in labelled if b.label else b.at not in keep)]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def worth_keeping(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """Of each of the last days, weeks and months that have a backup, the newest one.

    Counted are those that exist, not days on the calendar: after a year away the old ones are still there. What is
    dated later than ``now`` (the clock was ahead, or is behind now) is kept and takes nobody's place.
    """
    newest_first = sorted(moments, reverse=True)
    keep = {at for at in newest_first if at > now}
    for count, period in ((DAILY, _day), (WEEKLY, _week), (MONTHLY, _month)):
        keep |= set(_newest_of_each(newest_first, now, period)[:count])
    return keep


def _newest_of_each(
    newest_first: list[datetime], now: datetime, period: Callable[[datetime], Hashable]
) -> list[datetime]:
    first: dict[Hashable, datetime] = {}
    for at in newest_first:
        if at <= now:
            first.setdefault(period(at), at)
    return list(first.values())


def _day(at: datetime) -> Hashable:
    return _local(at).date()


def _week(at: datetime) -> Hashable:
    return _local(at).isocalendar()[:2]


def _month(at: datetime) -> Hashable:
    return _local(at).year, _local(at).month


def _sweep(log: Path, folder: Path, now: datetime) -> None:
    for left in drafts(log, folder):
        try:
            age = now.timestamp() - left.stat().st_mtime
        except FileNotFoundError:
            continue  # Another process has just finished it.
        if abs(age) > STALE.total_seconds():
            left.unlink(missing_ok=True)


def drafts(log: Path, folder: Path) -> list[Path]:
    """Unfinished copies of this log in the folder: being made, or left there by a crash."""
    name = re.escape(log.stem)
    pattern = re.compile(rf"\.{name}(\.[^-]+|-\d{{8}}T.*|-set-aside-.*|-backups\.toml)-[^-]+\.new(-.*)?")
    try:
        return [folder / found for found in os.listdir(folder) if pattern.fullmatch(found)]
    except OSError:
        return []
