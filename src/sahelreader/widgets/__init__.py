"""Pieces of screens: given values, they paint them and post what was done. None knows the library or the network."""
