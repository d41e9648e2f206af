"""zarr2-compressors, -filters, -objects, -objects-binary: every codec over data that it changes."""

import gzip
import io
from pathlib import Path

import numpy as np
import zarr
from numcodecs import (
    JSON,
    LZ4,
    Base64,
    Blosc,
    Categorize,
    Delta,
    Fletcher32,
    GZip,
    MsgPack,
    Pickle,
    Shuffle,
    VLenArray,
    VLenBytes,
    VLenUTF8,
    Zlib,
    Zstd,
    pickles,
)

from . import reference_sets

DTYPES = ["<i2", ">f8"]


def write(root: Path) -> None:
    reference_sets.write_case(root / "zarr2-compressors", _compressed(), reads=2)
    reference_sets.write_case(root / "zarr2-compressors-odd", *_oddly_compressed(), reads=2)
    reference_sets.write_case(root / "zarr2-filters", _filtered(), reads=2)
    reference_sets.write_case(root / "zarr2-objects", _objects(), reads=3)
    pickles.ALLOW_UNSAFE_PICKLE_DECODE = True  # of our own
    reference_sets.write_case(root / "zarr2-objects-binary", _binary_objects(), reads=3)


def smooth(shape: tuple[int, int], dtype: str) -> np.ndarray:
    """Waves on a ramp: compresses well and has no two equal rows."""
    row, column = np.indices(shape)
    wave = 40 * np.sin(row / 9.0 + column / 5.0)
    return (row * 3 - column * 2 + np.round(wave)).astype(dtype)


def _blosc_configs() -> dict[str, Blosc]:
    shuffles = {"none": Blosc.NOSHUFFLE, "byte": Blosc.SHUFFLE, "bit": Blosc.BITSHUFFLE}
    configs = {
        f"blosc-{name}-{label}": Blosc(cname=name, clevel=5, shuffle=shuffle)
        for name in ("blosclz", "lz4", "lz4hc", "zlib", "zstd")
        for label, shuffle in shuffles.items()
    }
    return configs | {
        "blosc-auto": Blosc(cname="lz4", shuffle=Blosc.AUTOSHUFFLE),
        "blosc-level0": Blosc(cname="lz4", clevel=0),
        "blosc-level9": Blosc(cname="lz4", clevel=9, shuffle=Blosc.SHUFFLE),
        "blosc-blocks256": Blosc(cname="zstd", clevel=3, shuffle=Blosc.SHUFFLE, blocksize=256),
        "blosc-blocks600": Blosc(cname="lz4", clevel=5, shuffle=Blosc.BITSHUFFLE, blocksize=600),
    }


def _compressed() -> dict:
    configs = {
        "zlib-1": Zlib(1),
        "zlib-9": Zlib(9),
        "zlib-0": Zlib(0),
        "gzip-1": GZip(1),
        "gzip-6": GZip(6),
        "zstd-1": Zstd(1),
        "zstd-3-checksum": Zstd(3, checksum=True),
        "zstd-22": Zstd(22),
        "zstd-negative": Zstd(-5),
        "lz4-1": LZ4(1),
        "lz4-9": LZ4(9),
        **_blosc_configs(),
    }
    store: dict[str, bytes] = {}
    root = zarr.group(store)
    for dtype in DTYPES:
        group = root.create_group(dtype[1:])
        for name, compressor in configs.items():
            group.create_dataset(
                name, data=smooth((50, 40), dtype), chunks=(32, 32), compressor=compressor
            )
    noise = np.random.default_rng(21).integers(0, 256, (70, 10), "u1")
    special = root.create_group("special")
    for name, compressor in configs.items():
        if not name.startswith("blosc") or name.endswith(("lz4-byte", "zstd-bit", "zlib-none")):
            special.create_dataset(
                f"noise-{name}", data=noise, chunks=(40, 10), compressor=compressor
            )
    lz4 = Blosc(cname="lz4", clevel=5, shuffle=Blosc.SHUFFLE)
    special.create_dataset("tiny", data=np.arange(3, dtype="<i4"), chunks=2, compressor=lz4)
    special.create_dataset(
        "wide-items", data=np.array([b"x" * 300, b"", b"ab" * 150]), chunks=2, compressor=lz4
    )
    special.create_dataset(
        "odd-items", data=np.array(["Zoë", "日本語", "a"] * 40), chunks=50, compressor=lz4
    )
    for name in ("lz4", "zstd", "blosclz"):
        special.create_dataset(
            f"many-blocks-{name}",
            data=smooth((3000, 128), "<i2") // 16,
            chunks=(3000, 128),
            compressor=Blosc(cname=name, clevel=5, shuffle=Blosc.SHUFFLE, blocksize=2**16),
        )
    return reference_sets.from_store(store)


