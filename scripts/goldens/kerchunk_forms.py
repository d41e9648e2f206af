"""kerchunk-*: every form a Kerchunk reference file comes in.

The expected values are what zarr-python reads over fsspec's reference file system. fsspec does not
know some forms; then `oracle` has an equivalent reference that it does know.
"""

import contextlib
import json
from pathlib import Path

import fsspec
import h5py
import kerchunk.hdf
import numpy as np
import zarr

from . import expect, reference_sets


def write(root: Path) -> None:
    _write_version0(root / "kerchunk-v0")
    _write_root_array(root / "kerchunk-root-array")
    _write_values(root / "kerchunk-values")
    _write_keys(root / "kerchunk-keys")
    _write_templates(root / "kerchunk-templates")
    _write_without_version(root / "kerchunk-without-version")
    _write_consolidated(root / "kerchunk-consolidated")
    _write_stale_consolidated(root / "kerchunk-stale-consolidated")
    _write_strings(root / "kerchunk-strings")


GROUP = {"zarr_format": 2}
DATA = np.arange(1000, 1128, dtype="<i2").tobytes()  # data.bin: 256 bytes


def array(shape: list[int], dtype: str = "<i2", chunks: list[int] | None = None, **options) -> dict:
    return {
        "zarr_format": 2,
        "shape": shape,
        "chunks": shape if chunks is None else chunks,
        "dtype": dtype,
        "order": "C",
        "fill_value": 0,
        "compressor": None,
        "filters": None,
    } | options


