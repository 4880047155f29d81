"""Make the virtual environment: pinned dependencies with hashes, then Firsthand."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(folder: Path) -> None:
    """Create `folder` if it is absent, install what is pinned, mark it ready."""
    if sys.version_info < (3, 11):
        sys.exit(
            f"Firsthand needs Python 3.11 or newer; this is {sys.version.split()[0]}. "
            "Try: make PY=python3.12 run"
        )
    if not (folder / "bin" / "python").exists():
        print(f"Making a virtual environment in {folder} ...", flush=True)
        venv.create(folder, with_pip=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "-qq", "--no-input"]
    pip += ["--disable-pip-version-check", "install"]
    print("Installing pinned dependencies (hashes are checked) ...", flush=True)
    pinned = ROOT / "requirements-dev.txt"
    subprocess.run([*pip, "--require-hashes", "--no-deps", "-r", pinned], check=True)
    build = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    subprocess.run([*pip, *build], check=True)
    (folder / ".ready").touch()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
