"""What leaves the program for a reader: workbook and, later, figures and hand-out."""
