"""The safety of one SQLite file: backups with a checksum, restoring, erasing, and what its faults mean."""
