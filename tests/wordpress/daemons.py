"""The three servers under a WordPress: MariaDB, php-fpm and nginx, in one temporary directory.

Everything a daemon writes lies in that directory, nothing listens elsewhere than on 127.0.0.1
and on Unix sockets, so that several instances run side by side and none disturbs a service of
the machine. Started as root, every process runs as Debian's www-data; otherwise as oneself.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Final

ACCOUNT: Final = "www-data"
DEBIAN_WORDPRESS: Final = Path("/usr/share/wordpress")
PATIENCE: Final = 120.0
"""Seconds a daemon may take to be ready; generous, for a machine busy with other tests."""

# HTTP_HOST must carry the port: Debian's own fastcgi_params drops it, and WordPress would then
# redirect each page to itself for ever. X-Forwarded-For lets a test be several readers at once.
# One worker only, so that the lines of the log come in the order of the answers.
NGINX: Final = Template("""\
daemon off; worker_processes 1; pid $base/nginx.pid; error_log $base/log/nginx.log;
events { worker_connections 256; }
http {
  types { text/css css; image/jpeg jpg jpeg; application/javascript js; }
  client_body_temp_path $base/tmp/body; fastcgi_temp_path $base/tmp/fastcgi;
  proxy_temp_path $base/tmp/proxy; uwsgi_temp_path $base/tmp/uwsgi; scgi_temp_path $base/tmp/scgi;
  log_format requests escape=json '{"method":"$$request_method","path":"$$request_uri",'
    '"status":$$status,"bytes":$$bytes_sent,"agent":"$$http_user_agent"}';
  access_log $base/log/requests.jsonl requests;
  gzip on; gzip_vary on; gzip_min_length 256; gzip_proxied any;
  gzip_types text/css application/json application/javascript text/xml application/rss+xml
    application/atom+xml;
  set_real_ip_from 127.0.0.1; real_ip_header X-Forwarded-For;
  server {
    listen 127.0.0.1:$port; root $base/root; index index.php; client_max_body_size 16m;
    location / { try_files $$uri $$uri/ /index.php?$$args; }
    location = /__hang_up { internal; return 444; }
    location = /__mark { return 204; }
    # wp-admin is a link into Debian's copy, which would look for Debian's own configuration.
    location ^~ /wp-admin/ { return 404; }
    location ~ /\\. { return 404; }
    location ~ \\.php$$ {
      try_files $$uri =404;
      fastcgi_pass unix:$base/php.sock; fastcgi_buffers 64 16k; fastcgi_read_timeout 120;
      fastcgi_param SCRIPT_FILENAME $$document_root$$fastcgi_script_name;
      fastcgi_param SCRIPT_NAME $$fastcgi_script_name; fastcgi_param DOCUMENT_ROOT $$document_root;
      fastcgi_param REQUEST_URI $$request_uri; fastcgi_param REQUEST_METHOD $$request_method;
      fastcgi_param QUERY_STRING $$query_string; fastcgi_param CONTENT_TYPE $$content_type;
      fastcgi_param CONTENT_LENGTH $$content_length; fastcgi_param REMOTE_ADDR $$remote_addr;
      fastcgi_param SERVER_PROTOCOL $$server_protocol; fastcgi_param SERVER_NAME 127.0.0.1;
      fastcgi_param SERVER_PORT $port; fastcgi_param HTTP_HOST 127.0.0.1:$port;
    }
  }
}
""")

PHP_FPM: Final = Template("""\
[global]
daemonize = no
error_log = $base/log/php-fpm.log
[wordpress]
listen = $base/php.sock
pm = static
pm.max_children = 4
catch_workers_output = yes
php_admin_value[error_log] = $base/log/php.log
php_admin_value[log_errors] = on
php_admin_value[display_errors] = off
php_admin_value[memory_limit] = 256M
""")

# WP_ENVIRONMENT_TYPE "local" is what makes WordPress offer application passwords over plain HTTP.
WP_CONFIG: Final = Template("""\
<?php
define('TEST_BASE', '$base');
define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:$base/mariadb.sock');
define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $$kind) {
    define($$kind . '_KEY', "key $$kind"); define($$kind . '_SALT', "salt $$kind");
}
$$table_prefix = 'wp_';
define('WP_HOME', 'http://127.0.0.1:$port'); define('WP_SITEURL', WP_HOME);
define('WP_ENVIRONMENT_TYPE', 'local');
define('DISABLE_WP_CRON', true); define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_HTTP_BLOCK_EXTERNAL', true); define('WP_POST_REVISIONS', false);
define('ABSPATH', __DIR__ . '/');
require ABSPATH . 'wp-settings.php';
""")

# The database lives for one test session: what makes it survive a power cut only costs time.
MARIADB: Final = (
    "--no-defaults",
    "--innodb-log-file-size=8M",
    "--innodb-buffer-pool-size=64M",
    "--innodb-flush-method=nosync",
    "--innodb-flush-log-at-trx-commit=0",
    "--skip-innodb-doublewrite",
)


ENVIRONMENT: Final = {
    "PATH": os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin")),
    "LANG": "C.UTF-8",
}
"""Nothing of the developer's own; and the servers' programs, which lie outside a user's path."""


@dataclass(frozen=True, slots=True)
class Daemon:
    """One running server: its NAME for messages, and its process."""

    name: str
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """Ask politely (nginx and php-fpm end their workers then), and insist after a while."""
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def php_fpm_program() -> str | None:
    """Debian's php-fpm carries its version in its name: the newest one, if any."""
    return str(max(Path("/usr/sbin").glob("php-fpm[0-9]*"), default="")) or None


