"""lindi-annotations: an HDF5 file with all that LINDI annotates, and LINDI's references to it.

What a reader must find is what h5py reads from the HDF5 file itself. Two datasets have more chunks
than LINDI lists, so that it links to them instead (`_EXTERNAL_ARRAY_LINK`); reading those from the
references is an error.
"""

import json
from pathlib import Path

import h5py
import lindi
import numpy as np

from . import expect

TEXT = h5py.string_dtype("utf-8")
REF = h5py.ref_dtype
EXTERNAL = ["/external/numbers", "/external/words"]


def write(root: Path) -> None:
    folder = root / "lindi-annotations"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "annotations.h5"
    with h5py.File(path, "w", libver=("earliest", "v110")) as file:
        file.attrs["object_id"] = "file-1"
        _add_attributes(file)
        _add_text(file)
        _add_numbers(file)
        _add_chunked(file)
        _add_links(file)
        _add_references(file)
        _add_compounds(file)
        _add_external(file)
    references = folder / "annotations.lindi.json"
    client = lindi.LindiH5pyFile.from_hdf5_file(
        str(path),
        url=path.name,
        zarr_store_opts=lindi.LindiH5ZarrStoreOpts(
            num_dataset_chunks_threshold=24, contiguous_dataset_max_chunk_size=3000
        ),
    )
    client.write_lindi_file(str(references), generation_metadata={"made": "for tests"})
    client.close()
    refs = json.loads(references.read_text(encoding="utf-8"))["refs"]
    with h5py.File(path, "r") as file:
        content = expect.from_hdf5(file, refs, unreadable=EXTERNAL)
    errors = [
        {"path": name, "read": read, "code": "unsupported"}
        for name in EXTERNAL
        for read in ("[]", "[0]")
    ]
    expect.write(folder, {"open": references.name, **content, "errors": errors})


def _add_attributes(file: h5py.File) -> None:
    attrs = file.create_group("attributes").attrs
    attrs["text"] = "Zoë – 海馬"
    attrs["bytes"] = np.bytes_(b"plain")
    attrs["empty text"] = ""
    attrs["int"] = np.int32(-5)
    attrs["largest"] = np.uint64(2**64 - 1)
    attrs["odd"] = np.int64(2**53 + 1)
    attrs["float32"] = np.float32(0.1)
    attrs["float"] = 1e-300
    attrs["nan"] = np.nan
    attrs["infinity"] = np.inf
    attrs["minus infinity"] = np.float32(-np.inf)
    attrs["bool"] = np.bool_(True)
    attrs["one"] = np.array([7])
    attrs["floats"] = np.array([1.5, np.nan, -np.inf, 0.0])
    attrs["matrix"] = np.arange(6).reshape(2, 3)
    attrs["words"] = np.array(["a", "ü", ""], dtype=TEXT)
    attrs["none"] = np.zeros(0, "<i4")
    attrs["__proto__"] = "an ordinary name"


def _add_text(file: h5py.File) -> None:
    group = file.create_group("text")
    group["scalar"] = "Größe – 𝄞"
    group["ascii"] = "plain"
    group["empty"] = ""
    group["bytes"] = np.bytes_(b"abc")
    group["fixed"] = np.array([b"a", b"", b"abcd"])
    words = ["", "a", "Zoë", "日本", 'quote "', "line\nbreak"]
    group.create_dataset("words", data=np.array(words, dtype=object), dtype=TEXT)
    group.create_dataset("table", data=np.array(words, dtype=object).reshape(3, 2), dtype=TEXT)


def _add_numbers(file: h5py.File) -> None:
    group = file.create_group("numbers")
    group["scalar int"] = np.int64(2**53 + 1)
    group["scalar float"] = np.float32(np.nan)
    group["scalar bool"] = np.bool_(True)
    group["bools"] = np.array([[True, False], [False, True]])
    group["enum"] = np.array([0, 2, 1], h5py.enum_dtype({"A": 0, "B": 1, "C": 2}, basetype="u1"))
    group["floats"] = np.array([1.5, np.nan, np.inf, -np.inf, -0.0, 5e-324])
    group["halves"] = np.array([0.5, 65504, np.nan], "<f2")
    group["small big-endian"] = np.arange(12, dtype=">i4").reshape(3, 4)
    group["big-endian"] = np.arange(1200, dtype=">u2").reshape(30, 40)
    group["extremes"] = np.array([-(2**63), 2**63 - 1], "<i8")
    group["ascii"] = np.frombuffer(b"looks like text", "u1")
    group["none"] = np.zeros(0, "<f8")
    group["no rows"] = np.zeros((0, 3), "<i2")
    group.create_dataset("grows", shape=(0,), maxshape=(None,), dtype="<f8")
    rows = np.arange(2100, dtype="<f4").reshape(300, 7)
    group["split"] = rows / 3  # 8,400 bytes: 107 rows of 28 bytes to a piece, 86 in the last
    group["split 3d"] = np.arange(4000, dtype="<i2").reshape(20, 20, 10)
    group["contiguous"] = np.arange(1100, dtype="<i2").reshape(110, 10)


