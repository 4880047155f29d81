"""Do the main job on the practice case: init, add, run, preview, verify.

The case is made anew in `out/practice` each time; it is fiction.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "out" / "practice"
MATERIAL = ROOT / "practice"


def main() -> None:
    """Run the command line as a person would, and say where the site is."""
    started = time.monotonic()
    if OUT.exists():
        shutil.rmtree(OUT)
    OUT.mkdir(parents=True)
    case = OUT / "case"
    _firsthand("init", str(case), "--name", "Velmara, autumn 2021", "--country", "XV")
    shutil.copytree(MATERIAL / "reference", case / "reference")
    sheet = str(MATERIAL / "sources.csv")
    _in(case, "add", str(MATERIAL / "reports"), "--sheet", sheet, shown=False)
    _in(case, "run")
    _in(case, "preview", "-o", str(OUT / "site"), shown=False)
    _in(case, "verify")
    seconds = time.monotonic() - started
    print(f"\nDone in {seconds:.0f} s. Open the site: {OUT / 'site' / 'index.html'}")
    print("Work in the case, which signs with a key of its own and not with yours:")
    print(f"  cd {case}")
    print(f"  export XDG_CONFIG_HOME={OUT / 'config'} PATH={_program().parent}:$PATH")
    print("  firsthand incidents")


def _program() -> Path:
    return Path(sys.executable).parent / "firsthand"


def _in(case: Path, *words: str, shown: bool = True) -> None:
    _firsthand("-C", str(case), *words, shown=shown)


def _firsthand(*words: str, shown: bool = True) -> None:
    command = [str(_program()), *words]
    # The practice case signs with a key of its own, not with the person's.
    environment = {**os.environ, "XDG_CONFIG_HOME": str(OUT / "config")}
    out = None if shown else subprocess.DEVNULL
    done = subprocess.run(command, stdout=out, env=environment, check=False)
    if done.returncode:
        sys.exit(f"firsthand {' '.join(words)} ended with exit code {done.returncode}")


if __name__ == "__main__":
    main()
