"""sample-lindi and sample-kerchunk: the demo page's references to ecephys.nwb.

LINDI's set holds everything, so h5py's view of the NWB file is what it must read as. Kerchunk drops
links, object references and compound values, so zarr-python over fsspec's reference file system
says what is left.
"""

import contextlib
import json
import os
from pathlib import Path

import fsspec
import h5py
import zarr

from . import expect

SAMPLES = Path(__file__).resolve().parents[2] / "web-demo" / "samples"


def write(root: Path) -> None:
    _write_lindi(root / "sample-lindi")
    _write_kerchunk(root / "sample-kerchunk")


def _write_lindi(folder: Path) -> None:
    name = "ecephys.nwb.lindi.json"
    refs = json.loads((SAMPLES / name).read_text(encoding="utf-8"))["refs"]
    with h5py.File(SAMPLES / "ecephys.nwb", "r") as file:
        content = expect.from_hdf5(file, refs)
    expect.write(folder, {"open": _relative(name, folder), **content})


def _write_kerchunk(folder: Path) -> None:
    name = "ecephys.nwb.kerchunk.json"
    refs = json.loads((SAMPLES / name).read_text(encoding="utf-8"))["refs"]
    # fsspec resolves a relative URL against the working folder.
    with contextlib.chdir(SAMPLES):
        store = fsspec.get_mapper("reference://", fo=name, remote_protocol="file")
        content = expect.from_zarr(zarr.open_group(store, mode="r"), expect.stored_names(refs))
    expect.write(folder, {"open": _relative(name, folder), **content})


def _relative(name: str, folder: Path) -> str:
    return Path(os.path.relpath(SAMPLES / name, folder)).as_posix()
