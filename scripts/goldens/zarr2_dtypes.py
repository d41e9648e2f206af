"""zarr2-dtypes and zarr2-fill: every fixed-width type, both byte orders, C and F order, fills.

Grids have short edge chunks and one missing chunk each, which reads as fill.
"""

import json
from pathlib import Path

import numpy as np
import zarr
from numcodecs import Zlib

from . import reference_sets

RECORD = np.dtype(
    [("größe", "<i4"), ("b", ">f4", (3,)), ("c", [("d", "|S4"), ("e", ">u2", (2, 2))])]
)
MIXED = np.dtype(
    [
        ("ok", "|b1"),
        ("half", "<f2"),
        ("long", "<i8"),
        ("ulong", ">u8"),
        ("z", "<c8"),
        ("when", "<M8[ms]"),
        ("text", "<U3"),
        ("raw", "|V2"),
    ]
)

GROUPS = {
    "bool": ["|b1"],
    "int": ["|i1", "<i2", ">i2", "<i4", ">i4", "<i8", ">i8"],
    "uint": ["|u1", "<u2", ">u2", "<u4", ">u4", "<u8", ">u8"],
    "float": ["<f2", ">f2", "<f4", ">f4", "<f8", ">f8"],
    "complex": ["<c8", ">c8", "<c16", ">c16"],
    "bytes": ["|S1", "|S5"],
    "text": ["<U1", "<U4", ">U4"],
    "time": [
        "<M8[ns]",
        ">M8[ns]",
        "<M8[us]",
        "<M8[ms]",
        "<M8[s]",
        "<M8[25s]",
        "<M8[m]",
        "<M8[h]",
        "<M8[D]",
        "<M8[W]",
        "<M8[M]",
        "<M8[Y]",
    ],
    "duration": ["<m8[ns]", ">m8[us]", "<m8[s]", "<m8[D]"],
    "void": ["|V1", "|V6"],
    "record": [RECORD, MIXED],
}
FILLS = {
    "b": True,
    "i": -7,
    "u": 200,
    "f": np.nan,
    "c": 1.5 - 2j,
    "S": b"a",
    "U": "ü",
    "M": 86400,
    "m": -3,
}


def write(root: Path) -> None:
    reference_sets.write_case(root / "zarr2-dtypes", _typed_arrays(), reads=2)
    _write_fills(root / "zarr2-fill")


def _typed_arrays() -> dict:
    rng = np.random.default_rng(11)
    store: dict[str, bytes] = {}
    root = zarr.group(store)
    for kind, dtypes in GROUPS.items():
        group = root.create_group(kind)
        for number, dtype in enumerate(map(np.dtype, dtypes)):
            name = f"{number}-{_type_name(dtype)}"
            fill = FILLS.get(dtype.kind, b"\1" * dtype.itemsize)
            if dtype.fields is not None:
                fill = draw(np.random.default_rng(number), dtype, (1,))[0]
            elif dtype.kind == "V":
                fill = np.frombuffer(fill, dtype)[0]
            elif dtype.kind in "Mm":
                fill = np.array(fill, "i8").view(dtype.newbyteorder("="))[()]
            group.create_dataset(
                name + "-c",
                data=draw(rng, dtype, (5, 7)),
                chunks=(2, 3),
                compressor=None,
                fill_value=fill,
            )
            group.create_dataset(
                name + "-f",
                data=draw(rng, dtype, (4, 3, 5)),
                chunks=(3, 2, 5),
                order="F",
                compressor=Zlib(6),
                fill_value=fill,
            )
            del store[f"{kind}/{name}-c/1.1"], store[f"{kind}/{name}-f/0.1.0"]
    return reference_sets.from_store(store)


def _type_name(dtype: np.dtype) -> str:
    if dtype.names:
        return "record"
    order = {"<": "le", ">": "be", "|": ""}[dtype.str[0]]
    return dtype.str[1:].replace("[", "_").replace("]", "") + order


