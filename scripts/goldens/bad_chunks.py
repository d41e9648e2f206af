"""Chunks that are damaged, each in its own array; part of bad_input.

Every array has two chunks of which the second (`"1"`) is bad unless noted, so that what lies beside
a fault can still be read.
"""

import base64
import os
import pickle
import zlib
from pathlib import Path

import numpy as np
from numcodecs import JSON, LZ4, Blosc, Fletcher32, GZip, VLenUTF8, Zlib, Zstd

from . import reference_sets
from .kerchunk_forms import array

NUMBERS = np.arange(8, dtype="<i2")
FIRST, SECOND = NUMBERS[:4].tobytes(), NUMBERS[4:].tobytes()

DECODE = "decode-failed"
DECODE_OR_SUM = ["decode-failed", "checksum-mismatch"]
DECODE_OR_LIMIT = ["decode-failed", "limit-exceeded"]


def write(folder: Path) -> tuple[dict, list[dict]]:
    """Arrays whose second chunk is damaged, and some that ask for too much."""
    refs, errors = {}, []

    def add(name, codecs: dict, first: bytes, second, codes, dtype="<i2", length=4) -> None:
        refs[f"{name}/.zarray"] = array([2 * length], dtype, [length], **codecs)
        refs[f"{name}/0"] = reference_sets.inline(first)
        refs[f"{name}/1"] = second if isinstance(second, list) else reference_sets.inline(second)
        errors.append({"path": f"/{name}", "read": "[]", "code": codes, "chunk": "1"})

    for name, codec, faults in _damaged():
        config = {"compressor": codec.get_config()}
        first = bytes(codec.encode(FIRST))
        for fault, (data, codes) in faults.items():
            add(f"{name}-{fault}", config, first, data, codes)
    _add_blosc(add)
    checked = {"filters": [Fletcher32().get_config()]}
    first, second = (bytes(Fletcher32().encode(part)) for part in (FIRST, SECOND))
    add("fletcher32-wrong", checked, first, _flip(second, -1), "checksum-mismatch")
    add("fletcher32-data", checked, first, _flip(second, 0), "checksum-mismatch")
    add("fletcher32-short", checked, first, second[:3], "decode-failed")
    add("raw-short", {}, FIRST[:6], SECOND, "decode-failed")
    errors[-1]["chunk"] = "0"
    add("base64-codec", {"filters": [{"id": "base64"}]}, base64.b64encode(FIRST), b"A*==", DECODE)
    for name in ("unheard-of", "grib"):
        add(f"codec-{name}", {"compressor": {"id": name}}, FIRST, SECOND, "unknown-codec")
        del errors[-1]["chunk"]
    (folder / "short.bin").write_bytes(bytes(range(20)))
    add("range-beyond-end", {}, FIRST, ["short.bin", 16, 8], "short-read")
    add("range-far-beyond", {}, FIRST, ["short.bin", 4_000_000, 8], ["short-read", "http-status"])
    add("file-missing", {}, FIRST, ["nowhere.bin", 0, 8], ["http-status", "not-found"])
    _add_objects(add)
    _add_bombs(folder, add)
    _add_giants(refs, errors)
    return refs, errors


def _flip(data: bytes, index: int) -> bytes:
    result = bytearray(data)
    result[index] ^= 0xFF
    return bytes(result)


def _patch(data: bytes, offset: int, value: int, size: int = 4) -> bytes:
    return data[:offset] + value.to_bytes(size, "little") + data[offset + size :]


