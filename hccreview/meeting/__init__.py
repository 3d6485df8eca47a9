"""The tumour board: its meeting, what it decides, what is sealed, and what has changed since."""
