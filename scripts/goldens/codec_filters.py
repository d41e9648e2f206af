"""codec: filters.json, what filters and checksums decode to.

`bytes` has the form of codec_vectors' vectors. Each is decoded by numcodecs, or by what else reads
that form: h5py (lzf), zipfile (deflate), and for delta2D, whose package is no dependency here, the
one NumPy call that it consists of. `misfits` are codecs and bytes for which NumPy's result is the
machine's own affair. `sums` are zlib's checksums of two patterns: {pattern, size, adler32, crc32}.
`lossy` are those of numcodecs' fixtures that do not decode to the array beside them, and what they
decode to: {key, size, crc32}.
"""

import io
import json
import struct
import zipfile
import zlib
from pathlib import Path

import h5py
import numpy as np
from numcodecs import get_codec
from numcodecs.checksum32 import JenkinsLookup3

from .codec_vectors import repeats, text, wave
from .numcodecs_objects import FIXTURES

LOSSY = ["astype/f", "fixedscaleoffset", "quantize"]
NUMBERS = "b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8".split()


def row(name: str, codec: dict, encoded: bytes, decoded: bytes) -> dict:
    return {"name": name, "codec": codec, "encoded": text(encoded), "decoded": text(decoded)}


def decoded_by_numcodecs(name: str, codec: dict, encoded: bytes) -> dict:
    with np.errstate(all="ignore"):
        decoded = np.asarray(get_codec(codec).decode(encoded)).tobytes()
    return row(name, codec, encoded, decoded)


def samples(kind: str) -> np.ndarray:
    """The ends of a type's range and what is next to them; of floats also what is rounded."""
    dtype = np.dtype(kind)
    if kind == "b1":
        return np.array([0, 1, 2, 255], "u1").view("b1")
    if dtype.kind in "iu":
        info = np.iinfo(dtype)
        edges = [0, 1, 2, 100, info.min, info.min + 1, info.max - 1, info.max]
        bits = [b for b in (11, 24, 25, 31, 32, 53, 54, 62) if 2**b + 1 < info.max]
        return np.array(edges + [2**b + more for b in bits for more in (-1, 1)], dtype)
    info = np.finfo(dtype)
    values = [0.0, -0.0, 0.5, -0.5, 1.5, -1.75, 2.5, 100.25, -100.25, 127.75, 255.75, -128.75]
    values += [1 + 2.0**-11, 1 + 3 * 2.0**-11, 2.0**-24, 2.0**-25, 1.5 * 2.0**-25]
    values += [2047.5 * 2.0**-25]
    values += [65504.0, 65519.0, 65520.0, 1e10, -1e10, 2.0**62, 2.0**63 - 1024, -(2.0**63)]
    values += [info.max, info.min, info.tiny, np.inf, -np.inf, np.nan]
    with np.errstate(all="ignore"):
        return np.array(values).astype(dtype)


def fitting(values: np.ndarray, target: str) -> np.ndarray:
    """Those whose whole part the target type has."""
    if values.dtype.kind != "f" or np.dtype(target).kind not in "iu":
        return values
    info = np.iinfo(target)
    with np.errstate(all="ignore"):
        return np.array(
            [v for v in values if np.isfinite(v) and info.min <= int(v) <= info.max], values.dtype
        )


def casts() -> list[dict]:
    rows = []
    for number, source in enumerate(NUMBERS):
        for target in NUMBERS:
            order, other = ("<", ">") if number % 2 else (">", "<")
            encode, decode = np.dtype(order + source).str, np.dtype(other + target).str
            codec = {"id": "astype", "encode_dtype": encode, "decode_dtype": decode}
            values = fitting(samples(source), target).astype(encode, copy=False)
            encoded = values.tobytes()
            rows.append(decoded_by_numcodecs(f"astype {encode} to {decode}", codec, encoded))
    many = np.arange(-3000, 3000, dtype="<i4").tobytes()  # several blocks
    codec = {"id": "astype", "encode_dtype": "<i4", "decode_dtype": "<f8"}
    rows.append(decoded_by_numcodecs("astype many", codec, many))
    for stored, decoded in (("<f2", "<f4"), ("<f4", ">f8"), ("<f8", "<f4"), (">f8", "<f8")):
        codec = {"id": "quantize", "digits": 1, "dtype": decoded, "astype": stored}
        encoded = samples(stored).astype(stored).tobytes()
        rows.append(decoded_by_numcodecs(f"quantize {stored} to {decoded}", codec, encoded))
    codec = {"id": "quantize", "digits": 3, "dtype": "<f8"}
    rows.append(decoded_by_numcodecs("quantize", codec, samples("f8").tobytes()))
    codec = {"id": "bitround", "keepbits": 5}
    encoded = get_codec(codec).encode(samples("f4")[:12]).tobytes()
    rows.append(decoded_by_numcodecs("bitround", codec, encoded))
    return rows


