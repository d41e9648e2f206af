"""Zarr v3 stores, and v2 stores without consolidated metadata, as zarr-python 3 writes and reads
them: every data type, codec chains, sharding, key encodings.

Written by .toolchain/python-zarr3/bin/python. Chunks that hold only the fill value are not
written, so a reader meets keys and index entries that are not there.
"""

import json
import shutil
import warnings
from pathlib import Path

import numpy as np
import zarr
from zarr.codecs import BytesCodec, GzipCodec, ShardingCodec, TransposeCodec, ZstdCodec
from zarr.core.dtype import VariableLengthBytes

from . import encode, expect

warnings.simplefilter("ignore")


def write(root: Path) -> None:
    _write_store(root / "zarr3-dtypes", _fill_dtypes, consolidate=True)
    _write_store(root / "zarr3-codecs", _fill_codecs, consolidate=True)
    _write_store(root / "zarr3-shards", _fill_shards, consolidate=True)
    _write_store(root / "zarr3-unlisted", _fill_few, consolidate=False)
    _write_store(root / "zarr2-unlisted", _fill_few, consolidate=False, zarr_format=2)
    _write_map(root / "zarr3-map", root / "zarr3-shards" / "store.zarr")


def _write_store(folder: Path, fill, consolidate: bool, zarr_format: int = 3) -> None:
    path = folder / "store.zarr"
    shutil.rmtree(path, ignore_errors=True)
    group = zarr.open_group(str(path), mode="w", zarr_format=zarr_format)
    fill(group)
    if consolidate:
        zarr.consolidate_metadata(str(path))
    group = zarr.open_group(str(path), mode="r", use_consolidated=consolidate)
    expect.write(folder, {"open": "store.zarr", **_content(group, consolidate)})


def _content(group: zarr.Group, is_listed: bool) -> dict:
    nodes, reads = {}, []
    for path, node in [("", group), *group.members(max_depth=None)]:
        path = "/" + path
        attrs = encode.item(dict(node.attrs))
        if isinstance(node, zarr.Group):
            if is_listed:
                children = [name for name, _ in node.members()]
                nodes[path] = {"kind": "group", "attrs": attrs, "children": sorted(children)}
            continue
        whole = _elements(node)
        dtype = _type_string(node)
        nodes[path] = {
            "kind": "array",
            "attrs": attrs,
            "dtype": dtype,
            "shape": list(node.shape),
            "chunks": _chunks(node),
            "fill": _fill_item(node),
            "values": encode.values(whole),
        }
        reads += expect.read_results(path, whole, dtype, 3)
    errors = [{"path": "/nowhere/at/all", "code": "not-found"}]
    return {"nodes": nodes, "reads": reads, "errors": errors}


def _document(array: zarr.Array) -> dict:
    name = "zarr.json" if array.metadata.zarr_format == 3 else ".zarray"
    return json.loads((Path(str(array.store.root)) / array.path / name).read_text())


def _chunks(array: zarr.Array) -> list[int]:
    """The innermost chunks; zarr-python names those of the first level of shards."""
    if array.metadata.zarr_format == 2:
        return list(array.chunks)
    document = _document(array)
    chunks = document["chunk_grid"]["configuration"]["chunk_shape"]
    axes = list(range(len(chunks)))
    codecs = document["codecs"]
    while codecs:
        codec, *codecs = codecs
        if codec["name"] == "transpose":
            axes = [axes[axis] for axis in codec["configuration"]["order"]]
        if codec["name"] == "sharding_indexed":
            for axis, length in zip(axes, codec["configuration"]["chunk_shape"], strict=True):
                chunks[axis] = length
            codecs = codec["configuration"]["codecs"]
    return chunks


def _elements(array: zarr.Array) -> np.ndarray:
    whole = np.asarray(array[...])
    return whole.astype(object) if whole.dtype.kind == "T" else whole


def _type_string(array: zarr.Array) -> str:
    """NumPy's type string with the byte order of the stored elements, which v3 has in a codec."""
    dtype = np.dtype(object) if array.dtype.kind in "TO" else array.dtype
    is_v3 = array.metadata.zarr_format == 3
    is_big = is_v3 and '"endian": "big"' in json.dumps(_document(array)["codecs"])
    return (dtype.newbyteorder(">") if is_big else dtype).str


def _fill_item(array: zarr.Array):
    return encode.item(array.fill_value)


