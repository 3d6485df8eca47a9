"""Backups as the window makes, shows, restores and erases them."""
