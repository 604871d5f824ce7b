"""The only SQL: ``open_store`` gives one person's ``LogStore``. Every change is durable, whole, and can be undone."""

from backcare.files.backup import Backup
from backcare.files.restore import Rescue
from backcare.store.history import LogVersion
from backcare.store.log_store import LogStore
from backcare.store.opening import Logs, log_exists, open_logs, open_store, rescue_options, restore_file, start_new_log

__all__ = [
    "Backup",
    "LogStore",
    "LogVersion",
    "Logs",
    "Rescue",
    "log_exists",
    "open_logs",
    "open_store",
    "rescue_options",
    "restore_file",
    "start_new_log",
]
