"""The decision of the board on a case: written, sealed, looked back at."""
