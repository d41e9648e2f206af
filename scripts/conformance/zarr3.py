"""zarr3-*: stores of zarr-python 3.1, in both of its formats, read by it again.

Tiny arrays with short edge chunks; one chunk (or shard) is removed and reads as fill.
"""

import json
from pathlib import Path

import numpy as np
import zarr
from goldens import encode
from goldens.zarr2_dtypes import draw
from zarr.codecs import (
    BloscCodec,
    BytesCodec,
    Crc32cCodec,
    GzipCodec,
    ShardingCodec,
    TransposeCodec,
    ZstdCodec,
)
from zarr.codecs import numcodecs as extra
from zarr.storage import MemoryStore

from . import bundle, pairwise

RECORD = np.dtype([("a", "<i4"), ("b", "<f8"), ("c", "|S3")])
DTYPES = [
    *["bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"],
    *["float16", "float32", "float64", "complex64", "complex128"],
    *["S1", "S5", "U3", "M8[ns]", "M8[10D]", "m8[s]", "V3", "record"],
]
COMPRESSORS = {
    "none": [],
    "gzip": [GzipCodec(level=5)],
    "zstd": [ZstdCodec(level=3)],
    "zstd-checksum": [ZstdCodec(level=1, checksum=True)],
    "blosc-lz4": [BloscCodec(cname="lz4", shuffle="shuffle", typesize=4)],
    "blosc-zstd": [BloscCodec(cname="zstd", shuffle="bitshuffle", typesize=2)],
    "blosc-zlib": [BloscCodec(cname="zlib", shuffle="noshuffle", typesize=1)],
    "crc32c": [Crc32cCodec()],
    "gzip-crc32c": [GzipCodec(level=1), Crc32cCodec()],
    "crc32c-zstd": [Crc32cCodec(), ZstdCodec()],
}
SHAPES = {
    "5x7": ((5, 7), (2, 3)),
    "4x3x5": ((4, 3, 5), (3, 2, 5)),
    "20": ((20,), (6,)),
    "scalar": ((), ()),
    "empty": ((0, 3), (2, 2)),
    "one-chunk": ((3, 2), (5, 4)),
}
KEYS = {
    "default/": {"name": "default", "separator": "/"},
    "default.": {"name": "default", "separator": "."},
    "v2.": {"name": "v2", "separator": "."},
    "v2/": {"name": "v2", "separator": "/"},
}
LAYOUTS = ["root", "group", "consolidated"]


def write(folder: Path) -> None:
    for name, about, cases in [
        ("zarr3-numbers", "types by codecs, transposition, keys, fills", _numbers()),
        ("zarr3-filters", "codecs of numcodecs in Zarr v3", _filters()),
        ("zarr3-strings", "texts and bytes of any length", _strings()),
        ("zarr3-sharding", "shards: index place and codecs, inner codecs, nested", _shards()),
        ("zarr3-names", "names, attributes, dimensions, other metadata", _names()),
        ("zarr2-by-zarr3", "format 2", _version2()),
    ]:
        text = f"Stores of zarr-python 3.1: {about}"
        bundle.write(folder, name, text, list(cases))


def _numbers():
    factors = {
        "dtype": DTYPES,
        "compressor": [*COMPRESSORS],
        "shape": [*SHAPES],
        "endian": ["little", "big"],
        "order": ["C", "F"],
        "keys": [*KEYS],
        "fill": ["default", "odd"],
        "layout": LAYOUTS,
    }
    rows = pairwise.rows(
        {name: levels for name, levels in factors.items() if name != "compressor"}, lambda _: True
    )
    some = ["bool", "int16", "uint64", "float32", "complex128", "S5"]
    rows = [row | {"compressor": "none"} for row in rows] + pairwise.rows(
        factors | {"dtype": some, "shape": ["5x7", "20", "scalar"], "layout": ["root"]},
        lambda row: row["compressor"] != "none",
    )
    for row in rows:
        name = " ".join(row[factor] for factor in factors)
        dtype = _dtype(row["dtype"])
        lengths, chunks = SHAPES[row["shape"]]
        axes = list(range(len(lengths)))[::-1]
        transposes = row["order"] == "F" and len(axes) > 1
        yield _stored(
            name,
            _values(name, dtype, lengths),
            row["layout"],
            chunks=chunks,
            filters=[TransposeCodec(order=axes)] if transposes else [],
            serializer=BytesCodec(endian=row["endian"]),
            compressors=COMPRESSORS[row["compressor"]],
            chunk_key_encoding=KEYS[row["keys"]],
            fill_value=_fill(dtype, row["fill"]),
        )


