"""Passphrase, lock and rewriting of the store, as the window offers them."""
