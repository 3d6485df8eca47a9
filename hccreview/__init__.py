"""The medicine of HCC Review: cases, criteria, trials and their comparison, as pure values."""

__version__ = "0.1.0"