def _dtype(name: str) -> np.dtype:
    return RECORD if name == "record" else np.dtype(name)


def _values(name: str, dtype: np.dtype, shape: tuple[int, ...]) -> np.ndarray:
    count = max(8, int(np.prod(shape)))
    drawn = draw(np.random.default_rng(list(name.encode())), dtype, (count,))
    return drawn[count - int(np.prod(shape)) :].reshape(shape)


def _fill(dtype: np.dtype, fill: str):
    if fill == "default":
        return None
    if dtype.kind in "iu":
        return np.iinfo(dtype).max
    if dtype.kind in "MmV":
        return np.frombuffer(bytes(range(1, dtype.itemsize + 1)), dtype)[0]
    fills = {"b": True, "f": np.nan, "c": complex(np.inf, -1.5), "U": "é"}
    return b"\xffz"[: dtype.itemsize] if dtype.kind == "S" else fills[dtype.kind]


FILTERS = {
    "shuffle": (lambda t: {"compressors": [extra.Shuffle(elementsize=t.itemsize)]}, "iufb"),
    "delta": (lambda t: {"filters": [extra.Delta(dtype=t.str)]}, "iu"),
    "fixedscaleoffset": (
        lambda t: {
            "filters": [extra.FixedScaleOffset(offset=10, scale=4, dtype=t.str, astype="<i2")]
        },
        "f",
    ),
    "quantize": (lambda t: {"filters": [extra.Quantize(digits=1, dtype=t.str)]}, "f"),
    "bitround": (lambda t: {"filters": [extra.BitRound(keepbits=3)]}, "f"),
    "astype": (
        lambda t: {"filters": [extra.AsType(encode_dtype="<f4", decode_dtype=t.str)]},
        "iuf",
    ),
    "packbits": (lambda t: {"filters": [extra.PackBits()]}, "b"),
    "bz2": (lambda t: {"compressors": [extra.BZ2(level=5)]}, "iufb"),
    "lz4": (lambda t: {"compressors": [extra.LZ4(acceleration=1)]}, "iufb"),
    "lzma": (lambda t: {"compressors": [extra.LZMA(preset=1)]}, "iuf"),
    "zlib": (lambda t: {"compressors": [extra.Zlib(level=4)]}, "iufb"),
    "gzip": (lambda t: {"compressors": [extra.GZip(level=4)]}, "iu"),
    "zstd": (lambda t: {"compressors": [extra.Zstd(level=4)]}, "iu"),
    "blosc": (lambda t: {"compressors": [extra.Blosc(cname="lz4", shuffle=1)]}, "iu"),
    "crc32": (lambda t: {"compressors": [extra.CRC32()]}, "iuf"),
    "crc32c": (lambda t: {"compressors": [extra.CRC32C()]}, "iuf"),
    "adler32": (lambda t: {"compressors": [extra.Adler32()]}, "iuf"),
    "fletcher32": (lambda t: {"compressors": [extra.Fletcher32()]}, "iuf"),
    "jenkins": (
        lambda t: {"compressors": [extra.JenkinsLookup3(initval=7, prefix=None)]},
        "iuf",
    ),
    "shuffle-zlib": (
        lambda t: {"compressors": [extra.Shuffle(elementsize=t.itemsize), extra.Zlib(level=4)]},
        "iuf",
    ),
    "delta-zstd": (
        lambda t: {"filters": [extra.Delta(dtype=t.str)], "compressors": [ZstdCodec()]},
        "iu",
    ),
}


