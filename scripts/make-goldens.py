#!/usr/bin/env python3
"""Writes the reference sets and expected values of the tests, tests/fixtures/.

Usage: scripts/setup-python.sh && scripts/setup-numcodecs-fixtures.sh
       .toolchain/python/bin/python scripts/make-goldens.py [CASE...]

Cases are the modules of scripts/goldens named below; without one, all are written. Values come
from h5py, zarr-python, LINDI, Kerchunk with fsspec, and numcodecs, never from this library.
Every run with the pinned packages gives the same bytes.
"""

import importlib
import sys
import time
from pathlib import Path

import numcodecs.blosc

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

CASES = [
    "sample_sets",
    "zarr2_dtypes",
    "zarr2_codecs",
    "zarr2_ranges",
    "zarr2_store",
    "kerchunk_forms",
    "lindi_annotations",
    "bad_input",
    "codec_vectors",
    "codec_filters",
    "numcodecs_objects",
]


def main() -> None:
    time.time = lambda: 0.0  # gzip streams hold the time at which they were written
    numcodecs.blosc.set_nthreads(1)  # several threads store blocks as they finish
    for case in sys.argv[1:] or CASES:
        print(case)
        importlib.import_module(f"goldens.{case}").write(ROOT / "tests" / "fixtures")


if __name__ == "__main__":
    main()
