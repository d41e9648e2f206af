"""zarr2-ranges: chunks as byte ranges of two files, with gaps, shared and reordered ranges."""

from pathlib import Path

import numpy as np
import zarr
from numcodecs import Blosc, Zlib

from . import expect, reference_sets
from .zarr2_codecs import smooth


def write(root: Path) -> None:
    folder = root / "zarr2-ranges"
    folder.mkdir(parents=True, exist_ok=True)
    store: dict[str, bytes] = {}
    group = zarr.group(store)
    data = smooth((60, 24), "<i2")
    for name, chunks, compressor in [
        ("giant", (60, 24), None),
        ("rows", (7, 24), None),
        ("columns", (60, 5), None),
        ("blocks", (16, 10), Zlib(5)),
        ("blosc", (16, 10), Blosc(cname="lz4", shuffle=Blosc.SHUFFLE)),
    ]:
        group.create_dataset(name, data=data, chunks=chunks, compressor=compressor)
    group.create_dataset("giant-f", data=data, chunks=(60, 24), compressor=None, order="F")
    group.create_dataset("giant-be", data=data.astype(">i4"), chunks=(60, 24), compressor=None)
    group.create_dataset(
        "giant-3d", data=data.reshape(10, 6, 24), chunks=(10, 6, 24), compressor=None
    )
    group.create_dataset(
        "text", data=np.array([["Zoë", "b"], ["日本", ""]] * 6), chunks=(12, 2), compressor=None
    )
    refs = _into_files(folder, store)
    refs["shared/.zarray"] = refs["rows/.zarray"]
    for index in range(9):
        refs[f"shared/{index}.0"] = refs[f"rows/{index * 5 % 8}.0"]
    reference_sets.write_json(folder / "refs.json", {"version": 1, "refs": refs})
    content = reference_sets.read_by_zarr(refs, expect.stored_names(refs), folder, reads=8)
    expect.write(folder, {"open": "refs.json", **content})


def _into_files(folder: Path, store: dict[str, bytes]) -> dict:
    """Chunks move to data.bin or, every third, to a file in a folder, in shuffled order."""
    rng = np.random.default_rng(31)
    files = {"data.bin": bytearray(), "more data/ü #1.bin": bytearray()}
    keys = [key for key in store if not reference_sets.is_metadata(key)]
    refs = reference_sets.from_store(store)
    for number, key in enumerate(rng.permutation(keys)):
        name = list(files)[number % 3 == 0]
        files[name] += rng.integers(0, 256, rng.integers(0, 90), "u1").tobytes()
        refs[key] = [name, len(files[name]), len(store[key])]
        files[name] += store[key]
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return refs