def _filters():
    rows = pairwise.rows(
        {"filters": [*FILTERS], "dtype": ["|b1", "<i2", "<u8", "<f4"]},
        # zarr-python drops the byte order that single bytes do not need, though floats follow
        lambda row: (
            np.dtype(row["dtype"]).kind in FILTERS[row["filters"]][1]
            and (row["filters"], row["dtype"]) != ("astype", "|u1")
        ),
    )
    for row in rows:
        make, dtype = FILTERS[row["filters"]][0], np.dtype(row["dtype"])
        name = f"{row['filters']} {row['dtype']}"
        rng = np.random.default_rng(list(name.encode()))
        smooth = np.cumsum(rng.integers(-3, 4, (5, 7)), axis=-1) + 30
        data = smooth % 2 if dtype.kind == "b" else smooth / 4 if dtype.kind == "f" else smooth
        options = {"filters": [], "compressors": [], "serializer": BytesCodec()} | make(dtype)
        yield _stored(name, data.astype(dtype), "root", chunks=(2, 3), **options)


TEXTS = ["", "a", "Zoë", "日本", "𝄞 clef", "nul\0inside", 'quote"s\n', "x" * 40]
BYTES = [b"", b"\0", b"\xff\xfe", "ü".encode(), bytes(range(20))]


def _strings():
    rows = pairwise.rows(
        {
            "dtype": ["string", "bytes"],
            "compressor": ["none", "gzip", "zstd", "blosc-zlib", "gzip-crc32c"],
            "shape": ["5x7", "20", "scalar"],
            "order": ["C", "F"],
            "fill": ["default", "odd"],
            "layout": LAYOUTS,
        },
        lambda _: True,
    )
    for row in rows:
        name = " ".join(row.values())
        is_text = row["dtype"] == "string"
        items = TEXTS if is_text else BYTES
        lengths, chunks = SHAPES[row["shape"]]
        data = np.empty(lengths, object)
        for number, index in enumerate(np.ndindex(lengths)):
            data[index] = items[(number + 2) % len(items)]
        axes = list(range(len(lengths)))[::-1]
        odd = "füll" if is_text else b"\xff"
        yield _stored(
            name,
            data,
            row["layout"],
            dtype="string" if is_text else "variable_length_bytes",
            chunks=chunks,
            filters=[TransposeCodec(order=axes)] if row["order"] == "F" and len(axes) > 1 else [],
            compressors=COMPRESSORS[row["compressor"]],
            fill_value=odd if row["fill"] == "odd" else None,
        )


INDEX_CODECS = {
    "crc32c": [BytesCodec(), Crc32cCodec()],
    "plain": [BytesCodec()],
    "big": [BytesCodec(endian="big"), Crc32cCodec()],
}
INNER = {
    "bytes": [BytesCodec()],
    "big": [BytesCodec(endian="big")],
    "zstd": [BytesCodec(), ZstdCodec()],
    "gzip-crc32c": [BytesCodec(), GzipCodec(), Crc32cCodec()],
    "blosc": [BytesCodec(), BloscCodec(cname="zstd", typesize=2, shuffle="shuffle")],
    "transposed": [TransposeCodec(order=[1, 0]), BytesCodec(), ZstdCodec()],
}


def _shards():
    factors = {
        "dtype": ["|u1", "<i2", "<f8"],
        "inner": [*INNER],
        "index": [*INDEX_CODECS],
        "location": ["start", "end"],
        "nested": ["flat", "nested"],
        "outer": ["none", "gzip", "crc32c", "transposed"],
        "holes": ["full", "holes"],
        "keys": ["default/", "v2."],
    }
    common = {"index": ["crc32c", "plain"], "nested": ["flat"], "outer": ["none"]}
    rows = pairwise.rows(factors | common, lambda _: True)
    odd = pairwise.rows(factors, lambda _: True)
    for row in rows + [each for each in odd if each not in rows]:
        name = " ".join(row.values())
        data = _values(name, np.dtype(row["dtype"]), (10, 14))
        if row["holes"] == "holes":
            data[2:5, 3:9] = 1  # chunks of fill alone are not stored
            data[6:8, :] = 1
        options = {
            "index_codecs": INDEX_CODECS[row["index"]],
            "index_location": row["location"],
        }
        inner = INNER[row["inner"]]
        if row["nested"] == "nested":
            inner = [ShardingCodec(chunk_shape=(1, 3), codecs=inner, **options)]
        yield _stored(
            name,
            data,
            "root",
            # zarr-python checks the chunks of a shard against axes that are not exchanged yet
            chunks=(6, 6) if row["outer"] == "transposed" else (4, 6),
            filters=[TransposeCodec(order=[1, 0])] if row["outer"] == "transposed" else [],
            serializer=ShardingCodec(chunk_shape=(2, 3), codecs=inner, **options)
            if row["outer"] != "transposed"
            else ShardingCodec(chunk_shape=(3, 2), codecs=_turned(inner), **options),
            compressors={"gzip": [GzipCodec()], "crc32c": [Crc32cCodec()]}.get(row["outer"], []),
            chunk_key_encoding=KEYS[row["keys"]],
            fill_value=1,
            reads=["[3:9, 5]", "[::3, -2:]", "[9, 13]"],
        )
    texts = np.array([TEXTS[number % len(TEXTS)] for number in range(20)], dtype=object)
    yield _stored(
        "texts",
        texts,
        "root",
        dtype="string",
        chunks=(2,),
        shards=(6,),
        fill_value="",
        reads=["[5:9]"],
    )
    whole = np.arange(3000, dtype="<i4").reshape(60, 50)
    yield _stored(
        "many chunks",
        whole,
        "consolidated",
        chunks=(3, 5),
        shards=(30, 25),
        reads=["[7, :]", "[:, 41]"],
    )