def _damaged() -> list[tuple]:
    wrong_size = {"too-little": SECOND[:6], "too-much": SECOND + b"more"}
    lists = []
    for name, codec in [
        ("zlib", Zlib(1)),
        ("gzip", GZip(1)),
        ("zstd", Zstd(1, checksum=True)),
        ("lz4", LZ4()),
        ("blosc", Blosc(cname="lz4", shuffle=Blosc.SHUFFLE)),
    ]:
        good = bytes(codec.encode(SECOND))
        faults = {
            "empty": (b"", DECODE),
            "garbage": (b"\xa5" * 40, DECODE_OR_LIMIT),
            "cut-4": (good[:-4], DECODE),
            "cut-half": (good[: len(good) // 2], DECODE),
        }
        for fault, raw in wrong_size.items():
            faults[fault] = (bytes(codec.encode(raw)), DECODE_OR_LIMIT)
        lists.append((name, codec, faults))
    faults = {name: faults for name, _, faults in lists}
    zlib_good, gzip_good = Zlib(1).encode(SECOND), bytes(GZip(1).encode(SECOND))
    faults["zlib"]["adler"] = (_flip(zlib_good, -1), DECODE_OR_SUM)
    faults["gzip"]["crc"] = (_flip(gzip_good, -5), DECODE_OR_SUM)
    faults["gzip"]["trailing"] = (gzip_good + b"more", DECODE)
    faults["zstd"]["checksum"] = (_flip(Zstd(1, checksum=True).encode(SECOND), -1), DECODE_OR_SUM)
    faults["lz4"]["size-huge"] = (_patch(LZ4().encode(SECOND), 0, 0x7E000000), DECODE_OR_LIMIT)
    return lists


def _add_blosc(add) -> None:
    """Streams of three shuffled blocks, so that the header's fields and offsets are in use."""
    codec = Blosc(cname="lz4", shuffle=Blosc.SHUFFLE, blocksize=256)
    good = bytes(codec.encode((np.arange(300) // 9).astype("<i2")))
    faults = {
        "version": (_patch(good, 0, 9, 1), DECODE),
        "codec": (_patch(good, 2, good[2] | 0xE0, 1), [DECODE, "unknown-codec", "unsupported"]),
        "typesize-0": (_patch(good, 3, 0, 1), DECODE_OR_LIMIT),
        "size-huge": (_patch(good, 4, 0x7FFFFFFF), DECODE_OR_LIMIT),
        "size-negative": (_patch(good, 4, 0xFFFFFFFF), DECODE_OR_LIMIT),
        "blocksize-0": (_patch(good, 8, 0), DECODE_OR_LIMIT),
        "blocksize-huge": (_patch(good, 8, 0x7FFFFFFF), DECODE_OR_LIMIT),
        "length-beyond": (_patch(good, 12, len(good) + 1), DECODE_OR_LIMIT),
        "offset-beyond": (_patch(good, 16, 0x7FFFFFF0), DECODE_OR_LIMIT),
        "offset-header": (_patch(good, 16, 2), DECODE_OR_LIMIT),
        "cut-block": (_patch(good, 12, len(good) - 4)[:-4], DECODE_OR_LIMIT),
        "cut-offsets": (_patch(good[:20], 12, 20), DECODE_OR_LIMIT),
        "split-beyond": (_patch(good, _first_block(good), 0x7FFFFFFF), DECODE_OR_LIMIT),
        "split-negative": (_patch(good, _first_block(good), 0xFFFFFFF0), DECODE_OR_LIMIT),
    }
    config = {"compressor": codec.get_config()}
    for fault, (data, codes) in faults.items():
        add(f"blosc-blocks-{fault}", config, good, data, codes, length=300)


def _first_block(stream: bytes) -> int:
    return int.from_bytes(stream[16:20], "little")


def _add_objects(add) -> None:
    words = np.array(["a", "bb", "", "ü"], dtype=object)
    text = bytes(VLenUTF8().encode(words))
    document = bytes(JSON().encode(words))
    utf8 = {"filters": [{"id": "vlen-utf8"}], "fill_value": ""}
    json2 = {"filters": [JSON().get_config()], "fill_value": None}
    for name, codecs, first, faults in [
        (
            "vlen",
            utf8,
            text,
            {
                "empty": b"",
                "cut": text[:-1],
                "count-less": _patch(text, 0, 3),
                "count-more": _patch(text, 0, 5),
                "count-huge": _patch(text, 0, 0xFFFFFFFF),
                "length-beyond": _patch(text, 4, 0x7FFFFFFF),
                "length-wraps": _patch(text, 4, 0xFFFFFFFF),
            },
        ),
        (
            "json2",
            json2,
            document,
            {
                "empty": b"",
                "cut": document[:-1],
                "shape-less": b'["a","b","|O",[2]]',
                "shape-lies": b'["a","b","|O",[4]]',
                "shape-missing": b'["a","b","c","d"]',
                "not-a-list": b'{"a": 1}',
            },
        ),
    ]:
        for fault, data in faults.items():
            add(f"{name}-{fault}", codecs, first, data, DECODE_OR_LIMIT, dtype="|O")
    deep = b"[" * 50_000 + b"]" * 50_000 + b',"b","c","d","|O",[4]]'
    packed = json2 | {"compressor": Zlib(9).get_config()}
    document, deep = (Zlib(9).encode(text) for text in (document, b"[" + deep))
    add("json2-deep", packed, document, deep, DECODE_OR_LIMIT, dtype="|O")
    _add_pickles(add, words)


class _Command:
    """Runs a command when it is unpickled."""

    def __reduce__(self):
        return os.system, ("true",)


def _add_pickles(add, words: np.ndarray) -> None:
    codecs = {"filters": [{"id": "pickle"}], "fill_value": None}
    good = pickle.dumps(words, 4)

    def with_last(value) -> bytes:
        changed = words.copy()
        changed[3] = value
        return pickle.dumps(changed, 4)

    cycle: list = []
    cycle.append(cycle)
    laughs = "ha"
    for _ in range(40):
        laughs = [laughs, laughs]
    for fault, data, code in [
        ("command", with_last(_Command()), "unsupported"),
        ("whole-command", pickle.dumps(_Command(), 2), "unsupported"),
        ("set", with_last({1}), "unsupported"),
        ("cycle", with_last(cycle), DECODE),
        ("laughs", with_last(laughs), "limit-exceeded"),
        ("cut", good[:-1], DECODE),
        ("shorter", pickle.dumps(words[:3], 4), DECODE),
        ("no-array", pickle.dumps(list(words), 4), DECODE),
    ]:
        add(f"pickle-{fault}", codecs, good, data, code, dtype="|O")


def _add_bombs(folder: Path, add) -> None:
    """A few kilobytes that would become a quarter of a gibibyte, or one."""
    packer = zlib.compressobj(9)
    block = bytes(2**20)
    packed = b"".join(packer.compress(block) for _ in range(256)) + packer.flush()
    (folder / "zlib-bomb.bin").write_bytes(packed)
    codec = {"compressor": Zlib(1).get_config()}
    whole = ["zlib-bomb.bin", 0, len(packed)]
    add("zlib-bomb", codec, Zlib(1).encode(FIRST), whole, DECODE_OR_LIMIT)
    # Zstandard blocks of one repeated byte: 4 bytes become 128 KiB.
    repeat = ((2**17 << 3) | 0b010).to_bytes(3, "little") + b"\0"
    last = ((2**17 << 3) | 0b011).to_bytes(3, "little") + b"\0"
    streamed = bytes.fromhex("28b52ffd") + b"\0\x38" + repeat * 8191 + last
    (folder / "zstd-bomb.bin").write_bytes(streamed)
    codec = {"compressor": Zstd(1).get_config()}
    whole = ["zstd-bomb.bin", 0, len(streamed)]
    add("zstd-bomb", codec, Zstd(1).encode(FIRST), whole, DECODE_OR_LIMIT)
    claims = bytes.fromhex("28b52ffd") + b"\xe0" + (2**62).to_bytes(8, "little") + last
    add("zstd-claims", codec, Zstd(1).encode(FIRST), claims, DECODE_OR_LIMIT)


def _add_giants(refs: dict, errors: list[dict]) -> None:
    """Shapes that are fine to open and far too large to read whole."""
    refs["absurd/.zarray"] = array([10**9, 10**9], "<f8", [1, 1], fill_value=2.5)
    errors.append({"path": "/absurd", "read": "[]", "code": "limit-exceeded"})
    errors.append({"path": "/absurd", "read": "[0]", "code": "limit-exceeded"})
    refs["giant-chunk/.zarray"] = array([2**40], "|u1", compressor=Zlib(1).get_config())
    refs["giant-chunk/0"] = reference_sets.inline(Zlib(1).encode(FIRST))
    errors.append({"path": "/giant-chunk", "read": "[0:4]", "code": DECODE_OR_LIMIT})
