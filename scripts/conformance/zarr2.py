"""zarr2-numbers, zarr2-filters, zarr2-objects: stores of zarr-python 2.18, read by it again.

Tiny arrays with short edge chunks; one chunk is removed and reads as fill where there is a fill.
Types, compressors, filters, orders, separators, fills and layouts are combined pairwise.
"""

import json
from pathlib import Path

import numcodecs
import numpy as np
import zarr
from goldens import encode
from goldens.zarr2_dtypes import draw
from numcodecs import (
    BZ2,
    LZ4,
    LZMA,
    AsType,
    Base64,
    BitRound,
    Blosc,
    Delta,
    FixedScaleOffset,
    Fletcher32,
    GZip,
    PackBits,
    Quantize,
    Shuffle,
    VLenBytes,
    VLenUTF8,
    Zlib,
    Zstd,
)
from numcodecs.checksum32 import CRC32, Adler32, JenkinsLookup3
from numcodecs.json import JSON

from . import bundle, pairwise

RECORD = np.dtype([("a", "<i4"), ("b", ">f8", (2,)), ("c", "|S3")])
DTYPES = [
    *["|b1", "|i1", "|u1", "<i2", ">i2", "<u2", ">u2", "<i4", ">i4", "<u4", ">u4"],
    *["<i8", ">i8", "<u8", ">u8", "<f2", ">f2", "<f4", ">f4", "<f8", ">f8", "<c8", ">c16"],
    *["|S1", "|S5", "<U3", ">U2", "<M8[ns]", ">M8[D]", "<m8[s]", "|V3", RECORD],
]
COMPRESSORS = {
    "none": None,
    "zlib": Zlib(1),
    "gzip": GZip(6),
    "zstd": Zstd(3),
    "zstd-checksum": Zstd(1, checksum=True),
    "blosc-lz4": Blosc("lz4", 5, Blosc.SHUFFLE),
    "blosc-lz4hc": Blosc("lz4hc", 9, Blosc.NOSHUFFLE),
    "blosc-zstd": Blosc("zstd", 5, Blosc.BITSHUFFLE),
    "blosc-zlib": Blosc("zlib", 3, Blosc.AUTOSHUFFLE),
    "blosc-blosclz": Blosc("blosclz", 9, Blosc.SHUFFLE, blocksize=256),
    "lz4": LZ4(),
    "bz2": BZ2(5),
    "lzma": LZMA(),
    "lzma-raw": LZMA(format=3, filters=[{"id": 33, "preset": 1}]),
    "lzma-alone": LZMA(format=2),
}
SHAPES = {
    "5x7": ((5, 7), (2, 3)),
    "4x3x5": ((4, 3, 5), (3, 2, 5)),
    "20": ((20,), (6,)),
    "scalar": ((), ()),
    "empty": ((0, 3), (2, 2)),
    "one-chunk": ((3, 2), (5, 4)),
}
LAYOUTS = ["root", "group", "consolidated"]


def write(folder: Path) -> None:
    bundle.write(
        folder,
        "zarr2-numbers",
        "Zarr v2 stores of zarr-python 2.18: types by compressors, orders, separators, fills",
        [_number_case(**row) for row in _number_rows()],
    )
    bundle.write(
        folder,
        "zarr2-filters",
        "Zarr v2 stores of zarr-python 2.18: filters by types and compressors",
        [_filter_case(**row) for row in _filter_rows()],
    )
    bundle.write(
        folder,
        "zarr2-objects",
        "Zarr v2 stores of zarr-python 2.18: object codecs by compressors",
        list(_object_cases()),
    )


def _number_rows() -> list[dict]:
    factors = {
        "dtype": DTYPES,
        "compressor": [*COMPRESSORS],
        "shape": [*SHAPES],
        "order": ["C", "F"],
        "separator": [".", "/"],
        "fill": ["zero", "odd", "null"],
        "layout": LAYOUTS,
    }
    many = pairwise.rows(
        {name: levels for name, levels in factors.items() if name != "compressor"}, lambda _: True
    )
    # All types by all compressors would be 500 stores
    some = ["|b1", "|i1", "<i2", ">u4", "<f2", ">f8", "|S5", RECORD]
    return [row | {"compressor": "none"} for row in many] + pairwise.rows(
        factors
        | {"dtype": some, "shape": ["5x7", "one-chunk"], "layout": ["root"], "fill": ["odd"]}
        | {"compressor": [each for each in COMPRESSORS if each != "none"]},
        lambda _: True,
    )


