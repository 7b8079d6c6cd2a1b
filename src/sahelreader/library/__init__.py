"""The library: everything that was brought in, and the reader's marks, in one SQLite file. All SQL is in here.

`Library` owns the file and its two doors, one thread for reading and one for writing; every other function
takes a connection (`db`) first and is run through a door. Knows nothing of the network, the drafts or the screen.
"""

from sahelreader.library.library import Library
from sahelreader.library.problem import LibraryProblem

__all__ = ["Library", "LibraryProblem"]
