"""The Outcomes page: what the trials found, as charts with their numbers."""
