"""Key images and excerpts of reports: what the board looks at beside the values of a case."""
