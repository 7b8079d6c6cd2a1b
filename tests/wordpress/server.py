"""A real WordPress on loopback for tests, with an editor's and a moderator's controls.

    with WordPress() as site:
        post = site.add_post("Crue", "<p>Le fleuve monte.</p>")
        urlopen(f"{site.url}/?p={post}")

WordPress, PHP, MariaDB and nginx are Debian's packages (install-packages.sh). Each instance
lives in its own temporary directory and on its own port.
"""

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from tests.wordpress import daemons, seed
from tests.wordpress.console import Console, install
from tests.wordpress.controls import Controls


def why_unavailable() -> str | None:
    """One line saying why no WordPress can run here; None when it can."""
    programs = ("php", "nginx", "mariadbd", "mariadb-install-db", "setpriv")
    path = daemons.ENVIRONMENT["PATH"]
    missing = [name for name in programs if shutil.which(name, path=path) is None]
    if daemons.php_fpm_program() is None:
        missing.append("php-fpm")
    if not (daemons.DEBIAN_WORDPRESS / "wp-load.php").exists():
        missing.append("wordpress")
    if not missing:
        return None
    names = ", ".join(missing)
    return f"no WordPress here, missing: {names} (run tests/wordpress/install-packages.sh as root)"


class WordPress(Controls):
    """One WordPress with its database and web server; a context manager."""

    seeded: seed.Seeded
    """The ids of the articles that are there from the start."""

    def __init__(self) -> None:
        super().__init__()
        self._daemons: list[daemons.Daemon] = []

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start the servers, install WordPress and seed it; some seconds."""
        if (why := why_unavailable()) is not None:
            raise RuntimeError(why)
        self._base = Path(tempfile.mkdtemp(prefix="sahel-wordpress-"))
        try:
            self._start_servers()
            install(self._base)
            self._console = Console(self._base)
            self._seed()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the processes this object started, the last first, and remove its directory."""
        if self._console is not None:
            self._console.close()
            self._console = None
        while self._daemons:
            self._daemons.pop().stop()
        if self._base != Path():
            shutil.rmtree(self._base, ignore_errors=True)

    def reset(self) -> None:
        """Back to the state right after start: contents, ids, options, controls, request log."""
        self.maintenance(False)
        self.fault(None)
        (self._base / "controls.json").unlink()
        self._call("reset_tables")
        self.forget_requests()

    def _start_servers(self) -> None:
        base = self._base
        daemons.lay_out(base)
        # nginx first: it alone can fail for a reason out of our hands, a port taken meanwhile,
        # and the port is part of WordPress's configuration.
        nginx, port = daemons.start_nginx(base)
        self._daemons.append(nginx)
        self.url = f"http://127.0.0.1:{port}"
        configuration = daemons.WP_CONFIG.substitute(base=base, port=port)
        (base / "root" / "wp-config.php").write_text(configuration)
        self._daemons.append(daemons.start_mariadb(base))
        self._daemons.append(daemons.start_php_fpm(base))

    def _seed(self) -> None:
        now = datetime.now(UTC)
        picture = self._call(
            "add_picture", name="bac", width=1400, height=900,
            caption="Le bac de Gothèye", alt="Un bac chargé de sacs",
        )  # fmt: skip
        special = seed.special_posts(now, picture["id"], picture["url"])
        self.seeded = seed.Seeded(*self._call("import_posts", posts=special))
        self.add_posts(10, now)
        self._call("remember")
