"""Looking after the log as a whole: backups and the way back to them, and erasing everything."""

from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import Any

import streamlit as st

from backcare.store import Backup
from backcare.ui.notice import act, button
from backcare.ui.person import forget_store, now, store
from backcare.ui.words import in_full, md

ERASE = "erase everything"
OWN_FOLDER = "backup-folder"


def long_work(label: str, meanwhile: str, work: Callable[[], object], **options: Any) -> None:
    """A button for what may take a while: it says so while it lasts, then the page is drawn anew."""
    if st.button(label, **options):
        with st.spinner(meanwhile):
            work()
        st.rerun()


def backups() -> None:
    """When the last good backup was made, where they are kept, and the way back to any of them."""
    st.header("Backups", anchor=False)
    log = store()
    if log.file is None:
        st.markdown("This log lives on a server; its keeper makes the backups. Export a copy of your own above.")
        return
    last = log.last_good_backup()
    if last is None:
        st.markdown("No backup yet. One is made by itself with the first entry of each day.")
    else:
        st.markdown(md("Last good backup: **{at}**.", at=_moment(last)))
    st.caption(md("They are kept in {folder}: 7 daily, 5 weekly and 12 monthly.", folder=log.backup_folder()))
    long_work("Back up now", "Making a backup…", _back_up, icon=":material/backup:")
    _folder()
    _way_back()


def _back_up() -> None:
    act(lambda log: log.backup_now(), "The backup is made and checked.")


def _folder() -> None:
    with st.expander("Keep backups in another folder"):
        st.text_input("Folder, such as one on another disk; empty: beside the log", key=OWN_FOLDER)
        button("Use this folder", _choose, key="choose-folder")


def _choose() -> None:
    typed = st.session_state[OWN_FOLDER].strip()
    folder = Path(typed).expanduser() if typed else None
    act(lambda log: log.choose_backup_folder(folder), "New backups go there from now on.")


def _way_back() -> None:
    good: list[Backup | Path] = [backup for backup in store().backups() if backup.ok]
    good += reversed(store().set_aside_logs())
    if not good:
        return
    with st.expander("Go back to a backup"):
        chosen = st.selectbox("Backup of", good, format_func=_moment, key="restore-from")
        st.markdown("Your log as it is now is set aside first, and then stands in this list: that takes it back.")
        long_work("Restore this backup", "Checking and restoring…", lambda: _restore(chosen))


def _moment(found: Backup | Path) -> str:
    """When a backup was made, where the person is; a log that was set aside goes by its name."""
    if isinstance(found, Path):
        return f"Set aside: {found.name}"
    at = found.at.replace(tzinfo=found.at.tzinfo or UTC).astimezone(now().tzinfo)
    return f"{in_full(at.date())}, {at:%H:%M}" + (f" ({found.label})" if found.label else "")


def _restore(chosen: Backup | Path) -> None:
    source = chosen if isinstance(chosen, Path) else chosen.path
    if act(lambda log: log.restore(source), "The backup is restored. Your log as it was is set aside."):
        forget_store()


def erase() -> None:
    """Erase everything, once it was typed."""
    st.header("Erase everything", anchor=False)
    with st.expander("Erase my log, its history and all backups"):
        st.markdown(md("This cannot be undone. Type **{words}** to confirm.", words=ERASE))
        typed = st.text_input("Confirm", key="erase-typed", placeholder=ERASE)
        button("Erase", _erase, key="erase", disabled=typed.strip().lower() != ERASE)


def _erase() -> None:
    if act(lambda log: log.erase(), "Everything is erased."):
        forget_store()
        for key in [key for key in st.session_state if key != "notice"]:
            del st.session_state[key]
