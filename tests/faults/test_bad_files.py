"""A file that is not right: never a traceback, never overwritten, never begun anew or restored without a word."""

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from support import later
from support.amounts import amount
from support.entries import fill, numbered, numbers_in

from backcare.errors import StoreError, UnusableLog
from backcare.files import checksum
from backcare.log import Log
from backcare.store import open_store, rescue_options, restore_file, start_new_log

PNG = b"\x89PNG\r\n\x1a\n" + bytes(5000)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a log of 60 sessions and a backup of it."""
    folder = tmp_path_factory.mktemp("sound")
    store = open_store(folder / "log.db")
    fill(store, 60)
    store.backup_now()
    store.engine.dispose()
    return folder


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    """A copy of it to be harmed."""
    return Path(shutil.copytree(sound, tmp_path / "data"))


def foreign(path: Path) -> bytes:
    """Another program's database."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
        connection.execute("INSERT INTO bookmarks VALUES ('x')")
        connection.commit()
    return path.read_bytes()


def half_synced(content: bytes) -> bytes:
    """A copy of which a sync folder has filled the first half, with the length of the whole."""
    return content[: len(content) // 2].ljust(len(content), b"\0")


def newer(path: Path, tmp_path: Path) -> bytes:
    """A log from a version of tomorrow."""
    with pytest.MonkeyPatch.context() as patch:
        later.come(patch, tmp_path / "later")
        open_store(path).engine.dispose()
    return path.read_bytes()


BAD = {
    "empty": (lambda content, path, tmp: b"", "is empty"),
    "zeros": (lambda content, path, tmp: bytes(len(content)), "not a backcare log"),
    "a picture": (lambda content, path, tmp: PNG, "not a backcare log"),
    "text": (lambda content, path, tmp: b"day,slot\n", "not a backcare log"),
    "another program's": (lambda content, path, tmp: foreign(path), "not a backcare log"),
    "half a copy": (lambda content, path, tmp: half_synced(content), "is damaged"),
    "half a copy, short": (lambda content, path, tmp: content[: len(content) // 2], "is damaged"),
    "newer": (lambda content, path, tmp: newer(path, tmp), "newer version"),
}


@pytest.mark.parametrize("kind", BAD)
def test_an_unsound_file_is_refused_and_the_newest_backup_is_offered(kind: str, folder: Path, tmp_path: Path) -> None:
    log = folder / "log.db"
    spoil, word = BAD[kind]
    (tmp_path / "later").mkdir()
    content = spoil(log.read_bytes(), log, tmp_path)
    log.write_bytes(content)
    with pytest.raises(UnusableLog, match=word) as refused:
        open_store(log)
    assert log.read_bytes() == content
    found = rescue_options(log)
    assert found is not None
    assert found.newest_good is not None
    assert f"{found.newest_good.at.astimezone():%B %Y, %H:%M}" in str(refused.value)
    aside = restore_file(found.newest_good.path, log)
    assert aside is not None
    assert aside.read_bytes() == content
    assert aside.stat().st_mode & 0o777 == 0o600
    assert len(numbers_in(open_store(log).read_log())) == 60


def test_a_damaged_log_can_be_set_aside_and_a_new_one_begun(folder: Path) -> None:
    log = folder / "log.db"
    log.write_bytes(PNG)
    store = start_new_log(log)
    assert store.read_log().is_empty
    assert store.set_aside_logs()[0].read_bytes() == PNG
    assert len(store.backups()) == 1


def test_a_sound_log_cannot_be_set_aside_as_damaged(folder: Path) -> None:
    with pytest.raises(StoreError, match="no damaged log"):
        start_new_log(folder / "log.db")


def test_a_journal_left_alone_is_not_played_into_a_new_log(tmp_path: Path) -> None:
    (tmp_path / "log.db-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(5000))
    store = open_store(tmp_path / "log.db")
    store.record_session(numbered(0))
    assert store.check() == []
    assert [path.name.endswith(".db-journal") for path in store.set_aside_logs()] == [True]


def read_whole(path: Path) -> Log | None:
    """Everything a person can look at; ``None`` when it was refused in words."""
    try:
        store = open_store(path)
        store.history(100)
        store.check()
        log = store.read_log()
        store.engine.dispose()
    except StoreError:
        return None
    return log


def test_a_truncated_log_is_refused_or_read_but_never_changed(folder: Path) -> None:
    log = folder / "log.db"
    content = log.read_bytes()
    lengths = [*range(0, len(content), 4096), 1, 15, 16, 99, 100, 511, 4095, 4097, len(content) - 1]
    for length in lengths:
        log.write_bytes(content[:length])
        assert read_whole(log) is None, length
        assert log.read_bytes() == content[:length], length


def flips(content: bytes, count: int, chance: random.Random) -> list[bytes]:
    """Copies with one byte changed."""
    found = []
    for _ in range(count):
        at = chance.randrange(len(content))
        found.append(content[:at] + bytes([content[at] ^ chance.randrange(1, 256)]) + content[at + 1 :])
    return found


def test_a_flipped_byte_gives_no_traceback_and_reading_changes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = folder / "log.db"
    content, seed = log.read_bytes(), random.randrange(2**32)
    refused = 0
    for harmed in flips(content, amount(40, 500), random.Random(seed)):
        log.write_bytes(harmed)
        refused += read_whole(log) is None
        # Opening may set the header's write-ahead flag right, which is no entry of anybody's.
        assert log.read_bytes()[100:] == harmed[100:], f"seed {seed}"
    with capsys.disabled():
        print(f"\n{amount(40, 500)} flips in a log: {refused} refused, no traceback")


def test_a_backup_with_a_flipped_byte_is_never_restored_as_something_else(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = folder / "log.db"
    (kept,) = (folder / "backups").iterdir()
    content, seed = kept.read_bytes(), random.randrange(2**32)
    whole = open_store(log).read_log()
    refused = 0
    for harmed in flips(content, amount(40, 500), random.Random(seed)):
        kept.write_bytes(harmed)
        if checksum.problem_of(kept, needs_checksum=True) is None:
            restore_file(kept, log)
            there = open_store(log).read_log()
            assert all(getattr(there, name).equals(getattr(whole, name)) for name in ("sets", "sessions", "days"))
            continue
        refused += 1
    with capsys.disabled():
        print(f"\n{amount(40, 500)} flips in a backup: {refused} refused, the others harmless (seed {seed})")


def test_a_changed_value_that_the_database_overlooks_is_found_by_the_history(folder: Path) -> None:
    log = folder / "log.db"
    with closing(sqlite3.connect(log)) as connection:
        connection.execute("UPDATE exercise_set SET reps = reps % 200 + 1 WHERE day = '2001-01-03' AND slot = 'midday'")
        connection.commit()
    found = open_store(log).check()
    assert len(found) == 5
    assert found[0].startswith("sets 2001-01-03 midday ")
