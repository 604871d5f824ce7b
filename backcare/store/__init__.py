"""The only SQL: ``open_store`` gives one person's ``LogStore``. Every change is durable, whole, and can be undone."""

from backcare.files.backup import Backup
from backcare.files.erase import Erased
from backcare.files.restore import Rescue, Restored
from backcare.store.history import LogVersion
from backcare.store.log_store import UNCHECKED, LogStore, Unchecked
from backcare.store.opening import (
    Logs,
    log_exists,
    open_logs,
    open_store,
    rescue_options,
    restore_file,
    set_aside_damaged,
    start_new_log,
)

__all__ = [
    "UNCHECKED",
    "Backup",
    "Erased",
    "LogStore",
    "LogVersion",
    "Logs",
    "Rescue",
    "Restored",
    "Unchecked",
    "log_exists",
    "open_logs",
    "open_store",
    "rescue_options",
    "restore_file",
    "set_aside_damaged",
    "start_new_log",
]