def as_account(command: Sequence[str]) -> list[str]:
    """COMMAND, run without root's powers, and ended by the kernel should Python be killed."""
    account = ["--reuid", ACCOUNT, "--regid", ACCOUNT, "--clear-groups"]
    return ["setpriv", *(account if os.geteuid() == 0 else ()), "--pdeathsig", "TERM", *command]


def give_away(path: Path) -> None:
    """Hand PATH to the account the daemons run under."""
    if os.geteuid() == 0:
        shutil.chown(path, ACCOUNT, ACCOUNT)


def lay_out(base: Path) -> None:
    """Make BASE's directories, and a document root that borrows Debian's files.

    The files of the root are copied, since WordPress looks for its configuration beside them;
    the large directories below are links, so that an instance costs no space.
    """
    base.chmod(0o755)
    root, content = base / "root", base / "root" / "wp-content"
    for directory in (
        *(base / "log", base / "tmp", root, content),
        *(content / "mu-plugins", content / "themes", content / "uploads", content / "plugins"),
    ):
        directory.mkdir()
        give_away(directory)
    give_away(base)
    for file in DEBIAN_WORDPRESS.glob("*.php"):
        if file.name != "wp-config.php":
            shutil.copy(file, root)
    for name in ("wp-admin", "wp-includes"):
        (root / name).symlink_to(DEBIAN_WORDPRESS / name)
    for name in ("languages", "themes/twentytwentythree"):
        (content / name).symlink_to(DEBIAN_WORDPRESS / "wp-content" / name)
    # A copy, since the account may not be allowed to read the checkout.
    shutil.copytree(Path(__file__).with_name("php"), base / "php")
    shutil.copy(base / "php" / "test-controls.php", content / "mu-plugins")


def start_mariadb(base: Path) -> Daemon:
    """A database server on a socket only, with an empty database "wordpress"."""
    data = f"--datadir={base}/db"
    install = ["mariadb-install-db", *MARIADB, data, "--auth-root-authentication-method=normal"]
    report = base / "log" / "mariadb-install.log"
    for last in (False, True):
        with report.open("wb") as log:
            done = subprocess.run(
                as_account([*install, "--skip-test-db"]),
                check=False,
                stdout=log,
                stderr=log,
                env=ENVIRONMENT,
            )
        if done.returncode == 0:
            break
        if last:
            raise RuntimeError(report.read_text(errors="replace"))
        # seen once in many starts on a machine with much to do
        shutil.rmtree(base / "db", ignore_errors=True)
    first = base / "first.sql"
    first.write_text("CREATE DATABASE wordpress COLLATE utf8mb4_unicode_520_ci;\n")
    address = base / "mariadb.sock"
    command = ["mariadbd", *MARIADB, data, "--skip-networking", f"--socket={address}"]
    command += [f"--tmpdir={base}/tmp", f"--pid-file={base}/mariadb.pid", f"--init-file={first}"]
    return _start(base, "mariadbd", command, lambda: _answers(socket.AF_UNIX, str(address)))


def start_php_fpm(base: Path) -> Daemon:
    """The PHP workers."""
    configuration = base / "php-fpm.conf"
    configuration.write_text(PHP_FPM.substitute(base=base))
    command = [php_fpm_program() or "php-fpm", "--fpm-config", str(configuration)]
    address = str(base / "php.sock")
    return _start(base, "php-fpm", command, lambda: _answers(socket.AF_UNIX, address))


def start_nginx(base: Path) -> tuple[Daemon, int]:
    """The web server, and the port it found free.

    Between asking the kernel for a free port and listening on it somebody else may take it;
    nginx then ends at once, and another port is tried.
    """
    configuration = base / "nginx.conf"
    command = ["nginx", "-c", str(configuration), "-e", str(base / "log" / "nginx.log")]
    for attempts_left in (4, 3, 2, 1, 0):
        port = _free_port()
        configuration.write_text(NGINX.substitute(base=base, port=port))
        address = ("127.0.0.1", port)
        try:
            daemon = _start(base, "nginx", command, lambda: _answers(socket.AF_INET, address))  # noqa: B023
        except RuntimeError:
            if not attempts_left:
                raise
        else:
            return daemon, port
    raise AssertionError


def _start(base: Path, name: str, command: list[str], ready: Callable[[], bool]) -> Daemon:
    """Start COMMAND and wait until READY; raise RuntimeError with its log if it ends instead."""
    path = base / "log" / f"{name}.out"
    with path.open("wb") as log:
        # Its own session: Ctrl-C in the terminal must reach pytest alone, which then stops all.
        process = subprocess.Popen(
            as_account(command), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True, cwd=base, env=ENVIRONMENT,
        )  # fmt: skip
    daemon = Daemon(name, process)
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None:
        if ready():
            return daemon
        if time.monotonic() > deadline:
            daemon.stop()
            break
        time.sleep(0.02)
    raise RuntimeError(f"{name} did not start (status {process.returncode}): {tail(path)}")


def tail(path: Path) -> str:
    """The last lines of a log, for an error message."""
    return "\n".join(path.read_text(errors="replace").splitlines()[-12:])


def _answers(family: socket.AddressFamily, address: str | tuple[str, int]) -> bool:
    with socket.socket(family) as probe:
        try:
            probe.connect(address)
        except OSError:
            return False
        return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
