"""Whole journeys through the program: its window, a file on disk, mouse and keys."""
