"""extra: vectors.json, bz2 and lzma beyond numcodecs' own fixtures, whole and broken.

`good`: {name, codec, encoded, decoded, times} in base64: it decodes to `decoded`, `times` times in a
row. numcodecs decodes each before it is written. `bad`: {name, codec, encoded, code}: Python
refuses each of them (with the memory that this project allows), and `code` is what this project
calls it.
"""

import base64
import bz2
import lzma
import zlib
from pathlib import Path

import numcodecs
import numpy as np

from . import reference_sets

MEMORY = 256 << 20
BZ2 = {"id": "bz2", "level": 9}
LZMA2 = {"id": lzma.FILTER_LZMA2, "preset": 1}
DATA = (np.arange(6000) ** 2 // 50 % 251).astype("u1").tobytes()
HALVES = DATA[:2500], DATA[2500:]


def write(root: Path) -> None:
    document = {"good": [_checked(**row) for row in _good()], "bad": list(_bad())}
    reference_sets.write_json(root / "extra" / "vectors.json", document)


def _lzma(format: int, filters: list | None = None) -> dict:
    return {"id": "lzma", "format": format, "check": -1, "preset": None, "filters": filters}


XZ, ALONE, AUTO = _lzma(lzma.FORMAT_XZ), _lzma(lzma.FORMAT_ALONE), _lzma(lzma.FORMAT_AUTO)
RAW = _lzma(lzma.FORMAT_RAW, [LZMA2])


def _checked(name: str, codec: dict, encoded: bytes, decoded: bytes, times: int) -> dict:
    got = bytes(numcodecs.get_codec(codec).decode(encoded))
    assert got == decoded * times, name
    row = {"name": name, "codec": codec, "encoded": _text(encoded)}
    return row | {"decoded": _text(decoded), "times": times}


def _good():
    def row(name, codec, encoded, decoded=DATA, times=1):
        return {
            "name": name, "codec": codec, "encoded": encoded, "decoded": decoded, "times": times
        }

    alone, xz = lzma.compress(DATA, lzma.FORMAT_ALONE), lzma.compress(DATA)
    raw = _raw(DATA)
    yield row("bz2-streams", BZ2, b"".join(map(bz2.compress, HALVES)))
    yield row("bz2-zeros-behind", BZ2, bz2.compress(DATA) + bytes(9))
    yield row("bz2-text-behind", BZ2, bz2.compress(DATA) + b"something else")
    yield row("bz2-of-nothing", BZ2, bz2.compress(b""), b"")
    yield row("bz2-blocks", BZ2, bz2.compress(DATA * 20, 1), DATA, 20)
    yield row("bz2-bomb", BZ2, bz2.compress(bytes(8 << 20)), b"\0", 8 << 20)
    yield row("xz-streams", XZ, b"".join(map(lzma.compress, HALVES)))
    yield row("xz-zeros-behind", XZ, xz + bytes(16))
    yield row("xz-text-behind", XZ, xz + b"something else")
    yield row("xz-of-nothing", XZ, lzma.compress(b""), b"")
    yield row("xz-bomb", XZ, lzma.compress(bytes(8 << 20)), b"\0", 8 << 20)
    yield row("auto-xz", AUTO, xz)
    yield row("auto-alone", AUTO, alone)
    yield row("alone-text-behind", ALONE, alone + b"\xff something else")
    # The uncompressed size in its header, where Python writes that it is unknown
    yield row("alone-of-known-size", ALONE, alone[:5] + len(DATA).to_bytes(8, "little") + alone[13:])
    yield row("raw-text-behind", RAW, raw + b"\x03 something else")
    yield row("raw-of-nothing", RAW, _raw(b""), b"")


def _raw(data: bytes) -> bytes:
    return lzma.compress(data, lzma.FORMAT_RAW, filters=[LZMA2])


def _bad():
    xz, alone = lzma.compress(DATA), lzma.compress(DATA, lzma.FORMAT_ALONE)
    whole = {
        "bz2": (BZ2, bz2.compress(DATA)),
        "xz": (XZ, xz),
        "alone": (ALONE, alone),
        "raw": (RAW, _raw(DATA)),
    }
    for name, (codec, encoded) in whole.items():
        for size in (1, len(encoded) // 2, len(encoded) - 1):
            yield _refused(f"{name}-cut-to-{size}", codec, encoded[:size])
    yield _refused("bz2-checksum", BZ2, _flip(whole["bz2"][1], 12))
    yield _refused("bz2-of-lzma", BZ2, xz)
    yield _refused("xz-checksum", XZ, lzma.compress(DATA, check=lzma.CHECK_CRC32).replace(
        zlib.crc32(DATA).to_bytes(4, "little"), b"none"
    ))
    yield _refused("xz-of-bz2", XZ, whole["bz2"][1])
    yield _refused("xz-of-alone", XZ, alone)
    yield _refused("xz-wide-dictionary", XZ, _with_filter(xz, 4, 37), "limit-exceeded")
    yield _refused(
        "alone-wide-dictionary", ALONE, alone[:1] + (3 << 29).to_bytes(4, "little") + alone[5:],
        "limit-exceeded",
    )
    yield _refused("xz-unknown-filter", XZ, _with_filter(xz, 2, 0x3F), "unsupported")
    yield _refused("xz-unknown-check", XZ, _with_check(xz, 2), "unsupported")


def _refused(name: str, codec: dict, encoded: bytes, code: str = "decode-failed") -> dict:
    try:
        if codec["id"] == "bz2":
            bz2.decompress(encoded)
        else:
            lzma.decompress(encoded, codec["format"], MEMORY, codec["filters"])
    except (OSError, ValueError, lzma.LZMAError):
        return {"name": name, "codec": codec, "encoded": _text(encoded), "code": code}
    raise AssertionError(f"Python reads {name}")


def _flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def _with_filter(xz: bytes, at: int, value: int) -> bytes:
    """The same stream with a byte of its block header changed: 2 is the filter, 4 its dictionary."""
    size = (xz[12] + 1) * 4
    header = bytearray(xz[12 : 12 + size - 4])
    header[at] = value
    return xz[:12] + header + zlib.crc32(header).to_bytes(4, "little") + xz[12 + size :]


def _with_check(xz: bytes, check: int) -> bytes:
    flags = bytes([0, check])
    return xz[:6] + flags + zlib.crc32(flags).to_bytes(4, "little") + xz[12:]


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