def _add_chunked(file: h5py.File) -> None:
    group = file.create_group("chunked")
    row, column = np.indices((70, 50))
    data = (np.round(100 * np.sin(row / 9 + column / 4)) + row).astype("<i2")
    chunks = (32, 20)
    group.create_dataset("plain", data=data, chunks=chunks)
    group.create_dataset("gzip", data=data, chunks=chunks, compression="gzip")
    group.create_dataset("shuffle", data=data, chunks=chunks, shuffle=True)
    group.create_dataset(
        "shuffle gzip",
        data=data.astype("<f8") / 7,
        chunks=chunks,
        compression="gzip",
        compression_opts=9,
        shuffle=True,
    )
    group.create_dataset("fletcher32", data=data, chunks=chunks, fletcher32=True)
    group.create_dataset(
        "all three",
        data=data.astype("<i4"),
        chunks=chunks,
        compression="gzip",
        shuffle=True,
        fletcher32=True,
    )
    sparse = group.create_dataset(
        "sparse", shape=(60, 50), chunks=(20, 20), dtype="<i4", fillvalue=-3, compression="gzip"
    )
    sparse[20:40, 0:45] = data[20:40, 0:45]
    nan = group.create_dataset(
        "sparse nan", shape=(2000,), chunks=(300,), dtype="<f4", fillvalue=np.nan
    )
    nan[300:900] = np.arange(600)


def _add_links(file: h5py.File) -> None:
    group = file.create_group("links")
    group.attrs["object_id"] = "links-1"
    group["target"] = np.arange(5)
    group.create_group("sub")["inner"] = np.arange(3.0)
    group["hard"] = group["target"]
    group["absolute"] = h5py.SoftLink("/links/target")
    group["to group"] = h5py.SoftLink("/links/sub")
    group["chained"] = h5py.SoftLink("/links/absolute")
    group["through group"] = h5py.SoftLink("/links/to group/inner")
    group["relative"] = h5py.SoftLink("target")
    group["relative below"] = h5py.SoftLink("sub/inner")
    group["sub"]["to above"] = h5py.SoftLink("/links")


def _add_references(file: h5py.File) -> None:
    group = file.create_group("references")
    target, array = file["links/sub"], file["numbers/floats"]
    target.attrs["object_id"] = "sub-1"
    group.attrs["to group"] = target.ref
    group.attrs["to array"] = array.ref
    group.attrs["to root"] = file["/"].ref
    group.create_dataset("list", data=np.array([target.ref, array.ref, target.ref], REF), dtype=REF)
    group.create_dataset(
        "table", data=np.array([[target.ref, array.ref], [array.ref, group.ref]], REF), dtype=REF
    )


def _add_compounds(file: h5py.File) -> None:
    group = file.create_group("compounds")
    voxels = np.zeros(4, [("x", "<u4"), ("y", "<u4"), ("weight", "<f4")])
    voxels["x"], voxels["weight"] = [1, 2, 3, 2**32 - 1], [0.1, np.nan, np.inf, -1.5]
    group["numbers"] = voxels
    series = np.zeros(3, [("idx_start", "<i4"), ("count", "<i4"), ("timeseries", REF)])
    for row, target in enumerate(["links/target", "numbers/floats", "links"]):
        series[row] = (10 * row, 5, file[target].ref)
    group["references"] = series
    mixed = np.zeros(2, [("name", TEXT), ("size", "<i8"), ("good", "?"), ("tag", "S4")])
    mixed[0] = ("Zoë", 2**53 + 1, True, b"ab")
    mixed[1] = ("", -1, False, b"")
    group["mixed"] = mixed


def _add_external(file: h5py.File) -> None:
    group = file.create_group("external")
    group.create_dataset("numbers", data=np.arange(600).reshape(50, 12), chunks=(5, 4))
    words = np.array([f"word {number}" for number in range(40)], dtype=object)
    group.create_dataset("words", data=words, dtype=TEXT, chunks=(1,))