RECORD = np.dtype([("a", "<i2"), ("b", "<f4"), ("c", "S3")])
DTYPES = {
    "bool": ("b1", True),
    **{name: (name, 7) for name in ("int8", "int16", "int32", "int64")},
    **{f"u{name}": (f"u{name}", 9) for name in ("int8", "int16", "int32", "int64")},
    "int64-min": ("int64", -(2**63)),
    "uint64-max": ("uint64", 2**64 - 1),
    "float16": ("float16", np.float16("nan")),
    "float32": ("float32", np.float32("-inf")),
    "float64": ("float64", 0.1),
    "complex64": ("complex64", 1 + 2j),
    "complex128": ("complex128", complex(np.nan, -np.inf)),
    "null-terminated": ("S5", b"ab"),
    "utf32": ("U4", "hé"),
    "raw": ("V3", np.void(b"\1\2\3")),
    "datetime-ns": ("M8[ns]", np.datetime64("NaT", "ns")),
    "datetime-25s": ("M8[25s]", np.datetime64(5, "25s")),
    "timedelta-us": ("m8[us]", np.timedelta64(-3, "us")),
    "record": (RECORD, np.array((3, 1.5, b"xy"), RECORD)[()]),
}


def _draw(rng: np.random.Generator, dtype: np.dtype, shape: tuple[int, ...]) -> np.ndarray:
    from .zarr2_dtypes import draw

    return draw(rng, dtype, shape)


def _fill_dtypes(group: zarr.Group) -> None:
    rng = np.random.default_rng(31)
    for name, (type_name, fill) in DTYPES.items():
        dtype = np.dtype(type_name)
        data = _draw(rng, dtype, (5, 7))
        for order in ("little", "big") if dtype.kind not in "bSV" and dtype.itemsize > 1 else [""]:
            array = group.create_array(
                f"{name}-{order}" if order else name,
                shape=(7, 7),
                chunks=(3, 4),
                dtype=dtype,
                fill_value=fill,
                serializer=BytesCodec(endian=order or None),
            )
            array[:5] = data
    text = group.create_array("string", shape=(7,), chunks=(3,), dtype="string", fill_value="none")
    text[:4] = np.array(["", "a", "Zoë", "日本𝄞"], dtype=object)
    blob = group.create_array(
        "bytes", shape=(7,), chunks=(3,), dtype=VariableLengthBytes(), fill_value=b"\0\xff"
    )
    blob[:3] = np.array([b"", b"a\0b", b"\xff" * 5], dtype=object)
    scalar = group.create_array("scalar", shape=(), dtype="float32")
    scalar[...] = 2.5


def _fill_codecs(group: zarr.Group) -> None:
    rng = np.random.default_rng(37)
    data = rng.integers(-1000, 1000, (7, 9, 5), dtype="int16")
    chains = {
        "raw": {"compressors": None},
        "gzip": {"compressors": GzipCodec()},
        "blosc": {"compressors": zarr.codecs.BloscCodec(cname="lz4", shuffle="shuffle")},
        "transposed": {"filters": TransposeCodec(order=(2, 0, 1))},
        "transposed-raw": {"filters": TransposeCodec(order=(1, 2, 0)), "compressors": None},
        "transposed-twice": {
            "filters": [TransposeCodec(order=(2, 0, 1)), TransposeCodec(order=(0, 2, 1))]
        },
        "numcodecs-zlib": {"compressors": zarr.codecs.numcodecs.Zlib(level=3)},
        "numcodecs-shuffle": {
            "compressors": [zarr.codecs.numcodecs.Shuffle(), zarr.codecs.numcodecs.LZ4()]
        },
        "numcodecs-delta": {"filters": zarr.codecs.numcodecs.Delta(dtype="<i2")},
    }
    for name, options in chains.items():
        group.create_array(name, data=data, chunks=(3, 4, 5), **options)
    keys = {
        "default-dot": {"name": "default", "separator": "."},
        "v2-dot": {"name": "v2", "separator": "."},
        "v2-slash": {"name": "v2", "separator": "/"},
    }
    for name, encoding in keys.items():
        group.create_array(name, data=data[0], chunks=(4, 4), chunk_key_encoding=encoding)
    group.create_array(
        "named", data=data[0], chunks=(4, 4), dimension_names=["x", None], attributes={"unit": "µV"}
    )


