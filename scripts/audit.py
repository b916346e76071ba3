"""Asks whether a locked dependency has a known vulnerability; without an answer says so and passes.

Fails only for what was found: a gate that depends on somebody else's server being up is no gate.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt")
SECONDS = 120


def audit(lock: str) -> list[str] | None:
    """Lines like `aiohttp 3.1 GHSA-…, mended in ['3.2']`; None when the service gave no answer."""
    command = [sys.executable, "-m", "pip_audit", "--format", "json", "--disable-pip", "--require-hashes"]
    command += ["--progress-spinner", "off", "--timeout", "15", "-r", str(ROOT / lock)]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        packages = json.loads(run.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, json.JSONDecodeError, KeyError):
        return None
    return [
        f"{package['name']} {package['version']}: {found['id']}, mended in {found['fix_versions'] or 'no release'}"
        for package in packages
        for found in package.get("vulns", [])
    ]


def main() -> int:
    found: set[str] = set()
    for lock in LOCKS:
        lines = audit(lock)
        if lines is None:
            print(f"{lock}: the vulnerability service could not be asked; not audited.")
        else:
            print(f"{lock}: {len(lines)} known vulnerabilities")
            found.update(lines)
    for line in sorted(found):
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