def _number_case(dtype, compressor, shape, order, separator, fill, layout) -> dict:
    dtype = np.dtype(dtype)
    name = f"{_type_name(dtype)} {compressor} {shape} {order} {separator} fill-{fill} {layout}"
    lengths, chunks = SHAPES[shape]
    data = draw(_random(name), dtype, lengths) if np.prod(lengths) >= 5 else _few(dtype, lengths)
    return _stored(
        name,
        data,
        layout,
        removes=fill != "null",
        chunks=chunks,
        order=order,
        dimension_separator=separator,
        compressor=COMPRESSORS[compressor],
        fill_value=_fill(dtype, fill),
    )


def _random(name: str) -> np.random.Generator:
    return np.random.default_rng(list(name.encode()))


def _few(dtype: np.dtype, shape: tuple[int, ...]) -> np.ndarray:
    """`draw` puts extremes into the first five elements; a scalar has fewer."""
    return (
        draw(_random(dtype.str), dtype, (8,))[6].reshape(())
        if shape == ()
        else np.zeros(shape, dtype)
    )


def _type_name(dtype: np.dtype) -> str:
    return "record" if dtype.names else dtype.str


def _fill(dtype: np.dtype, fill: str):
    if fill == "null":
        return None
    if fill == "zero":
        return (
            np.zeros((), dtype)[()]
            if dtype.kind in "VMm"
            else {"S": b"", "U": ""}.get(dtype.kind, 0)
        )
    if dtype.kind in "iu":
        return np.iinfo(dtype).max
    if dtype.kind in "MmV":
        raw = bytes(range(1, dtype.itemsize + 1))
        return np.frombuffer(raw, dtype)[0]
    return {
        "b": True,
        "f": np.nan,
        "c": complex(np.inf, -1.5),
        "S": b"\xffz"[: dtype.itemsize],
        "U": "é",
    }[dtype.kind]


FILTERS = {
    "shuffle": (lambda t: [Shuffle(t.itemsize)], "iufcMmSUV"),
    "shuffle-wrong-size": (lambda t: [Shuffle(2)], "iufc"),
    "delta": (lambda t: [Delta(t.str)], "iuf"),
    "delta-narrow": (lambda t: [Delta(t.str, astype="<i4")], "i"),
    "fixedscaleoffset": (lambda t: [FixedScaleOffset(10, 4, t.str, "<i2")], "f"),
    "quantize": (lambda t: [Quantize(1, t.str)], "f"),
    "bitround": (lambda t: [BitRound(3)], "f"),
    "astype": (lambda t: [AsType("<f4", t.str)], "iuf"),
    "packbits": (lambda t: [PackBits()], "b"),
    "fletcher32": (lambda t: [Fletcher32()], "biufcMmSUV"),
    "crc32": (lambda t: [CRC32()], "biufcMmSUV"),
    "crc32-end": (lambda t: [CRC32(location="end")], "iuf"),
    "adler32": (lambda t: [Adler32()], "iufcSUV"),
    "adler32-end": (lambda t: [Adler32(location="end")], "iuf"),
    "jenkins": (lambda t: [JenkinsLookup3(initval=7, prefix=None)], "iuf"),
    "base64": (lambda t: [Base64()], "biufcSUV"),
    "delta-shuffle-fletcher32": (
        lambda t: [Delta(t.str), Shuffle(t.itemsize), Fletcher32()],
        "iuf",
    ),
    "shuffle-zlib-fletcher32": (lambda t: [Shuffle(t.itemsize), Zlib(4), Fletcher32()], "biufc"),
    "shuffle-zstd": (lambda t: [Shuffle(t.itemsize), Zstd(3)], "iufcMmSUV"),
    "zlib": (lambda t: [Zlib(9)], "biufcSUV"),
    "blosc": (lambda t: [Blosc("lz4")], "biufcSUV"),
    "fixedscaleoffset-shuffle": (
        lambda t: [FixedScaleOffset(0, 10, t.str, "<i4"), Shuffle(4)],
        "f",
    ),
}


def _filter_rows() -> list[dict]:
    def allowed(row: dict) -> bool:
        dtype = np.dtype(row["dtype"])
        if row["filters"] == "bitround" and dtype.str[0] == ">":
            return False  # numcodecs rounds as if in the machine's byte order
        return dtype.kind in FILTERS[row["filters"]][1]

    factors = {
        "filters": [*FILTERS],
        "dtype": ["|b1", "<i2", ">i4", "|u1", "<u8", "<f4", ">f8", "<U2"],
        "compressor": ["none", "zlib", "blosc-lz4", "zstd", "gzip"],
        "order": ["C", "F"],
        "shape": ["5x7", "20"],
    }
    return pairwise.rows(factors, allowed)


