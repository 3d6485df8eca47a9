"""The Case page: everything recorded of one patient, made from the data dictionary."""

from ui.case_page.page import CasePage

__all__ = ["CasePage"]
