#!/usr/bin/env python3
"""Writes the reference sets and expected values of the tests, tests/fixtures/.

Usage: scripts/setup-python.sh && scripts/setup-numcodecs-fixtures.sh
       .toolchain/python/bin/python scripts/make-goldens.py [CASE...]

The cases of CASES_3 are those of zarr-python 3: .toolchain/python-zarr3/bin/python writes them.

Cases are the modules of scripts/goldens named below; without one, all are written. Values come
from h5py, zarr-python, LINDI, Kerchunk with fsspec, and numcodecs, never from this library.
Every run with the pinned packages gives the same bytes.
"""

import importlib
import importlib.metadata
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
    "zarr2_extra",
    "zarr2_ranges",
    "zarr2_store",
    "kerchunk_forms",
    "lindi_annotations",
    "lindi_containers",
    "lindi_split",
    "bad_containers",
    "bad_input",
    "codec_vectors",
    "codec_filters",
    "extra_vectors",
    "numcodecs_objects",
    "labels",
    "windows",
]
CASES_3 = ["zarr3", "parquet_large"]


def main() -> None:
    time.time = lambda: 0.0  # gzip streams hold the time at which they were written
    numcodecs.blosc.set_nthreads(1)  # several threads store blocks as they finish
    is_zarr_3 = importlib.metadata.version("zarr").startswith("3.")
    for case in sys.argv[1:] or (CASES_3 if is_zarr_3 else CASES):
        print(case)
        importlib.import_module(f"goldens.{case}").write(ROOT / "tests" / "fixtures")


if __name__ == "__main__":
    main()
