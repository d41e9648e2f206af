#!/usr/bin/env python3
"""Writes the .npy files of this folder: the cases of cases.json, read by zarr-python, saved by NumPy.

Usage: .toolchain/python/bin/python tests/js/cli/goldens/make.py

Elements are little-endian, and float16 is widened to float32, as the library's reads give them.
"""

import json
import os
import sys
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[3]
sys.path.insert(0, str(ROOT / "scripts"))

from goldens.reference_sets import open_by_zarr  # noqa: E402


def read(case: dict) -> np.ndarray:
    file = ROOT / case["map"]
    refs = json.loads(file.read_text("utf-8"))["refs"]
    os.chdir(file.parent)
    array = open_by_zarr(refs)[case["path"]]
    selected = np.asarray(array[eval(f"np.s_{case.get('selection', '[...]')}")])
    dtype = np.dtype("<f4") if selected.dtype.kind + str(selected.dtype.itemsize) == "f2" else None
    return selected.astype(dtype or selected.dtype.newbyteorder("<"), order="C")


for case in json.loads((HERE / "cases.json").read_text("utf-8")):
    np.save(HERE / f"{case['name']}.npy", read(case))
