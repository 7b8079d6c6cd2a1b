"""Certificates for TLS tests, made with the openssl program: an authority, and servers good and bad."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

OPENSSL = shutil.which("openssl")
_CONFIG = """
[ca]
default_ca = here
[here]
dir = {folder}
database = {folder}/index.txt
serial = {folder}/serial
new_certs_dir = {folder}
certificate = {folder}/ca.pem
private_key = {folder}/ca.key
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """Files in PEM."""

    certificate: Path
    key: Path


class Authority:
    """A certificate authority in FOLDER; `file` is what a client must trust."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.txt").touch()
        (folder / "serial").write_text("01\n")
        (folder / "ca.cnf").write_text(_CONFIG.format(folder=folder))
        self.file = folder / "ca.pem"
        self._run(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "3650",
            "-subj", "/CN=Autorite d essai", "-keyout", "ca.key", "-out", "ca.pem",
            "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign",
        )  # fmt: skip

    def issue(
        self, host: str, start: str = "20200101000000Z", end: str = "20991231235959Z"
    ) -> Pair:
        """A certificate for HOST, valid from START to END (YYYYMMDDHHMMSSZ)."""
        stem = f"{host}-{start}-{end}"
        kind = "IP" if host.replace(".", "").isdigit() else "DNS"
        self._run(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", f"/CN={host}",
            "-keyout", f"{stem}.key", "-out", f"{stem}.csr", "-addext", f"subjectAltName={kind}:{host}",
        )  # fmt: skip
        self._run(
            "ca", "-batch", "-notext", "-config", "ca.cnf", "-startdate", start, "-enddate", end,
            "-in", f"{stem}.csr", "-out", f"{stem}.pem",
        )  # fmt: skip
        return Pair(self._folder / f"{stem}.pem", self._folder / f"{stem}.key")

    def _run(self, *arguments: str) -> None:
        assert OPENSSL is not None
        subprocess.run([OPENSSL, *arguments], cwd=self._folder, check=True, capture_output=True)