def _turned(codecs: list) -> list:
    """The same for chunks whose axes are exchanged."""
    return [
        ShardingCodec(
            chunk_shape=each.chunk_shape[::-1],
            codecs=each.codecs,
            index_codecs=each.index_codecs,
            index_location=each.index_location,
        )
        if isinstance(each, ShardingCodec)
        else each
        for each in codecs
    ]


def _names():
    """Things around the values."""
    data = np.arange(35, dtype="<i2").reshape(5, 7)
    odd = {"title": "Größe", "list": [1, [2.5, None]], "big": 2**53 + 1, "nested": {"a": {}}}
    for layout in LAYOUTS:
        yield _stored(
            f"attributes {layout}",
            data,
            layout,
            chunks=(2, 3),
            attributes=odd,
            dimension_names=["time", None],
        )
    for name in ["with space", "x#y", "50%25", "日本", "0", "c"]:
        yield _stored(f"name {name}", data, "consolidated", path=f"g/{name}", chunks=(2, 3))
    for name, change in [
        ("codec as bare text", {"codecs": ["bytes", "crc32c"]}),
        ("codec without configuration", {"codecs": [{"name": "bytes"}]}),
        ("unknown member", {"extra": {"must_understand": False}}),
        ("no storage_transformers", {"storage_transformers": None}),
        ("fill as bits", {"data_type": "float32", "fill_value": "0x7fc00001"}),
        ("fill -Infinity", {"data_type": "float64", "fill_value": "-Infinity"}),
    ]:
        yield _changed(name, change)
    for name, change, code in [
        ("unknown codec", {"codecs": [{"name": "bytes"}, {"name": "none.such"}]}, "unknown-codec"),
        ("unknown data type", {"data_type": "none_such"}, ["unsupported", "invalid-metadata"]),
        (
            "must understand",
            {"extra": {"must_understand": True}},
            ["unsupported", "invalid-metadata"],
        ),
        ("no codecs", {"codecs": []}, "invalid-metadata"),
        (
            "unknown chunk grid",
            {"chunk_grid": {"name": "none_such", "configuration": {}}},
            ["unsupported", "invalid-metadata"],
        ),
    ]:
        yield _refused(name, change, code)


def _document(change: dict) -> dict:
    document = {
        "zarr_format": 3,
        "node_type": "array",
        "shape": [4],
        "data_type": "uint8",
        "chunk_grid": {"name": "regular", "configuration": {"chunk_shape": [2]}},
        "chunk_key_encoding": {"name": "default", "configuration": {"separator": "/"}},
        "fill_value": 7,
        "codecs": [{"name": "bytes"}],
        "attributes": {},
        "storage_transformers": [],
    } | change
    return {name: value for name, value in document.items() if value is not None}


def _changed(name: str, change: dict) -> dict:
    """A document as the specification allows it; zarr-python reads it or a plainer one."""
    document = _document(change)
    dtype = np.dtype(document["data_type"])
    fill = {"0x7fc00001": np.uint32(0x7FC00001).view("<f4"), "-Infinity": -np.inf}
    values = np.full(4, fill.get(document["fill_value"], document["fill_value"]), dtype)
    files = {"s.zarr/zarr.json": json.dumps(document)}
    if dtype.kind == "u":
        files["s.zarr/c/0"] = bytes([1, 2])
        values[:2] = 1, 2
        if "crc32c" in document["codecs"]:
            files["s.zarr/c/0"] = _with_checksum(bytes([1, 2]))
    return bundle.case(name, "zarr3", files, "s.zarr", {"/": values})


