"""lindi-containers, lindi-tar-grown, lindi-folder: LINDI's references in a tar and in a folder.

lindi-containers has one HDF5 file's references in all three forms, and compressed; lindi-tar-grown and lindi-folder
were written by LINDI itself, with chunks as members. The tar was opened again several times, until
its index and its map had outgrown their places. What a reader must find is what h5py reads from an
HDF5 file of the same content.
"""

import gzip
import json
import random
import shutil
from pathlib import Path

import h5py
import lindi
import numpy as np
from lindi.tar import lindi_tar
from numcodecs.zstd import Zstd

from . import expect

ROUNDS = 5
INDEX_BYTES = 1024  # LINDI starts with 8 KiB, for which the tar would have to be large
GENERATED = {"generatedBy": {"package": "tests", "version": "1.0"}, "steps": [1, 2]}


def write(root: Path) -> None:
    _write_forms(root / "lindi-containers")
    _write_grown(root / "lindi-tar-grown")
    _write_folder(root / "lindi-folder")


def _write_forms(folder: Path) -> None:
    _clear(folder)
    source = folder / "small.h5"
    with h5py.File(source, "w", libver=("earliest", "v110")) as file:
        _fill_small(file)
    for form in ("json", "tar", "d"):
        url = f"../{source.name}" if form == "d" else source.name  # relative to the map
        client = lindi.LindiH5pyFile.from_hdf5_file(str(source), url=url)
        client.write_lindi_file(str(folder / f"small.lindi.{form}"), generation_metadata=GENERATED)
        client.close()
    text = (folder / "small.lindi.json").read_bytes()
    (folder / "small.lindi.json.gz").write_bytes(gzip.compress(text, mtime=0))
    (folder / "small.lindi.json.zst").write_bytes(Zstd(9).encode(text))
    (folder / "packed.json").write_bytes(gzip.compress(text, mtime=0))
    refs = json.loads((folder / "small.lindi.json").read_text(encoding="utf-8"))["refs"]
    with h5py.File(source, "r") as file:
        content = expect.from_hdf5(file, refs)
    expect.write(folder, {"open": "small.lindi.tar", **content})


def _fill_small(file: h5py.File) -> None:
    file.attrs["object_id"] = "file-1"
    group = file.create_group("a group")
    group.attrs["nan"] = np.nan
    group["raw"] = np.arange(1200, dtype="<i2").reshape(60, 20)
    group.create_dataset(
        "packed", data=np.arange(3000, dtype="<f8").reshape(300, 10) / 7, chunks=(128, 10),
        compression="gzip", shuffle=True,
    )  # fmt: skip
    group["text"] = "Größe"
    group["link"] = h5py.SoftLink("raw")
    group.attrs["target"] = group["raw"].ref


def _write_grown(folder: Path) -> None:
    _clear(folder)
    random.seed(5)  # names of what LINDI throws away are random
    lindi_tar._test_set(lindi_tar.TAR_ENTRY_JSON_SIZE, INDEX_BYTES, INDEX_BYTES)
    path = folder / "grown.lindi.tar"
    with _hdf5() as file:
        for number in range(ROUNDS):
            client = lindi.LindiH5pyFile.from_lindi_file(str(path), mode="a" if number else "w")
            for target in (client, file):
                _add_round(target, number)
            client.close()
        _check_moved(path)
        expect.write(folder, {"open": path.name, **expect.from_hdf5(file, _refs(path))})


def _add_round(file, number: int) -> None:
    group = file.create_group(f"round {number}")
    group.attrs["number"] = number
    group.create_dataset("chunks", data=_noise((2, 600), "<i4", number), chunks=(1, 300))
    group.create_dataset("small", data=np.arange(3.0) + number)
    if number:
        file[f"round {number - 1}"].attrs["next"] = f"round {number}"


def _noise(shape: tuple[int, ...], dtype: str, seed: int) -> np.ndarray:
    """What no codec makes so small that LINDI would keep it inside its map."""
    limits = np.iinfo(dtype)
    return np.random.default_rng(seed).integers(limits.min, limits.max, shape, dtype)


def _check_moved(path: Path) -> None:
    tar = lindi_tar.LindiTarFile(str(path))
    index, references = (tar.get_file_info(name) for name in (".tar_index.json", "lindi.json"))
    first_blob = min(file["o"] for file in tar._index["files"] if file["n"].startswith("blobs/"))
    if min(index["o"], references["o"]) < first_blob:
        raise AssertionError("the index or lindi.json still is where it began")
    tar.close()


def _write_folder(folder: Path) -> None:
    _clear(folder)
    path = folder / "members.lindi.d"
    with _hdf5() as file:
        client = lindi.LindiH5pyFile.from_lindi_file(str(path), mode="w")
        for target in (client, file):
            group = target.create_group("odd names")
            for name in ("plain", "a b", "#1 100%", "é&"):
                group.create_dataset(name, data=_noise((300,), "<i8", len(name)), chunks=(300,))
        client.flush()
        client.close()
        refs = json.loads((path / "lindi.json").read_text(encoding="utf-8"))["refs"]
        expect.write(folder, {"open": path.name, **expect.from_hdf5(file, refs)})


def _refs(path: Path) -> dict:
    tar = lindi_tar.LindiTarFile(str(path))
    refs = json.loads(tar.read_file("lindi.json"))["refs"]
    tar.close()
    return refs


def _hdf5() -> h5py.File:
    return h5py.File("content.h5", "w", driver="core", backing_store=False)


def _clear(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