def draw(rng: np.random.Generator, dtype: np.dtype, shape: tuple[int, ...]) -> np.ndarray:
    """Random values over the whole range of a type, extremes among them."""
    if dtype.names:
        result = np.empty(shape, dtype)
        for name in dtype.names:
            field = dtype.fields[name][0]
            base, inner = field.subdtype or (field, ())
            result[name] = draw(rng, base, shape + inner)
        return result
    if dtype.kind == "b":
        return rng.integers(0, 2, shape).astype(dtype)
    if dtype.kind in "iu":
        limits = np.iinfo(dtype)
        native = dtype.newbyteorder("=")
        data = rng.integers(limits.min, limits.max, shape, native, endpoint=True)
        data.flat[:3] = limits.min, limits.max, 1
        return data.astype(dtype)
    if dtype.kind == "f":
        data = (rng.normal(size=shape) * 10.0 ** rng.integers(-3, 4, shape)).astype(dtype)
        data.flat[:5] = np.nan, np.inf, -np.inf, -0.0, np.finfo(dtype).smallest_subnormal
        return data
    if dtype.kind == "c":
        parts = np.dtype(f"{dtype.str[0]}f{dtype.itemsize // 2}")
        data = np.empty(shape, dtype)
        data.real, data.imag = draw(rng, parts, shape), draw(rng, parts, shape)[..., ::-1]
        return data
    if dtype.kind in "Mm":
        data = rng.integers(-(10**9), 10**9, shape, "i8")
        data.flat[0] = np.iinfo("i8").min  # not a time
        data.flat[-1] = 0
        return data.view(dtype.newbyteorder("=")).astype(dtype)
    words = ["", "a", "Zoë", "日本", "𝄞", "abcdef", "né"]
    if dtype.kind == "U":
        return rng.choice(np.array(words), shape).astype(dtype)
    if dtype.kind == "S":
        return rng.choice(np.array([b"", b"a", b"\xff\x00z", b"abcdef"]), shape).astype(dtype)
    data = rng.integers(0, 256, (*shape, dtype.itemsize), "u1")
    return data.view(dtype)[..., 0]


ALL_FILL = {
    "nan-f2": ("<f2", np.nan),
    "nan-f4": (">f4", np.nan),
    "nan-f8": ("<f8", np.nan),
    "infinity": ("<f8", np.inf),
    "minus-infinity": ("<f4", -np.inf),
    "tenth": ("<f4", 0.1),
    "huge": ("<f8", 1.7e308),
    "i8-min": ("<i8", -(2**63)),
    "i8-max": (">i8", 2**63 - 1),
    "i8-odd": ("<i8", 2**53 + 1),
    "u8-max": ("<u8", 2**64 - 1),
    "u8-high": (">u8", 2**63),
    "i1": ("|i1", -128),
    "complex": ("<c16", complex(np.nan, -np.inf)),
    "complex-f4": ("<c8", 0.5 + 2j),
    "true": ("|b1", True),
    "bytes": ("|S6", b"a\xff\0b"),
    "text": ("<U5", "fällt"),
    "text-be": (">U3", "日𝄞"),
    "void": ("|V3", b"\x01\x02\x03"),
    "time": ("<M8[ns]", np.datetime64(1700000000123456789, "ns")),
    "not-a-time": ("<M8[s]", np.datetime64("NaT", "s")),
    "duration": (">m8[ms]", np.timedelta64(-5, "ms")),
    "record": (RECORD, np.frombuffer(bytes(range(1, 29)), RECORD)[0]),
}
NULL_FILL = ["|b1", "<i4", ">u8", "<f8", "<c8", "|S3", "<U2", "|V2", np.dtype([("a", "<i2")])]


def _write_fills(folder: Path) -> None:
    store: dict[str, bytes] = {}
    root = zarr.group(store)
    for name, (dtype, fill) in ALL_FILL.items():
        if np.dtype(dtype).kind == "V":
            fill = np.frombuffer(np.asarray(fill).tobytes(), dtype)[0]
        root.create_dataset(name, shape=(3, 2), chunks=(2, 2), dtype=dtype, fill_value=fill)
    nulls = []
    for number, dtype in enumerate(NULL_FILL):
        name = f"null-{number}"
        root.create_dataset(name, shape=(3,), chunks=(2,), dtype=dtype, fill_value=0)
        nulls.append(f"{name}/.zarray")
    oracle = reference_sets.from_store(store)
    refs = dict(oracle)
    # zarr-python 2 reads a null fill as memory nobody wrote; version 3 reads zeros, so the oracle
    # has a fill of zero instead.
    for key in nulls:
        refs[key] = json.dumps(json.loads(oracle[key]) | {"fill_value": None})
    reference_sets.write_case(folder, refs, oracle, reads=1)
