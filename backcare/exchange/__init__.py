"""The exchange with other programs: the log as CSV, both ways, and as a FHIR bundle. Plain files, nothing hidden."""

from backcare.exchange.exporting import export_log
from backcare.exchange.fhir import to_fhir
from backcare.exchange.importing import ImportResult, import_log
from backcare.exchange.problems import Problem

__all__ = ["ImportResult", "Problem", "export_log", "import_log", "to_fhir"]
