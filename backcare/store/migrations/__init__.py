"""The numbered, append-only migrations of the log; run by ``backcare.store.migrate``."""
