"""zarr2-store: a folder of files with consolidated metadata, as zarr-python writes one.

Chunks that hold only the fill value are not written, so a reader meets keys that are not there.
"""

import json
import shutil
from pathlib import Path

import numpy as np
import zarr
from numcodecs import Blosc, Zlib

from . import expect


def write(root: Path) -> None:
    folder = root / "zarr2-store"
    path = folder / "store.zarr"
    shutil.rmtree(path, ignore_errors=True)
    group = zarr.open_group(zarr.DirectoryStore(str(path)), mode="w")
    _fill(group)
    zarr.consolidate_metadata(group.store)
    keys = json.loads((path / ".zmetadata").read_text())["metadata"]
    content = expect.from_zarr(zarr.open_consolidated(str(path)), expect.stored_names(keys))
    expect.write(folder, {"open": "store.zarr", **content})


def _fill(group: zarr.Group) -> None:
    rng = np.random.default_rng(29)
    group.attrs["title"] = "Größen"
    values = rng.integers(-1000, 1000, (40, 6), dtype="<i2")
    values[10:20] = -1
    options = {"chunks": (10, 4), "fill_value": -1, "write_empty_chunks": False}
    group.array("blosc", values, compressor=Blosc("lz4"), **options)
    group.array("raw", values, compressor=None, **options)
    inner = group.create_group("inner group")
    nested = {"chunks": (10, 6), "dimension_separator": "/", "compressor": Zlib(3)}
    inner.array("nested #1 %", values.astype(">f4"), **nested)
    inner.array("all fill", np.full(30, 2.5), chunks=(8,), fill_value=2.5, write_empty_chunks=False)
    inner.array("scalar", np.float64(6.5))
