"""Screens: they put widgets together, ask the library, and decide. None knows the network."""
