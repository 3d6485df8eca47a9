"""The language in which a criterion is written, and its meaning."""
