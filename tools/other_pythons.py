"""Run the verifier on every Python from 3.9 on (EVIDENCE test C14).

`make other-pythons`. CPython 3.10 to 3.14 come as WebAssembly from the npm package
`pyodide` and run under node; 3.9 as Debian's `pypy3`, where installed. Each checks the
golden stores of every released format, with the verifier that lies in them and with the
present one. Goes to the npm registry, and nowhere else. Exit code 1 if one fails.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PRESENT = ROOT / "src" / "firsthand" / "custody" / "verify.py"
# Python of each release, in order.
RELEASES = ("0.21.3", "0.25.1", "0.26.4", "0.29.4", "314.0.7")
RUNNER = """
import { pathToFileURL } from "url";
const [kit, store, verifier] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(kit + "/pyodide.mjs").href);
const py = await loadPyodide({ indexURL: kit + "/" });
const files = py.FS.filesystems ? py.FS.filesystems.NODEFS : py._module.NODEFS;
for (const [name, root] of [["/store", store], ["/by", verifier]]) {
  py.FS.mkdir(name);
  py.FS.mount(files, { root }, name);
}
await py.runPythonAsync(`
import runpy, sys
print("PYTHON", sys.version.split()[0])
sys.argv = ["verify.py", "/store"]
try:
    runpy.run_path("/by/verify.py", run_name="__main__")
except SystemExit as end:
    print("EXIT", end.code)
`);
"""


def main() -> None:
    """Run every verifier on every Python and say what came of it."""
    with tempfile.TemporaryDirectory(prefix="other-pythons-") as folder:
        stores = list(_stores(Path(folder)))
        told = [*_by_node(Path(folder), stores), *_by_pypy(stores)]
    for line, is_good in told:
        print(line if is_good else f"FAILED {line}")
    sys.exit(0 if told and all(is_good for _, is_good in told) else 1)


def _stores(folder: Path) -> Iterator[tuple[str, Path]]:
    for archive in sorted((ROOT / "tests" / "archives").glob("format-*")):
        with zipfile.ZipFile(archive / "store.zip") as file:
            file.extractall(folder / archive.name)
        yield archive.name, folder / archive.name / "store"


def _by_node(
    folder: Path, stores: list[tuple[str, Path]]
) -> Iterator[tuple[str, bool]]:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        yield "CPython 3.10 to 3.14: skipped, node and npm are not installed", True
        return
    (folder / "run.mjs").write_text(RUNNER, encoding="utf-8")
    for release in RELEASES:
        at = folder / release
        at.mkdir()
        install = [npm, "install", "--ignore-scripts", "--prefix", str(at)]
        done = _run([*install, f"pyodide@{release}"])
        if done.returncode:
            yield f"pyodide {release}: cannot be installed: {done.stderr[-200:]}", False
            continue
        kit = str(at / "node_modules" / "pyodide")
        for name, store in stores:
            for whose, verifier in (
                ("its own", store),
                ("the present", PRESENT.parent),
            ):
                words = [str(folder / "run.mjs"), kit, str(store), str(verifier)]
                yield _judged(_run([node, *words]).stdout, f"{name}, {whose} verifier")


def _by_pypy(stores: list[tuple[str, Path]]) -> Iterator[tuple[str, bool]]:
    pypy = shutil.which("pypy3")
    if pypy is None:
        yield "Python 3.9: skipped, pypy3 is not installed", True
        return
    version = _run([pypy, "--version"]).stdout.split()[1]
    for name, store in stores:
        for whose, file in (("its own", store / "verify.py"), ("the present", PRESENT)):
            done = _run([pypy, "-IS", str(file), str(store)])
            said = f"PYTHON {version} (PyPy)\n{done.stdout}EXIT {done.returncode}\n"
            yield _judged(said, f"{name}, {whose} verifier")


def _judged(said: str, what: str) -> tuple[str, bool]:
    lines = said.splitlines()
    python = next((one[7:] for one in lines if one.startswith("PYTHON ")), "no Python")
    is_good = "EXIT 0" in lines and "nothing altered, log unbroken" in said
    return f"{python}: {what}: {lines[-2] if len(lines) > 1 else said}", is_good


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=False, capture_output=True, text=True)


if __name__ == "__main__":
    main()
