"""Printed pages: a document laid out by Qt, on paper or as PDF."""
