"""Where the program starts: no argument opens the reader, else the command line."""

from __future__ import annotations

import os
import sys


def main(argv: list[str] | None = None) -> int:
    """Run the program; return its exit status (INTERFACE: 0 done, 1 failed, 2 usage, 3 partly, 130 interrupted)."""
    arguments = sys.argv[1:] if argv is None else argv
    try:
        from sahelreader.cli.run import open_reader, run_command

        return run_command(arguments) if arguments else open_reader()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # whoever read us has gone (a pager, head): not an error, and nothing may be said about it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    raise SystemExit(main())
