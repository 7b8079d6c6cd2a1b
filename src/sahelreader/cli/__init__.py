"""The command line: one module a family of commands. Imports no textual, and heavy things only when asked for."""