def _oddly_compressed() -> tuple[dict, dict]:
    """Streams that other writers make. The oracle has the plain form of those zarr cannot read."""
    data = smooth((40, 30), "<i4")
    raw = data.tobytes()
    half = len(raw) // 2
    named = io.BytesIO()
    with gzip.GzipFile("some name.bin", "wb", fileobj=named, mtime=0) as file:
        file.write(raw)
    members = gzip.compress(raw[:half], mtime=0) + gzip.compress(raw[half:], mtime=0)
    zstd, blosc = Zstd(3), Blosc(cname="lz4", shuffle=Blosc.SHUFFLE)
    frames = zstd.encode(raw[:half]) + SKIPPABLE_FRAME + zstd.encode(raw[half:])
    blocks = Blosc(cname="lz4", shuffle=Blosc.SHUFFLE, blocksize=1024)
    streamed = _without_content_size(zstd.encode(raw))
    chunks = {
        "gzip-name": (GZip(), named.getvalue()),
        "gzip-members": (GZip(), members),
        "gzip-padded": (GZip(), gzip.compress(raw, mtime=0) + bytes(7)),
        "zlib-padded": (Zlib(), Zlib(6).encode(raw) + bytes(9)),
        "blosc-padded": (blosc, bytes(blosc.encode(raw)) + bytes(5)),
        "blosc-blocks-reversed": (blosc, _reverse_blocks(bytes(blocks.encode(raw)))),
        "zstd-frames": (zstd, frames),
        "zstd-streamed": (zstd, streamed),
        "zstd-streamed-checksum": (zstd, _without_content_size(Zstd(1, True).encode(raw))),
    }
    store: dict[str, bytes] = {}
    root = zarr.group(store)
    plain = {}
    for name, (compressor, encoded) in chunks.items():
        root.create_dataset(name, data=data, chunks=data.shape, compressor=compressor)
        if "zstd" in name:
            plain[f"{name}/0.0"] = reference_sets.inline(store[f"{name}/0.0"])
        store[f"{name}/0.0"] = encoded
    refs = reference_sets.from_store(store)
    return refs, refs | plain


