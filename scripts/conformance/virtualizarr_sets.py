"""virtualizarr: reference sets that VirtualiZarr writes of HDF5 files, read by h5py.

It writes absolute paths; here they are relative to the set.
"""

import contextlib
import tempfile
from pathlib import Path

import h5py
import numpy as np
from obspec_utils.registry import ObjectStoreRegistry
from obstore.store import LocalStore
from virtualizarr import open_virtual_dataset
from virtualizarr.parsers import HDFParser

from . import bundle


def write(folder: Path) -> None:
    bundle.write(
        folder,
        "virtualizarr",
        "Kerchunk JSON as VirtualiZarr 2.5 writes it",
        list(_cases()),
    )


def _cases():
    packed = np.arange(24, dtype="<i4").reshape(6, 4)
    options = {
        "plain": {},
        "chunked": {"chunks": (2, 4)},
        "gzip": {"chunks": (4, 3), "compression": "gzip", "shuffle": True},
    }
    for name, choice in options.items():
        yield _case(
            name, lambda file, choice=choice: file.create_dataset("x", data=packed, **choice)
        )
    yield _case("big-endian", lambda file: file.create_dataset("x", data=packed.astype(">f8")))
    yield _case("scalar (test_kerchunk)", lambda file: file.create_dataset("x", data=2.5))
    yield _case("unwritten chunks (test_kerchunk)", _sparse)


def _sparse(file: h5py.File) -> None:
    stored = file.create_dataset("x", (6,), "<f4", chunks=(2,), fillvalue=-1)
    stored[2:4] = 5


def _case(name: str, fill) -> dict:
    with tempfile.TemporaryDirectory() as place, contextlib.chdir(place):
        with h5py.File("data.h5", "w") as file:
            fill(file)
        path = Path("data.h5").resolve()
        found = open_virtual_dataset(
            path.as_uri(),
            registry=ObjectStoreRegistry({"file://": LocalStore()}),
            parser=HDFParser(),
            loadable_variables=[],
        )
        found.virtualize.to_kerchunk("refs.json", format="json")
        text = Path("refs.json").read_text().replace(str(path).replace("/", "\\/"), path.name)
        files = {path.name: path.read_bytes(), "refs.json": text}
        with h5py.File("data.h5") as file:
            return bundle.case(name, "references", files, "refs.json", {"/x": file["x"][()]})
