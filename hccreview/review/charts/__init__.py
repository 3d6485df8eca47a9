"""The published results of the library as plain chart data: numbers, places, flags, tables."""
