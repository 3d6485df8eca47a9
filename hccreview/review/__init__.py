"""One case against many trials."""
