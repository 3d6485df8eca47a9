"""The Regimens page: schedules of all trials side by side."""

from ui.regimens.page import RegimensPage

__all__ = ["RegimensPage"]
