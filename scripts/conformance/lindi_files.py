"""lindi-files: what LINDI writes, as JSON, tar archive and folder, and what h5py or LINDI read."""

import contextlib
import json
import tempfile
from pathlib import Path

import h5py
import lindi
import numpy as np
from goldens import expect

from . import bundle

TEXT = h5py.string_dtype("utf-8")


def write(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as place, contextlib.chdir(place):
        cases = [*_translated(), *_limits(), *_created(), *_grown(), *_copied(), *_faulty()]
    bundle.write(
        folder,
        "lindi-files",
        "LINDI files: the cases of LINDI's tests, as JSON, tar and folder",
        cases,
    )


def _files(*paths: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for path in paths:
        inner = [each for each in sorted(Path(path).rglob("*")) if each.is_file()]
        for each in inner or [Path(path)]:
            found[str(each)] = each.read_bytes()
    return found


FORMATS = {".lindi.json": "references", ".lindi.tar": "lindi-tar", ".lindi.d": "lindi-folder"}


def _nodes(path: str, refs: dict, unreadable: tuple[str, ...] = ()) -> dict:
    """What h5py finds; a soft link has what its target has. Not the order, which LINDI sorts."""
    with h5py.File(path) as file:
        content = expect.from_hdf5(file, refs, unreadable=unreadable)
    nodes = {}
    for name, node in content["nodes"].items():
        nodes[name] = {key: value for key, value in node.items() if key != "children"}
    for link in content["links"]:
        nodes[link["path"]] = nodes[link["target"]]
    return nodes


def _refs(client) -> dict:
    return json.loads(json.dumps(client.to_reference_file_system()))["refs"]


def _translated():
    with h5py.File("one.h5", "w") as file:
        file.attrs["title"] = "Größe"
        file.attrs["nan"] = [np.nan, np.inf, -np.inf, 1.5]
        group = file.create_group("g")
        group.attrs["object_id"] = "g-1"
        group["small"] = np.arange(12, dtype="<i2").reshape(3, 4)
        group["large"] = np.arange(1500, dtype="<i2").reshape(60, 25)
        group.create_dataset(
            "packed",
            data=np.arange(1600, dtype="<i4").reshape(40, 40) // 7,
            chunks=(16, 16),
            compression="gzip",
            shuffle=True,
        )
        group["scalar"] = np.float64(2.5)
        group["text"] = "Zoë 日本"
        group.create_dataset("words", data=np.array(["a", "", "ü"], object), dtype=TEXT)
        group["floats"] = np.array([np.nan, np.inf, -np.inf, -0.0, 1e-300])
        file["absolute"] = h5py.SoftLink("/g/small")
        file["to group"] = h5py.SoftLink("/g")
        file.attrs["refers"] = group.ref
        rows = np.zeros(2, [("start", "<i4"), ("series", h5py.ref_dtype)])
        rows[0], rows[1] = (3, group["small"].ref), (4, group.ref)
        file["rows"] = rows
    for ending, format in FORMATS.items():
        client = lindi.LindiH5pyFile.from_hdf5_file("one.h5", url="one.h5")
        client.write_lindi_file(f"one{ending}", generation_metadata={"by": "a test"})
        nodes = _nodes("one.h5", _refs(client))
        client.close()
        yield bundle.case(
            f"one file as {ending} (test_lindi_h5py_file)",
            format,
            _files("one.h5", f"one{ending}"),
            f"one{ending}",
            nodes,
        )


def _limits():
    with h5py.File("limits.h5", "w") as file:
        external = np.arange(600, dtype="<i4").reshape(50, 12)
        file.create_dataset("external", data=external, chunks=(10, 6))
        file["split"] = np.arange(2100, dtype="<f4").reshape(300, 7)
        file.create_dataset(
            "checked", data=np.arange(2000, dtype="<i4"), chunks=(600,), fletcher32=True
        )
    options = lindi.LindiH5ZarrStoreOpts(
        num_dataset_chunks_threshold=8, contiguous_dataset_max_chunk_size=3000
    )
    client = lindi.LindiH5pyFile.from_hdf5_file(
        "limits.h5", url="limits.h5", zarr_store_opts=options
    )
    client.write_lindi_file("limits.lindi.json")
    nodes = _nodes("limits.h5", _refs(client))
    client.close()
    files = _files("limits.h5", "limits.lindi.json")
    for name, title in [
        ("split", "contiguous data in pieces, the last one short (test_split_contiguous_dataset)"),
        ("checked", "checksums (test_fletcher32)"),
        ("external", "a link to a dataset of another file (test_external_array_link)"),
    ]:
        yield bundle.case(
            title, "references", files, "limits.lindi.json", {f"/{name}": nodes[f"/{name}"]}
        )


def _fill(file, number: int) -> np.ndarray:
    data = (np.arange(900 + 40 * number, dtype="<i4") * (number + 1)).reshape(-1, 20)
    file.create_dataset(f"x{number}", data=data, chunks=(20, 20))
    file[f"x{number}"].attrs["number"] = number
    return data


def _created():
    """Sets that LINDI makes from nothing: no version, blobs beside the JSON."""
    for ending, format in FORMATS.items():
        path = f"new{ending}"
        with lindi.LindiH5pyFile.from_lindi_file(path, mode="w") as file:
            file.attrs["title"] = "new"
            group = file.create_group("g")
            arrays = {"/g/x0": _fill(group, 0), "/g/x1": _fill(group, 1)}
            group.create_dataset("small", data=np.arange(5, dtype="<f8"))
            arrays["/g/small"] = np.arange(5, dtype="<f8")
        case = _read_back(path, arrays)
        yield bundle.case(f"created as {ending}", format, _files(path), path, case)


def _grown():
    """Each reopening appends; index and JSON move to the end when they are outgrown."""
    path, arrays = "grown.lindi.tar", {}
    for number in range(5):
        mode = "w" if number == 0 else "r+"
        with lindi.LindiH5pyFile.from_lindi_file(path, mode=mode) as file:
            arrays[f"/x{number}"] = _fill(file, number)
            if number == 2:
                file.attrs["long"] = "y" * 9000
    yield bundle.case(
        "a tar archive, reopened four times (test_lindi_tar)",
        "lindi-tar",
        _files(path),
        path,
        _read_back(path, arrays),
    )


def _read_back(path: str, arrays: dict) -> dict:
    """What LINDI finds: its archives lose chunks where inlined ones are written along with others."""
    with lindi.LindiH5pyFile.from_lindi_file(path, mode="r") as file:
        return {name: np.asarray(file[name][()]) for name in arrays}


def _copied():
    with h5py.File("source.h5", "w") as file:
        for number in range(6):
            file[f"d{number}"] = np.arange(1000, dtype="<i2") + number
    source = lindi.LindiH5pyFile.from_hdf5_file("source.h5", url="source.h5")
    source.write_lindi_file("source.lindi.json")
    source = lindi.LindiH5pyFile.from_lindi_file("source.lindi.json")
    with lindi.LindiH5pyFile.from_lindi_file("copy.lindi.json", mode="w") as target:
        for number in range(6):
            source.copy(f"d{number}", target, f"copied {number}")
    arrays = {f"/copied {number}": np.arange(1000, dtype="<i2") + number for number in range(6)}
    source.close()
    assert "{{u1}}" in Path("source.lindi.json").read_text()
    yield bundle.case(
        "copies from a file with templates (test_copy)",
        "references",
        _files("source.h5", "copy.lindi.json"),
        "copy.lindi.json",
        arrays,
    )
    named = {f"/d{number}": np.arange(1000, dtype="<i2") + number for number in range(6)}
    yield bundle.case(
        "templates of LINDI",
        "references",
        _files("source.h5", "source.lindi.json"),
        "source.lindi.json",
        named,
    )


def _faulty():
    sound = Path("new.lindi.tar").read_bytes()
    faults = {
        "cut after the entry": sound[:1400],
        "cut in the index": sound[:4000],
        "cut in the JSON": sound[:11000],
        "entry that is no JSON": sound[:512] + b"x" * 512 + sound[1024:],
        "index beyond the file": sound.replace(b'"s": 8192', b'"s": 9999', 1).replace(
            b'"d": 2048', b'"d": 9048', 1
        )[:9500],
        "not a tar archive": b"\0" * 2048,
    }
    codes = ["invalid-json", "invalid-reference", "invalid-metadata", "short-read", "unsupported"]
    for name, content in faults.items():
        errors = [{"path": "/g/x0", "read": "[]", "code": codes, "early": True}]
        yield bundle.case(
            f"faulty tar: {name}",
            "lindi-tar",
            {"a.lindi.tar": content},
            "a.lindi.tar",
            errors=errors,
        )