def _reverse_blocks(stream: bytes) -> bytes:
    """The same Blosc stream as several threads may leave it: blocks in another order."""
    size, block_size = (int.from_bytes(stream[at : at + 4], "little") for at in (4, 8))
    count = -(-size // block_size)
    starts = [int.from_bytes(stream[16 + 4 * n : 20 + 4 * n], "little") for n in range(count)]
    blocks = [stream[a:b] for a, b in zip(starts, [*starts[1:], len(stream)], strict=True)]
    position, offsets = 16 + 4 * count, [0] * count
    for number in reversed(range(count)):
        offsets[number] = position
        position += len(blocks[number])
    table = b"".join(offset.to_bytes(4, "little") for offset in offsets)
    return stream[:16] + table + b"".join(reversed(blocks))


SKIPPABLE_FRAME = bytes.fromhex("502a4d18") + (5).to_bytes(4, "little") + b"hello"


def _without_content_size(frame: bytes) -> bytes:
    """The same Zstandard frame as a streaming writer makes it: a window, no content size."""
    descriptor = frame[4]
    single_segment, size_flag = descriptor >> 5 & 1, descriptor >> 6
    field = {0: single_segment, 1: 2, 2: 4, 3: 8}[size_flag]
    body = 5 + (not single_segment) + field
    window = 0x28  # exponent 5: 32 KiB
    return frame[:4] + bytes([descriptor & 0x04, window]) + frame[body:]


def _filtered() -> dict:
    i2, f8 = smooth((33, 20), "<i2"), smooth((33, 20), "<f8") / 7
    cases = {
        "shuffle-2": (i2, [Shuffle(2)]),
        "shuffle-8": (f8, [Shuffle(8)]),
        "shuffle-4-of-8": (f8, [Shuffle(4)]),
        "shuffle-0": (i2, [Shuffle(0)]),
        "delta-i2": (i2, [Delta("<i2")]),
        "delta-i2-from-i4": (i2, [Delta("<i2", astype="<i4")]),
        "delta-be": (i2.astype(">i2"), [Delta(">i2")]),
        "delta-u1": (i2.astype("u1"), [Delta("|u1")]),
        "delta-u8": (i2.astype("<u8"), [Delta("<u8")]),
        "delta-f4": (f8.astype("<f4"), [Delta("<f4")]),
        "delta-f8": (f8, [Delta("<f8")]),
        "fletcher32": (i2, [Fletcher32()]),
        "fletcher32-odd": (i2[:3, :1].astype("u1"), [Fletcher32()]),
        "base64": (i2, [Base64()]),
        "delta-shuffle-fletcher32": (i2, [Delta("<i2"), Shuffle(2), Fletcher32()]),
        "hdf5-style": (i2, [Shuffle(2), Zlib(4)]),
        "hdf5-style-checked": (f8, [Shuffle(8), Zlib(4), Fletcher32()]),
        "hdf5-style-zstd": (f8, [Shuffle(8), Zstd(3)]),
        "hdf5-style-blosc": (i2, [Blosc(cname="zstd", shuffle=Blosc.BITSHUFFLE)]),
    }
    store: dict[str, bytes] = {}
    root = zarr.group(store)
    for label, order, compressor in [
        ("plain", "C", None),
        ("plain-f", "F", None),
        ("blosc", "C", Blosc()),
        ("zlib-f", "F", Zlib(5)),
    ]:
        group = root.create_group(label)
        for name, (data, filters) in cases.items():
            group.create_dataset(
                name,
                data=data,
                chunks=(20, 8),
                filters=filters,
                compressor=compressor,
                order=order,
            )
    return reference_sets.from_store(store)


TEXT = ["", "a", "Zoë", "日本語", "𝄞 clef", "line\nbreak", "nul\0inside", 'quote"s', "x" * 70]
BYTES = [b"", b"\0", b"\xff\xfe", "ü".encode(), bytes(range(40))]
VALUES = [
    None,
    True,
    0,
    -1,
    2**53 + 1,
    1.5,
    float("nan"),
    float("inf"),
    "text",
    [1, [2, "b"]],
    {"key": {"inner": [None]}},
    "日本",
]


def _cycle(items: list, shape: tuple[int, ...]) -> np.ndarray:
    result = np.empty(shape, dtype=object)
    for number, index in enumerate(np.ndindex(shape)):
        result[index] = items[number % len(items)]
    return result


def _objects() -> dict:
    store: dict[str, bytes] = {}
    root = zarr.group(store)
    cases = {
        "json2": (JSON(), VALUES),
        "json2-text": (JSON(ensure_ascii=False), TEXT),
        "vlen-utf8": (VLenUTF8(), TEXT),
        "vlen-bytes": (VLenBytes(), BYTES),
    }
    compressors = {
        "plain": None,
        "blosc": Blosc(),
        "zlib": Zlib(3),
        "zstd": Zstd(1),
    }
    for name, (codec, items) in cases.items():
        fill = "" if name == "vlen-utf8" else None
        group = root.create_group(name)

        def add(label: str, data: np.ndarray, codec=codec, fill=fill, group=group, **options):
            group.create_dataset(
                label,
                data=data,
                object_codec=codec,
                dtype=object,
                **({"fill_value": fill} | options),
            )

        for label, compressor in compressors.items():
            add(label, _cycle(items, (11,)), chunks=4, compressor=compressor)
        add("rank2", _cycle(items, (5, 4)), chunks=(2, 3), compressor=None)
        if name.startswith("vlen"):  # zarr-python garbles json2 in Fortran order
            add("rank2-f", _cycle(items, (5, 4)), chunks=(2, 3), compressor=None, order="F")
        add("rank0", _cycle(items[2:], ()), compressor=None)
        add("missing", _cycle(items, (6,)), chunks=2, compressor=None)
        if name == "vlen-utf8":
            add("fill", _cycle(items, (6,)), chunks=2, compressor=None, fill_value="füll")
            del store[f"{name}/fill/1"]
        del store[f"{name}/missing/1"]
    return reference_sets.from_store(store)


def _binary_objects() -> dict:
    """Codecs of objects other than JSON, and the references of NWB files that hdmf-zarr writes."""
    references = [
        {"source": ".", "path": path, "object_id": "u-1", "source_object_id": "f-1"}
        for path in ("/units", "/", "/électrodes")
    ]
    numbers = [np.arange(count, dtype="<i2") - 2 for count in (3, 0, 1, 7)]
    pickled = [*VALUES, 2**80, b"\xff", ("a", (1,)), np.float32(0.1), *numbers]
    cases = {
        "pickle": (Pickle(), pickled),
        "pickle-0": (Pickle(0), pickled),
        "pickle-references": (Pickle(), references),
        "msgpack2": (MsgPack(), [*VALUES, b"\xff", 2**64 - 1]),
        "vlen-array": (VLenArray("<i2"), numbers),
        "vlen-array-f4": (VLenArray("<f4"), [number / 3 for number in numbers]),
        "categorize": (Categorize(TEXT[:3], object), TEXT[:5]),
    }
    store: dict[str, bytes] = {}
    root = zarr.group(store)
    for name, (codec, items) in cases.items():
        group = root.create_group(name)
        for label, shape, chunks, options in (
            ("plain", (len(items) + 3,), 4, {"compressor": None}),
            ("blosc", (len(items) + 3,), 4, {"compressor": Blosc()}),
            ("rank2", (5, 4), (2, 3), {"compressor": None}),
            ("rank2-f", (5, 4), (2, 3), {"compressor": None, "order": "F"}),
        ):
            if (name, label) == ("msgpack2", "rank2-f"):  # zarr-python garbles these
                continue
            group.create_dataset(
                label, data=_cycle(items, shape), chunks=chunks, object_codec=codec, dtype=object,
                fill_value=None, **options,
            )  # fmt: skip
    for order in "CF":
        root["categorize"].create_dataset(
            f"text-{order}", data=_cycle(TEXT[:5], (5, 4)).astype("<U3"), chunks=(2, 3),
            filters=[Categorize(TEXT[:3], "<U3")], compressor=None, order=order,
        )  # fmt: skip
    return reference_sets.from_store(store)