def misfits() -> list[dict]:
    rows = []

    def add(stored: str, decoded: str, *values: float) -> None:
        for value in values:
            rows.append({
                "codec": {"id": "astype", "encode_dtype": stored, "decode_dtype": decoded},
                "encoded": text(np.array([1, value], stored).tobytes()),
            })  # fmt: skip

    add("<f8", "|i1", 128.0, -129.0, np.nan)
    add("<f4", "|u1", 256.0, -1.0, np.inf)
    add(">f2", "<u2", -1.0, np.inf)
    add("<f4", "<i4", 2.0**31, np.nan)
    add("<f8", "<u4", 2.0**32, -np.inf)
    add("<f8", "<i8", 2.0**63, -(2.0**63) - 2048, np.nan)
    add("<f8", ">u8", 2.0**64, -1.0)
    codec = {"id": "fixedscaleoffset", "scale": 0, "offset": 0, "dtype": "<i4", "astype": "|u1"}
    rows.append({"codec": codec, "encoded": text(b"\0\1")})
    return rows


def scale_offset() -> list[dict]:
    rows = []
    for stored, decoded, scale, offset in (
        ("|u1", "<f8", 10, 1000), ("<i2", "<f8", 1000.0, -1.5), ("<i4", "<f4", 3, 0.1),
        (">u2", ">f4", 7, 10), ("<f4", "<f8", 3, 0.1), (">f4", "<f4", 0.1, 1000),
        ("<f8", "<f8", 3, 7), ("<i8", "<f8", 7, 2**53 + 1), ("<u8", "<f4", 1e6, 0),
        ("|i1", "<i2", 0.5, 3.7),
        ("<i4", "<i8", -8, 12), ("|b1", "<f8", 4, 1), ("<u4", "<f2", 1e7, 2), ("<i2", "|b1", 10, 1),
        ("<u8", ">u8", 1, 0), ("<i2", "<f8", 0, 1),
    ):  # fmt: skip
        codec = {
            "id": "fixedscaleoffset", "scale": scale, "offset": offset, "dtype": decoded,
            "astype": stored,
        }  # fmt: skip
        values = samples(stored[1:]).astype(stored)
        if decoded == ">u8":  # doubles near 2^64 round to it
            values = values[values < 2**63]
        name = f"fixedscaleoffset {stored} to {decoded} by {scale}"
        rows.append(decoded_by_numcodecs(name, codec, values.tobytes()))
    codec = {"id": "fixedscaleoffset", "scale": 10, "offset": 1, "dtype": "<f8"}
    rows.append(decoded_by_numcodecs("fixedscaleoffset", codec, samples("f8").tobytes()))
    codec = codec | {"astype": "<i2"}
    many = wave(5000, 9000).astype("<i2").tobytes()  # several blocks
    rows.append(decoded_by_numcodecs("fixedscaleoffset many", codec, many))
    return rows


def packbits() -> list[dict]:
    codec = {"id": "packbits"}
    rng = np.random.default_rng(3)
    rows = []
    for count in (0, 1, 7, 8, 9, 64, 1003):
        encoded = get_codec(codec).encode(rng.random(count) < 0.5).tobytes()
        rows.append(decoded_by_numcodecs(f"packbits {count}", codec, encoded))
    rows.append(decoded_by_numcodecs("packbits with padding set", codec, b"\x03\xff"))
    return rows


def checksums() -> list[dict]:
    rows = []
    data = repeats()[3040:3940]
    for name in ("crc32", "adler32"):
        for location in ("start", "end", None):
            codec = {"id": name, "location": location}
            encoded = get_codec(codec).encode(data).tobytes()
            rows.append(decoded_by_numcodecs(f"{name} at {location}", codec, encoded))
    for size in [*range(0, 26), 900]:
        for seed in (0, 0x12345678, 2**32 - 1):
            codec = {"id": "jenkins_lookup3", "initval": seed, "prefix": None}
            encoded = JenkinsLookup3(seed).encode(np.frombuffer(data[:size], "u1"))
            rows.append(row(f"jenkins {size} {seed}", codec, encoded, data[:size]))
    return rows