def write_case(folder: Path, document: dict, oracle: dict, **options) -> None:
    """`oracle`: a document with the same meaning, of which fsspec knows every form."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "data.bin").write_bytes(DATA)
    text = json.dumps(document, indent=1, **({"ensure_ascii": False} | options))
    (folder / "refs.json").write_text(text + "\n", encoding="utf-8")
    refs = oracle.get("refs", oracle)
    names = expect.stored_names(_with_consolidated(refs))
    with contextlib.chdir(folder):
        store = fsspec.get_mapper("reference://", fo=oracle, remote_protocol="file")
        only_consolidated = ".zmetadata" in refs and ".zgroup" not in refs
        opened = zarr.open_consolidated(store) if only_consolidated else zarr.open(store, mode="r")
        content = expect.from_zarr(opened, names)
    expect.write(folder, {"open": "refs.json", **content})


def _with_consolidated(refs: dict) -> list[str]:
    keys = []
    for key, value in refs.items():
        if key == ".zmetadata":
            document = json.loads(value) if isinstance(value, str) else value
            keys += list(document["metadata"])
        keys.append(key)
    return keys


def _write_version0(folder: Path) -> None:
    document = {
        ".zgroup": json.dumps(GROUP),
        ".zattrs": {"Conventions": "none", "größe": 3},
        "text/.zarray": json.dumps(array([6], "|u1", [3])),
        "text/0": "abc",
        "text/1": "base64:AQID",
        "ranges/.zarray": array([3, 4], chunks=[1, 4]),
        "ranges/.zattrs": '{"units": "µV"}',
        "ranges/0.0": ["data.bin", 0, 8],
        "ranges/2.0": ["data.bin", 200, 8],
        "ranges/1.0": ["data.bin", 16, 8],
        "whole/.zarray": array([128]),
        "whole/0": ["data.bin"],
    }
    write_case(folder, document, document)


def _write_root_array(folder: Path) -> None:
    document = {
        ".zarray": json.dumps(array([4, 5], chunks=[2, 5])),
        ".zattrs": '{"_ARRAY_DIMENSIONS": ["y", "x"]}',
        "0.0": ["data.bin", 10, 20],
        "1.0": ["data.bin", 30, 20],
    }
    write_case(folder, document, document)


def _write_values(folder: Path) -> None:
    shared = {
        ".zgroup": GROUP,
        ".zattrs": (
            '{"nan": NaN, "infinite": [Infinity, -Infinity], "big": 9007199254740993,'
            ' "small": 1e-300, "nested": {"a": [1, [2.5, null], true, "µ"]}, "empty": [],'
            ' "text": "", "__proto__": {"polluted": true}, "constructor": 7}'
        ),
        "utf8/.zarray": json.dumps(array([6], "|u1")),
        "utf8/0": "né日",
        "control/.zarray": array([5], "|u1"),
        "control/0": "\x00\x01\x02\x7f\n",
        "surrogate/.zarray": array([4], "|u1"),
        "surrogate/0": "𝄞",
        "base64/.zarray": array([2, 2], "<f8"),
        "base64/.zattrs": {},
        "base64/0.0": reference_sets.inline(np.array([1.5, -0.0, np.nan, np.inf]).tobytes()),
        "base64-lines/.zarray": array([3], "|u1"),
        "base64-lines/0": "base64:A\nQI\nD\n",
        "whole/.zarray": array([128]),
        "whole/0": ["data.bin"],
        "range/.zarray": array([2, 3]),
        "range/0.0": ["data.bin", 100, 12],
        "range-end/.zarray": array([4]),
        "range-end/0": ["data.bin", 248, 8],
        "scalar/.zarray": array([]),
        "scalar/0": ["data.bin", 6, 2],
        "scalar-fill/.zarray": array([], "<f4", fill_value="NaN"),
        "missing/.zarray": array([5], chunks=[2], fill_value=-7),
        "missing/0": ["data.bin", 0, 4],
        "missing/2": ["data.bin", 4, 4],
        "empty/.zarray": array([0, 3], chunks=[2, 3]),
        "slash/.zarray": array([4, 4], chunks=[2, 2], dimension_separator="/", fill_value=9),
        "slash/0/0": ["data.bin", 0, 8],
        "slash/1/0": ["data.bin", 8, 8],
        "slash/1/1": ["data.bin", 16, 8],
        "dot/.zarray": array([2, 2], chunks=[1, 2], dimension_separator=".", filters=[]),
        "dot/0.0": ["data.bin", 0, 4],
        "dot/1.0": ["data.bin", 40, 4],
        "short-edge/.zarray": array([5, 3], chunks=[3, 2]),
        **{
            f"short-edge/{key}": ["data.bin", 12 * number, 12]
            for number, key in enumerate(["0.0", "0.1", "1.0", "1.1"])
        },
    }
    document, oracle = dict(shared), dict(shared)
    for name, value, known in [
        ("object", {"ref": "data.bin", "offset": 20, "size": 8}, ["data.bin", 20, 8]),
        ("object-order", {"size": 8, "offset": 24, "ref": "data.bin"}, ["data.bin", 24, 8]),
        ("object-path", {"path": "data.bin", "offset": 28, "length": 8}, ["data.bin", 28, 8]),
        ("object-start", {"ref": "data.bin", "size": 8}, ["data.bin", 0, 8]),
        ("floats", ["data.bin", 32.0, 8.0], ["data.bin", 32, 8]),
        ("null", None, None),
    ]:
        for refs, chunk in ((document, value), (oracle, known)):
            refs[f"{name}/.zarray"] = array([4], fill_value=5)
            refs[f"{name}/0"] = chunk
    del oracle["null/0"]
    for refs, chunk in ((document, {"ref": "data.bin"}), (oracle, ["data.bin"])):
        refs["object-whole/.zarray"] = array([128])
        refs["object-whole/0"] = chunk
    zlib = {"id": "zlib", "level": 1}
    encoded = reference_sets.inline(zarr.get_codec(zlib).encode(DATA[:8]))
    document["codec-list/.zarray"] = array([4], compressor=[zlib])
    oracle["codec-list/.zarray"] = array([4], compressor=zlib)
    document["codec-list/0"] = oracle["codec-list/0"] = encoded
    write_case(
        folder,
        {"version": 1, "unknown": {"members": ["are", "ignored"]}, "refs": document},
        {"version": 1, "refs": oracle},
        ensure_ascii=True,
    )


ODD_NAMES = [
    "with space",
    " lead",
    "x#y",
    "50%",
    "50%25",
    "q?a=1&b",
    "日本",
    "ü/é",
    "𝄞",
    "__proto__",
    "constructor",
    "toString",
    "0",
    "1.0",
    "a.b",
    "c:d",
    "semi;colon",
    "'quoted\"",
    "{{u}}",
    "~",
    "[0]",
    "a+b",
    "hasOwnProperty",
    "length",
    "CAPS",
    "caps",
]


def _write_keys(folder: Path) -> None:
    refs: dict = {".zgroup": GROUP, "ü/.zgroup": GROUP}
    for number, name in enumerate(ODD_NAMES):
        refs[f"{name}/.zarray"] = array([2], chunks=[1])
        refs[f"{name}/.zattrs"] = {name: number}
        refs[f"{name}/0"] = ["data.bin", 4 * number, 2]
        refs[f"{name}/1"] = ["data.bin", 4 * number + 2, 2]
    refs["deep/.zgroup"] = GROUP
    refs["deep/0/.zgroup"] = GROUP
    refs["deep/0/0/.zarray"] = array([3], chunks=[1])
    for index in range(3):
        refs[f"deep/0/0/{index}"] = ["data.bin", 2 * index, 2]
    leading = {
        "lead/.zgroup": GROUP,
        "lead/x/.zarray": array([4]),
        "lead/x/.zattrs": {"slash": True},
        "lead/x/0": ["data.bin", 64, 8],
    }
    document = refs | {"/" + key: value for key, value in leading.items()}
    write_case(folder, {"version": 1, "refs": document}, {"version": 1, "refs": refs | leading})


def _write_templates(folder: Path) -> None:
    (folder / "more").mkdir(parents=True, exist_ok=True)
    (folder / "more" / "part-2.bin").write_bytes(DATA[::-1])
    refs = {
        ".zgroup": json.dumps(GROUP),
        "t/.zarray": array([6, 4], chunks=[1, 4], fill_value=3),
        "t/0.0": ["{{u}}", 0, 8],
        "t/1.0": ["{{folder}}/part-{{n}}.bin", 8, 8],
        "t/2.0": ["data.bin", 16, 8],
        "t/3.0": ["{{folder}}/part-2.bin", 24, 8],
        "t/4.0": ["{{ u }}", 32, 8],
        "whole/.zarray": array([128]),
        "whole/0": ["{{u}}"],
        "literal/.zarray": array([5], "|S5", [1], fill_value=""),
        "literal/.zattrs": {"note": "{{u}}"},
        "literal/0": "{{u}}",
        "literal/3": "{{n}}",
        "{{u}}/.zarray": array([4]),
        "{{u}}/0": ["{{u}}", 40, 8],
    }
    oracle = refs | {"t/4.0": ["{{u}}", 32, 8]}
    templates = {"u": "data.bin", "folder": "more", "n": "2"}
    write_case(
        folder,
        {"refs": refs, "gen": [], "templates": templates, "version": 1},
        {"refs": oracle, "templates": templates, "version": 1},
    )


def _write_without_version(folder: Path) -> None:
    """As LINDI writes a set that it created: no version, so only `refs` tells."""
    refs = {
        ".zgroup": GROUP,
        "x/.zarray": array([4]),
        "x/0": ["{{u1}}", 8, 8],
    }
    templates = {"u1": "data.bin"}
    write_case(
        folder,
        {"generationMetadata": {"by": "hand"}, "refs": refs, "templates": templates},
        {"version": 1, "refs": refs, "templates": templates},
    )


def _write_consolidated(folder: Path) -> None:
    refs = {
        ".zmetadata": {
            "zarr_consolidated_format": 1,
            "metadata": {
                ".zgroup": GROUP,
                ".zattrs": {"title": "only consolidated"},
                "g/.zgroup": GROUP,
                "g/.zattrs": {"level": 1},
                "g/x/.zarray": array([4], chunks=[2]),
                "g/x/.zattrs": {"_ARRAY_DIMENSIONS": ["t"]},
                "a/.zarray": array([], "<i4", fill_value=42),
            },
        },
        "g/x/0": ["data.bin", 0, 4],
        "g/x/1": ["data.bin", 4, 4],
    }
    write_case(folder, {"version": "1", "refs": refs}, {"version": 1, "refs": refs})


def _write_stale_consolidated(folder: Path) -> None:
    """Merges leave .zmetadata behind; the explicit keys are newer."""
    refs = {
        ".zmetadata": json.dumps(
            {
                "zarr_consolidated_format": 1,
                "metadata": {
                    ".zgroup": GROUP,
                    "x/.zarray": array([2], chunks=[2]),
                    "x/.zattrs": {"state": "stale"},
                },
            }
        ),
        ".zgroup": GROUP,
        "x/.zarray": array([6], chunks=[2]),
        "x/.zattrs": {"state": "new"},
        "x/0": ["data.bin", 0, 4],
        "x/1": ["data.bin", 4, 4],
        "x/2": ["data.bin", 8, 4],
    }
    write_case(folder, {"version": 1, "refs": refs}, {"version": 1, "refs": refs})


def _write_strings(folder: Path) -> None:
    """HDF5's variable-length strings as Kerchunk translates them, in each way with a codec."""
    texts = ["water", "", "Zoë", "water"]
    text = h5py.string_dtype()
    row = np.dtype([("n", "<i4"), ("s", text), ("x", ">f8"), ("t", text)])
    rows = [(1, "a", 0.5, "b"), (-2, "", float("nan"), "é")]
    folder.mkdir(parents=True, exist_ok=True)
    with h5py.File(folder / "strings.h5", "w") as file:
        file["text"] = np.array(texts, dtype=text)
        file["rows"] = np.array(rows, dtype=row)
    with h5py.File(folder / "zipped.h5", "w") as file:  # "encode" reads no compressed ids
        file.create_dataset("text", data=texts, dtype=text, compression=4)
    refs = {".zgroup": json.dumps(GROUP)}
    for group, name, way in (
        ("encode", "strings.h5", "encode"),
        ("null", "strings.h5", "null"),
        ("zipped", "zipped.h5", "null"),
    ):
        options = {"vlen_encode": way, "inline_threshold": 0, "error": "raise"}
        found = kerchunk.hdf.SingleHdf5ToZarr(str(folder / name), **options).translate()["refs"]
        for key, value in found.items():
            refs[f"{group}/{key}"] = [name, *value[1:]] if isinstance(value, list) else value
    reference_sets.write_case(folder, refs)
