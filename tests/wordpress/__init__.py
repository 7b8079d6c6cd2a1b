"""A real WordPress on loopback, with a moderator's controls and faults on demand."""
