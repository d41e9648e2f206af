#!/usr/bin/env python3
"""Writes the bundles of the conformance matrix, tests/fixtures/conformance/.

Usage: scripts/setup-python.sh && scripts/setup-python.sh zarr3
       python3 scripts/make-conformance.py [MODULE...]

Modules are those of scripts/conformance named below; without one, all are run, each by the
packages of its environment. Values come from zarr-python, h5py, LINDI, Kerchunk with fsspec, and
numcodecs, never from this library. Every run with the pinned packages gives the same bytes.
"""

import importlib
import random
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# By name, the folder in .toolchain with the packages that write it
MODULES = {
    "zarr2": "python",
    "zarr3": "python-zarr3",
    "references": "python-zarr3",
    "parquet": "python-zarr3",
    "kerchunk_hdf5": "python",
    "lindi_files": "python",
    "virtualizarr_sets": "python-zarr3",
}


def main() -> None:
    for name in sys.argv[1:] or MODULES:
        python = ROOT / ".toolchain" / MODULES[name] / "bin" / "python"
        subprocess.run([python, "-W", "ignore", __file__, "--here", name], check=True)


def write(name: str) -> None:
    import numcodecs.blosc

    sys.path.insert(0, str(ROOT / "scripts"))
    random.seed(1)  # LINDI draws names for what it throws away
    time.time = lambda: 0.0  # gzip streams hold the time at which they were written
    numcodecs.blosc.set_nthreads(1)  # several threads store blocks as they finish
    print(name)
    importlib.import_module(f"conformance.{name}").write(ROOT / "tests/fixtures/conformance")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--here"]:
        write(sys.argv[2])
    else:
        main()