def _filter_case(filters, dtype, compressor, order, shape) -> dict:
    dtype = np.dtype(dtype)
    name = f"{filters} {_type_name(dtype)} {compressor} {order} {shape}"
    lengths, chunks = SHAPES[shape]
    data = draw(_random(name), dtype, lengths)
    if dtype.kind in "iuf" and filters not in ("shuffle", "fletcher32", "zlib", "blosc"):
        # Lossy filters cast: only what fits has one meaning
        smooth = np.cumsum(_random(name).integers(-3, 4, lengths), axis=-1) + 30
        data = (smooth / (1 if dtype.kind in "iu" else 4)).astype(dtype)
    return _stored(
        name,
        data,
        "root",
        chunks=chunks,
        order=order,
        filters=FILTERS[filters][0](dtype),
        compressor=COMPRESSORS[compressor],
        fill_value=_fill(dtype, "zero"),
    )


TEXTS = ["", "a", "Zoë", "日本", "𝄞 clef", "nul\0inside", 'quote"s\n', "x" * 40]
BYTES = [b"", b"\0", b"\xff\xfe", "ü".encode(), bytes(range(20))]
VALUES = [None, True, -1, 2**53 + 1, 1.5, "text", [1, [2, "b"]], {"key": {"inner": [None]}}]
OBJECTS = {
    "vlen-utf8": (VLenUTF8(), TEXTS),
    "vlen-bytes": (VLenBytes(), BYTES),
    "json2": (JSON(), VALUES),
}


def _object_cases():
    rows = pairwise.rows(
        {
            "codec": [*OBJECTS],
            "compressor": ["none", "zlib", "blosc-lz4", "zstd", "gzip", "lz4", "bz2", "lzma"],
            "shape": ["20", "5x7", "scalar"],
            "order": ["C", "F"],
            "layout": LAYOUTS,
        },
        # zarr-python garbles lists in Fortran order
        lambda row: row["order"] == "C" or row["codec"].startswith("vlen"),
    )
    for row in rows:
        codec, values = OBJECTS[row["codec"]]
        name = " ".join(map(str, row.values()))
        lengths, chunks = SHAPES[row["shape"]]
        data = np.empty(lengths, object)
        for number, index in enumerate(np.ndindex(lengths)):
            data[index] = values[(number + 2) % len(values)]
        yield _stored(
            name,
            data,
            row["layout"],
            chunks=chunks,
            order=row["order"],
            object_codec=codec,
            dtype=object,
            compressor=COMPRESSORS[row["compressor"]],
            fill_value="" if row["codec"] == "vlen-utf8" else None,
        )
    ragged = np.empty(5, object)
    for number in range(5):
        ragged[number] = np.arange(number, dtype="<i4") - 2
    yield _stored("vlen-array", ragged, "root", chunks=(2,), dtype="array:<i4", fill_value=None)
    words = np.array(["b", "", "a", "c", "b"], dtype="<U1")
    categorize = numcodecs.Categorize(["a", "b", "c"], dtype="<U1")
    yield _stored("categorize", words, "root", chunks=(2,), filters=[categorize], fill_value="")


def _stored(name: str, data: np.ndarray, layout: str, removes: bool = True, **options) -> dict:
    """A store with `data` in it; its second chunk is removed."""
    store: dict[str, bytes] = {}
    path = "" if layout == "root" else "g/a"
    if path:
        zarr.group(store).create_group("g")
    array = zarr.create(
        store=store, path=path, shape=data.shape, **({"dtype": data.dtype} | options)
    )
    array[...] = data
    chunks = [key for key in store if key.rpartition("/")[2][0] != "."]
    if removes and len(chunks) > 1:
        del store[sorted(chunks)[1]]
    if layout == "consolidated":
        zarr.consolidate_metadata(store)
    values = _with_lists(zarr.open(store, mode="r", path=path)[...])
    node = bundle.node(values, chunks=list(array.chunks), attrs={})
    if array.dtype.kind not in "OV" or array.dtype.names is None:
        node["dtype"] = array.dtype.str
    if array.dtype.kind != "O":
        node["fill"] = encode.item(array.fill_value)
    files = {f"s.zarr/{key}": bytes(value) for key, value in sorted(store.items())}
    return bundle.case(name, "zarr2", _small(files), "s.zarr", {f"/{path}": node})


def _with_lists(values: np.ndarray) -> np.ndarray:
    """Items that are arrays as lists, which JSON can say."""
    for index, item in np.ndenumerate(values):
        if isinstance(item, np.ndarray):
            values[index] = item.tolist()
    return values


def _small(files: dict[str, bytes]) -> dict[str, bytes | str]:
    """Metadata without its line breaks."""
    return {
        key: json.dumps(json.loads(value), separators=(",", ":"), ensure_ascii=False)
        if key.rpartition("/")[2].startswith(".z")
        else value
        for key, value in files.items()
    }
