"""Looking after the log as a whole: backups and the way back to them, and erasing everything."""

from pathlib import Path

import streamlit as st

from backcare.labels import format_weekday
from backcare.store import Backup
from backcare.ui.components.page_watch import VISIT
from backcare.ui.log_access import current_log, forget_log, now
from backcare.ui.markdown import md
from backcare.ui.saving import Page
from backcare.ui.status_message import MESSAGE

ERASE = "erase everything"
OWN_FOLDER, CHOSEN = "backup-folder", "restore-from"


def backup_section(page: Page) -> None:
    """The log as a whole: its backups, and erasing everything."""
    st.header("Backups", anchor=False)
    _draw_backups(page)
    st.header("Erase everything", anchor=False)
    with st.expander("Erase my log, its history and all backups"):
        st.markdown(md("This cannot be undone. Type **{words}** below.", words=ERASE))
        typed = st.text_input("Confirm", key="erase-typed", placeholder=ERASE)
        page.button("Erase", _erase, page, key="erase", disabled=typed.strip().lower() != ERASE)


def _draw_backups(page: Page) -> None:
    """When the last good backup was made, where they are kept, and the way back to any of them."""
    log = current_log().store
    if log.file is None:
        st.markdown("This log is on a server. Whoever runs it makes the backups. You can export your own copy above.")
        return
    last = log.last_good_backup()
    if last is None:
        st.markdown("No backup yet. One is made by itself with the first entry of each day.")
    else:
        st.markdown(md("Last good backup: **{at}**.", at=_moment(last)))
    st.caption(md("They are kept in {folder}: 7 daily, 5 weekly and 12 monthly.", folder=log.backup_folder()))
    page.button("Back up now", _back_up, page, key="back-up", icon=":material/backup:")
    with st.expander("Keep the backups somewhere else"):
        st.text_input("Folder, such as one on another disk. Leave it empty to keep them beside the log", key=OWN_FOLDER)
        page.button("Use this folder", _choose_folder, page, key="choose-folder")
    sources = {backup.path: _moment(backup) for backup in log.backups() if backup.ok}
    sources |= {path: f"Set aside: {path.name}" for path in reversed(log.set_aside_logs())}
    if sources:
        with st.expander("Go back to a backup"):
            st.selectbox("Backup of", list(sources), format_func=sources.__getitem__, key=CHOSEN)
            st.markdown("Your log as it is now is set aside first. You will find it in this list if you want it back.")
            page.button("Restore this backup", _restore, page, key="restore")


def _back_up(page: Page) -> None:
    with st.spinner("Making a backup…"):
        page.save(lambda log: log.store.backup_now(), "The backup is made and checked.")


def _choose_folder(page: Page) -> None:
    typed = st.session_state[OWN_FOLDER].strip()
    folder = Path(typed).expanduser() if typed else None
    page.save(lambda log: log.store.choose_backup_folder(folder), "New backups go there from now on.")


def _moment(backup: Backup) -> str:
    """When a backup was made, where the person is."""
    at = backup.at.astimezone(now().tzinfo)
    return f"{format_weekday(at.date())}, {at:%H:%M}" + (f" ({backup.label})" if backup.label else "")


def _restore(page: Page) -> None:
    # What the field holds when the press arrives, which is what was seen.
    source = st.session_state[CHOSEN]
    with st.spinner("Checking and restoring…"):
        done = "The backup is restored. Your log as it was is set aside."
        page.save(lambda log: log.store.restore(source), done)
    forget_log()


def _erase(page: Page) -> None:
    page.save(lambda log: log.store.erase(), "Everything is erased.")
    forget_log()
    for key in [key for key in st.session_state if key not in (MESSAGE, VISIT)]:
        del st.session_state[key]
