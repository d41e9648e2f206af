#!/usr/bin/env python3
"""Writes the sample data of the demo page, web-demo/samples/, from fixed seeds.

Usage: scripts/setup-python.sh && .toolchain/python/bin/python scripts/make-samples.py [FOLDER]

With the pinned packages of scripts/python/requirements.txt every run gives the same bytes:
identifiers come from a seeded generator, dates are fixed, and Python's hash seed is pinned.
Another version of HDF5, zlib or pynwb may lay the same values out differently, and then the
references change with the file. README.md in the folder is written by hand.
"""

import os
import sys
from pathlib import Path

if os.environ.get("PYTHONHASHSEED") != "0":
    os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, "PYTHONHASHSEED": "0"})

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from samples import flat, nwb, references  # noqa: E402


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "web-demo" / "samples"
    folder.mkdir(parents=True, exist_ok=True)
    nwb.write(folder / "ecephys.nwb")
    references.write_lindi(folder / "ecephys.nwb")
    references.write_kerchunk(folder / "ecephys.nwb")
    flat.write(folder / "recording.bin", folder / "recording.json")
    for path in sorted(folder.iterdir()):
        print(f"{path.stat().st_size:>9,}  {path.name}")


if __name__ == "__main__":
    main()