def delta2d() -> list[dict]:
    rows = []
    rng = np.random.default_rng(9)
    for dtype, channels, axis in (
        ("<i2", 4, 0), ("<i2", 4, 1), (">i2", 3, 0), ("|u1", 5, 1), ("<i8", 1, 0), ("<i4", 30, 0),
        ("<f4", 4, 0), (">f8", 7, 1), ("<i2", 1, 1), ("|b1", 3, 0),
    ):  # fmt: skip
        raw = rng.integers(0, 256, 30 * channels * np.dtype(dtype).itemsize, "u1")
        stored = raw.view(dtype) if dtype[1] in "iu" else rng.normal(0, 50, raw.size).astype(dtype)
        stored = stored[: 30 * channels].reshape(-1, channels)
        decoded = np.empty_like(stored)
        np.cumsum(stored, out=decoded, axis=axis)
        codec = {"id": "delta2D", "dtype": dtype, "num_channels": channels, "axis": axis}
        rows.append(row(f"delta2D {dtype} {axis}", codec, stored.tobytes(), decoded.tobytes()))
        if axis == 1:
            del codec["axis"]
            rows.append(row(f"delta2D {dtype}", codec, stored.tobytes(), decoded.tobytes()))
    return rows


def lzf() -> list[dict]:
    rows = []
    contents = {
        "repeats": repeats()[3000:18000], "run": bytes(9000),
        "short periods": b"abc" * 50 + b"xyz" * 9,
        "ramp": (np.arange(900) // 3).astype("<u4").tobytes(),
    }  # fmt: skip
    for name, content in contents.items():
        with h5py.File("x", "w", driver="core", backing_store=False) as file:
            data = file.create_dataset(
                "d", data=np.frombuffer(content, "u1"), chunks=(len(content),), compression="lzf"
            )
            mask, encoded = data.id.read_direct_chunk((0,))
            assert mask == 0 and data[:].tobytes() == content
        rows.append(row(f"lzf {name}", {"id": "lzf"}, encoded, content))
        if name != "short periods":
            continue
        bare = {"id": "imagecodecs_lzf", "header": False}
        rows.append(row("imagecodecs_lzf without header", bare, encoded, content))
        sized = struct.pack("<I", len(content)) + encoded
        rows.append(row("imagecodecs_lzf", {"id": "imagecodecs_lzf"}, sized, content))
    return rows


class Unseekable(io.BytesIO):
    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise OSError


def deflate() -> list[dict]:
    """Members of a zip archive from their local headers on."""
    rows = []
    contents = {"noise": repeats()[3000:5000], "words": b"word " * 300, "empty": b""}
    for kind in (io.BytesIO, Unseekable):
        file = kind()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in contents.items():
                info = zipfile.ZipInfo(name)
                info.extra = b"\x99\x99\x02\x00ab"
                archive.writestr(info, content, zipfile.ZIP_DEFLATED)
        data = file.getvalue()
        for info in zipfile.ZipFile(io.BytesIO(data)).infolist():
            start = info.header_offset
            end = start + 30 + len(info.filename) + len(info.extra) + info.compress_size
            name = f"deflate {info.filename} {kind.__name__}"
            content = contents[info.filename]
            rows.append(row(name, {"id": "deflate"}, data[start:end], content))
    return rows


def patterns(size: int) -> dict[str, bytes]:
    index = np.arange(size)
    squares = (index * index + index // 7) % 256
    return {"ones": b"\xff" * size, "squares": squares.astype("u1").tobytes()}


def sums() -> list[dict]:
    sizes = [*range(0, 70), 351, 352, 353, 5000, 5552, 90111, 90112, 90113, 92848, 200001]
    return [
        {"pattern": name, "size": size, "adler32": zlib.adler32(data), "crc32": zlib.crc32(data)}
        for size in sizes
        for name, data in patterns(size).items()
    ]


def lossy() -> list[dict]:
    if not FIXTURES.is_dir():
        raise SystemExit("run scripts/setup-numcodecs-fixtures.sh first")
    rows = []
    for name in LOSSY:
        for encoded in sorted((FIXTURES / name).rglob("encoded.*.dat")):
            codec = json.loads((encoded.parent / "config.json").read_text())
            data = np.asarray(get_codec(codec).decode(encoded.read_bytes())).tobytes()
            key = encoded.relative_to(FIXTURES).as_posix()
            rows.append({"key": key, "size": len(data), "crc32": zlib.crc32(data)})
    return rows


def write(root: Path) -> None:
    filters = [casts(), scale_offset(), packbits(), checksums(), delta2d(), lzf(), deflate()]
    document = {
        "bytes": [entry for rows in filters for entry in rows],
        "misfits": misfits(),
        "sums": sums(),
        "lossy": lossy(),
    }
    lists = ",\n".join(
        f"{json.dumps(name)}: [\n" + ",\n".join(json.dumps(entry) for entry in rows) + "\n]"
        for name, rows in document.items()
    )
    path = root / "codec" / "filters.json"
    path.write_text("{\n" + lists + "\n}\n", encoding="utf-8")
