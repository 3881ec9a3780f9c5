"""The proof that the transcribed facts are those of the official workbook and report."""

from assistant.checking.discrepancies import Discrepancy, Report, format_report
from assistant.checking.proof import check

__all__ = ["Discrepancy", "Report", "check", "format_report"]