def _fill_shards(group: zarr.Group) -> None:
    rng = np.random.default_rng(41)
    data = rng.integers(-1000, 1000, (30, 40), dtype="int32")
    data[:10, 20:] = -1  # a shard that is not stored
    data[12:16, :8] = -1  # chunks that are not
    options = {"fill_value": -1, "dimension_names": ["time", "channel"]}
    for location in ("start", "end"):
        for name, codecs in {"raw": [BytesCodec()], "zstd": [BytesCodec(), ZstdCodec()]}.items():
            sharding = ShardingCodec(chunk_shape=(2, 4), codecs=codecs, index_location=location)
            _write_sharded(group, f"{name}-{location}", data, sharding, options)
    _write_sharded(
        group,
        "no-checksum",
        data,
        ShardingCodec(chunk_shape=(5, 5), index_codecs=[BytesCodec()]),
        options,
    )
    inner = ShardingCodec(chunk_shape=(1, 2), codecs=[BytesCodec(), GzipCodec()])
    outer = ShardingCodec(chunk_shape=(5, 10), codecs=[inner], index_location="start")
    _write_sharded(group, "nested", data, outer, options)
    within = [TransposeCodec(order=(1, 0)), BytesCodec(endian="big"), ZstdCodec()]
    _write_sharded(
        group, "transposed-within", data, ShardingCodec(chunk_shape=(2, 4), codecs=within), options
    )
    _write_transposed(group, data, options)
    text = np.array([f"word {n}" if n % 3 else "" for n in range(20)], dtype=object)
    array = group.create_array("text", shape=(30,), chunks=(2,), shards=(10,), dtype="string")
    array[:20] = text


def _write_sharded(group, name, data, sharding, options, shape=(10, 20)) -> None:
    array = group.create_array(
        name,
        shape=data.shape,
        chunks=shape,
        dtype=data.dtype,
        serializer=sharding,
        compressors=None,
        **options,
    )
    array[...] = data


def _write_transposed(group, data, options) -> None:
    array = group.create_array(
        "transposed-before",
        shape=data.shape,
        chunks=(10, 20),
        dtype=data.dtype,
        filters=TransposeCodec(order=(1, 0)),
        serializer=ShardingCodec(chunk_shape=(5, 2)),
        compressors=None,
        **options,
    )
    array[...] = data


def _fill_few(group: zarr.Group) -> None:
    group.attrs["title"] = "Größen"
    inner = group.create_group("a/inner group")
    inner.attrs["depth"] = 2
    data = np.arange(60, dtype="<i2").reshape(12, 5)
    data[4:8] = 0
    inner.create_array("x", data=data, chunks=(4, 5), attributes={"unit": "mV"})
    inner.create_array("scalar", data=np.float64(6.5))
    if group.metadata.zarr_format == 3:
        group.create_array("sharded", data=data, chunks=(2, 5), shards=(6, 5))
        return
    for separator in "./":
        name = "dot" if separator == "." else "slash"
        encoding = {"name": "v2", "separator": separator}
        group.create_array(name, data=data, chunks=(4, 2), chunk_key_encoding=encoding)


def _write_map(folder: Path, store: Path) -> None:
    """A reference map of a sharded store's arrays: their shards are ranges of one file."""
    folder.mkdir(parents=True, exist_ok=True)
    refs: dict = {"zarr.json": json.dumps({"zarr_format": 3, "node_type": "group"})}
    packed = b"padding"
    for name in ("zstd-end", "raw-start", "nested"):
        for file in sorted((store / name).rglob("*")):
            if file.is_dir():
                continue
            key = str(file.relative_to(store))
            if file.name == "zarr.json":
                refs[key] = file.read_text()
                continue
            refs[key] = ["packed.bin", len(packed), file.stat().st_size]
            packed += file.read_bytes()
    (folder / "packed.bin").write_bytes(packed)
    (folder / "refs.json").write_text(json.dumps({"version": 1, "refs": refs}))
    group = zarr.open_group(str(store), mode="r")
    nodes, reads = {}, []
    content = _content(group, is_listed=True)
    for name in ("zstd-end", "raw-start", "nested"):
        nodes[f"/{name}"] = content["nodes"][f"/{name}"]
        reads += [read for read in content["reads"] if read["path"] == f"/{name}"]
    expect.write(folder, {"open": "refs.json", "nodes": nodes, "reads": reads})
