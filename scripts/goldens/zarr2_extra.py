"""zarr2-extra: the codecs of the second module, alone, below filters, as filters, over objects."""

import lzma
from pathlib import Path

import numpy as np
import zarr
from numcodecs import BZ2, LZMA, Base64, Blosc, Delta, Fletcher32, Shuffle, VLenUTF8, Zlib

from . import reference_sets
from .zarr2_codecs import DTYPES, TEXT, smooth


def write(root: Path) -> None:
    reference_sets.write_case(root / "zarr2-extra", _arrays(), reads=2)


def _raw(*filters: dict) -> LZMA:
    return LZMA(format=lzma.FORMAT_RAW, filters=list(filters))


def _codecs() -> dict:
    lzma2 = {"id": lzma.FILTER_LZMA2, "preset": 1}
    branches = {
        "x86": lzma.FILTER_X86,
        "powerpc": lzma.FILTER_POWERPC,
        "ia64": lzma.FILTER_IA64,
        "arm": lzma.FILTER_ARM,
        "armthumb": lzma.FILTER_ARMTHUMB,
        "sparc": lzma.FILTER_SPARC,
    }
    return {
        "bz2-1": BZ2(1),
        "bz2-9": BZ2(9),
        "lzma": LZMA(),
        "lzma-9": LZMA(preset=9),
        "lzma-no-check": LZMA(check=lzma.CHECK_NONE),
        "lzma-crc32": LZMA(check=lzma.CHECK_CRC32),
        "lzma-sha256": LZMA(check=lzma.CHECK_SHA256),
        "lzma-alone": LZMA(format=lzma.FORMAT_ALONE, preset=1),
        "lzma-raw": _raw(lzma2),
        "lzma-raw-options": _raw(
            {"id": lzma.FILTER_LZMA2, "dict_size": 4096, "lc": 1, "lp": 2, "pb": 0}
        ),
        "lzma-raw-lzma1": _raw({"id": lzma.FILTER_LZMA1, "preset": 6}),
        "lzma-raw-lzma1-options": _raw(
            {"id": lzma.FILTER_LZMA1, "preset": 0, "dict_size": 65536, "lc": 0, "lp": 0, "pb": 4}
        ),
        "lzma-raw-delta": _raw({"id": lzma.FILTER_DELTA, "dist": 8}, lzma2),
        "lzma-raw-deltas": _raw(
            {"id": lzma.FILTER_DELTA}, {"id": lzma.FILTER_DELTA, "dist": 256}, lzma2
        ),
        **{f"lzma-raw-{name}": _raw({"id": id}, lzma2) for name, id in branches.items()},
        "lzma-raw-offset": _raw({"id": lzma.FILTER_X86, "start_offset": 4096}, lzma2),
    }


def _arrays() -> dict:
    store: dict[str, bytes] = {}
    root = zarr.group(store)
    for dtype in DTYPES:
        group = root.create_group(dtype[1:])
        for name, compressor in _codecs().items():
            group.create_dataset(
                name, data=smooth((50, 40), dtype), chunks=(32, 32), compressor=compressor
            )
    # Bytes that the branch filters change: mostly calls and jumps of the six machines.
    code = np.random.default_rng(33).choice(
        np.array([0xE8, 0xE9, 0xEB, 0x48, 0xF0, 0xF8, 0x40, 0x7F, 0xFF, 0, 1], "u1"), 6000
    )
    group = root.create_group("code")
    for name, compressor in _codecs().items():
        group.create_dataset(name, data=code, chunks=4000, compressor=compressor)
    _filters(root.create_group("filters"))
    _objects(root.create_group("objects"))
    missing = root.create_dataset(
        "missing", data=smooth((6, 4), "<i2"), chunks=(2, 4), compressor=BZ2(1), fill_value=-7
    )
    del store[f"{missing.path}/1.0"]
    root.create_dataset("scalar", data=np.int32(-5), shape=(), compressor=LZMA())
    return reference_sets.from_store(store)


def _filters(group: zarr.Group) -> None:
    i2, f8 = smooth((33, 20), "<i2"), smooth((33, 20), "<f8") / 7
    cases = {
        "shuffle-bz2": (i2, [Shuffle(2)], BZ2(1)),
        "shuffle-lzma": (f8, [Shuffle(8)], LZMA(preset=1)),
        "delta-shuffle-bz2": (i2, [Delta("<i2"), Shuffle(2)], BZ2(5)),
        "bz2-in-blosc": (i2, [Shuffle(2), BZ2(1)], Blosc(cname="lz4")),
        "lzma-checked": (f8, [Shuffle(8), LZMA(preset=0), Fletcher32()], None),
        "bz2-in-lzma": (i2, [Shuffle(2), BZ2(1)], LZMA(preset=0)),
        "bz2-base64-lzma-zlib": (i2, [BZ2(1), Base64(), LZMA(preset=0)], Zlib(1)),
        "bz2-bz2": (i2, [BZ2(9), BZ2(1)], None),
    }
    for name, (data, filters, compressor) in cases.items():
        group.create_dataset(
            name, data=data, chunks=(20, 8), filters=filters, compressor=compressor
        )


def _objects(group: zarr.Group) -> None:
    values = np.array([TEXT[n % len(TEXT)] for n in range(11)], dtype=object)
    cases = {"bz2": ([], BZ2(1)), "lzma": ([], LZMA(preset=1)), "both": ([BZ2(1)], LZMA(preset=0))}
    for name, (filters, compressor) in cases.items():
        group.create_dataset(
            name,
            data=values,
            chunks=4,
            dtype=object,
            fill_value="",
            object_codec=VLenUTF8(),
            filters=filters,
            compressor=compressor,
        )