def _with_checksum(data: bytes) -> bytes:
    from numcodecs.checksum32 import CRC32C

    return bytes(CRC32C(location="end").encode(data))


def _refused(name: str, change: dict, code) -> dict:
    files = {"s.zarr/zarr.json": json.dumps(_document(change)), "s.zarr/c/0": bytes([1, 2])}
    errors = [{"path": "/", "read": "[]", "code": code}]
    return bundle.case(name, "zarr3", files, "s.zarr", errors=errors)


def _version2():
    from numcodecs import Blosc, Delta, GZip, Shuffle, Zlib, Zstd

    compressors = {
        "none": None,
        "zstd": Zstd(0),
        "blosc": Blosc("zstd"),
        "gzip": GZip(),
        "zlib": Zlib(),
    }
    filters = {"none": None, "shuffle": [Shuffle(4)], "delta": [Delta("<i4")]}
    rows = pairwise.rows(
        {
            "dtype": ["|b1", "<i4", ">i4", ">f8", "<c16", "|S4", "<M8[ms]", "string", "record"],
            "compressor": [*compressors],
            "filters": [*filters],
            "order": ["C", "F"],
            "layout": LAYOUTS,
        },
        lambda row: (
            row["filters"] == "none"
            or row["dtype"] == "<i4"
            or (row["filters"], row["dtype"]) == ("shuffle", ">i4")
        ),
    )
    for row in rows:
        name = " ".join(row.values())
        if row["dtype"] == "string":
            data = np.array([TEXTS[at % len(TEXTS)] for at in range(35)], object).reshape(5, 7)
            dtype = "string"
        else:
            dtype = _dtype(row["dtype"])
            data = _values(name, dtype, (5, 7))
        yield _stored(
            name,
            data,
            row["layout"],
            dtype=dtype,
            zarr_format=2,
            chunks=(2, 3),
            order=row["order"],
            filters="auto" if row["dtype"] == "string" else filters[row["filters"]],
            compressors=compressors[row["compressor"]],
        )


def _stored(
    name: str,
    data: np.ndarray,
    layout: str,
    path: str = "g/a",
    reads: list[str] | None = None,
    zarr_format: int = 3,
    **options,
) -> dict:
    """A store with `data` in it; its second chunk or shard is removed."""
    store = MemoryStore()
    path = "" if layout == "root" else path
    if path:
        zarr.create_group(store, zarr_format=zarr_format).create_group("g")
    options = {"dtype": data.dtype} | options
    array = zarr.create_array(
        store, name=path or None, shape=data.shape, zarr_format=zarr_format, **options
    )
    array[...] = data
    chunks = sorted(key for key in store._store_dict if not _is_metadata(key))
    if len(chunks) > 1:
        del store._store_dict[chunks[1]]
    if layout == "consolidated":
        zarr.consolidate_metadata(store)
    array = zarr.open_array(store, path=path or None, mode="r", zarr_format=zarr_format)
    values = np.asarray(array[...])
    if values.dtype.kind == "T":
        values = values.astype(object)
    node = bundle.node(values, attrs=encode.item(dict(array.attrs)))
    if values.dtype.kind != "O":
        node["fill"] = encode.item(np.asarray(array.fill_value, array.dtype)[()])
    if array.fill_value is None:
        node.pop("fill", None)
    files = {
        f"s.zarr/{key}": _compact(value.to_bytes()) if _is_metadata(key) else value.to_bytes()
        for key, value in sorted(store._store_dict.items())
    }
    more = {"reads": [bundle.read(f"/{path}", each, values) for each in reads]} if reads else {}
    return bundle.case(name, f"zarr{zarr_format}", files, "s.zarr", {f"/{path}": node}, **more)


def _is_metadata(key: str) -> bool:
    last = key.rpartition("/")[2]
    return last == "zarr.json" or last.startswith(".z")


def _compact(data: bytes) -> str:
    return json.dumps(json.loads(data), separators=(",", ":"), ensure_ascii=False)
