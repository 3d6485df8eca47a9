"""Memory: what the program keeps between two sittings."""
