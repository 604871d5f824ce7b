"""The pandas data layer: the log as rows and DataFrames, its columns, and the values that the rules take."""

from backcare.log.frames import Log

__all__ = ["Log"]
