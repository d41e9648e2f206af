"""codec: vectors.json, encoded bytes and what they decode to.

Covers what numcodecs' own fixtures lack. Encoders are numcodecs and HDF5 (h5py); each vector is
decoded again by the same library before it is written, but for the Zstandard frames that only
numcodecs 0.16 and later reads (with such a version installed, they are checked too).

Vectors of bytes: {name, codec, encoded, decoded} in base64, or {…, source, size}: the first `size`
bytes of a member of `sources`. Vectors of objects: {name, codec, encoded, values}; a value is JSON
text, or {"bytes": base64}, or {"integer": digits} beyond 64 bits. Chunks: {name, codecs, dtype, shape, encoded, decoded}.
"""

import base64
import io
import json
import pickle
import struct
import zlib
from gzip import GzipFile
from pathlib import Path

import h5py
import numcodecs
import numpy as np
from kerchunk.codecs import FillStringsCodec, RecordArrayMember
from numcodecs import (
    JSON,
    Blosc,
    Categorize,
    Delta,
    MsgPack,
    Pickle,
    VLenArray,
    VLenBytes,
    VLenUTF8,
    Zstd,
    pickles,
)
from numcodecs.fletcher32 import Fletcher32

READS_STREAMED_ZSTD = tuple(int(part) for part in numcodecs.__version__.split(".")[:2]) >= (0, 16)


def text(data: bytes) -> str:
    return base64.b64encode(bytes(data)).decode()


def ramp() -> bytes:
    """Slow waves as u4: compresses well with and without shuffling."""
    index = np.arange(5000)
    return (index * 7 + wave(5000, 300)).astype("<u4").tobytes()


def wave(count: int, height: int) -> np.ndarray:
    """Integers up and down between -height and height, in steps of 13."""
    return np.abs(np.arange(count) * 13 % (4 * height) - 2 * height) - height


def repeats() -> bytes:
    """Noise that comes again from far away, a long run, and every short period."""
    noise = np.random.default_rng(5).integers(0, 256, 9000, "u1").tobytes()
    periods = b"".join((bytes(range(1, period + 1)) * 60)[:61] for period in range(1, 40))
    return noise[:40] + bytes(3000) + noise + periods + noise[100:4000] + noise[:700] * 2


SOURCES = {"ramp": ramp(), "repeats": repeats()}


def checked(name: str, codec: dict, encoded: bytes, expected: bytes, **place) -> dict:
    if "zstd-frames" not in name or READS_STREAMED_ZSTD:
        got = numcodecs.get_codec(codec).decode(encoded)
        assert np.asarray(np.frombuffer(got, "u1")).tobytes() == expected, name
    return {"name": name, "codec": codec, "encoded": text(encoded), **place}


def whole(name: str, codec: dict, encoded: bytes, decoded: bytes) -> dict:
    return checked(name, codec, encoded, decoded, decoded=text(decoded))


def part(name: str, codec: dict, encoded: bytes, source: str, size: int) -> dict:
    decoded = SOURCES[source][:size]
    return checked(name, codec, encoded, decoded, source=source, size=size)


def zlib_and_gzip() -> list[dict]:
    data = SOURCES["ramp"][:3000]
    one, two = b"the first member, ", b"and the second"

    def member(content: bytes, name: str = "") -> bytes:
        file = io.BytesIO()
        with GzipFile(name, "wb", 6, file, mtime=0) as writer:
            writer.write(content)
        return file.getvalue()

    # Every optional header field: extra, name, comment, and the header's own checksum.
    header = b"\x1f\x8b\x08\x1e" + bytes(4) + b"\x00\xff"
    header += struct.pack("<H", 4) + b"abcd" + b"name\0" + b"comment\0"
    header += struct.pack("<H", zlib.crc32(header) & 0xFFFF)
    z, g = {"id": "zlib"}, {"id": "gzip"}
    trailing = zlib.decompressobj()  # numcodecs ignores what follows a zlib stream, as this does
    assert trailing.decompress(zlib.compress(data) + b"after") == data
    return [
        whole("zlib empty", z, zlib.compress(b""), b""),
        whole("gzip empty", g, member(b""), b""),
        whole("gzip members", g, member(one) + member(two), one + two),
        whole("gzip member after an empty one", g, member(b"") + member(two), two),
        whole("gzip empty member at the end", g, member(one) + member(b""), one),
        whole("gzip padding", g, member(one) + bytes(11), one),
        whole("gzip padding between members", g, member(one) + bytes(3) + member(two), one + two),
        whole("gzip all header fields", g, header + member(one, "")[10:], one),
        part("zlib stored", z, zlib.compress(data, 0), "ramp", 3000),
        {
            "name": "zlib trailing data", "codec": z, "source": "ramp", "size": 3000,
            "encoded": text(zlib.compress(data) + b"after"),
        },
    ]  # fmt: skip


def streamed(frame: bytes) -> bytes:
    """The same Zstandard frame with a window of 32 KiB and no content size."""
    descriptor = frame[4]
    single_segment, size_flag = descriptor >> 5 & 1, descriptor >> 6
    field = {0: single_segment, 1: 2, 2: 4, 3: 8}[size_flag]
    body = 5 + (not single_segment) + field
    return frame[:4] + bytes([descriptor & 0x04, 0x28]) + frame[body:]


def zstd() -> list[dict]:
    codec = {"id": "zstd"}
    skippable = bytes.fromhex("532a4d18") + struct.pack("<I", 6) + b"skip me"[:6]
    one, two = Zstd(3).encode(SOURCES["ramp"][:8000]), Zstd(3, True).encode(SOURCES["ramp"][8000:])
    size = len(SOURCES["ramp"])
    small = Zstd(1, True).encode(b"hello, hello, hello, hello")
    magic, empty = small[:4], bytes.fromhex("2000010000")
    window_128_mib = 0x88
    declared_wide = magic + bytes([0x00, window_128_mib]) + bytes.fromhex("290000") + b"hello"
    return [
        part("zstd one frame", codec, one, "ramp", 8000),
        part("zstd-frames two", codec, one + two, "ramp", size),
        part("zstd-frames skippable", codec, skippable + one + skippable + two, "ramp", size),
        part("zstd-frames streamed", codec, streamed(one), "ramp", 8000),
        part("zstd-frames streamed and sized", codec, streamed(one) + two, "ramp", size),
        part("zstd-frames streamed with checksum", codec, one + streamed(two), "ramp", size),
        whole("zstd-frames window of 128 MiB", codec, declared_wide, b"hello"),
        # numcodecs refuses an empty frame, which any writer of empty chunks leaves.
        {"name": "zstd empty", "codec": codec, "encoded": text(magic + empty), "decoded": ""},
    ]


def blosc() -> list[dict]:
    codec = {"id": "blosc"}
    vectors = []

    def add(label: str, source: str, item: int, count: int, block: int = 0, **config) -> None:
        size = item * count
        data = np.frombuffer(SOURCES[source][:size], f"V{item}")
        encoded = bytes(Blosc(blocksize=block, **config).encode(data))
        vectors.append(part(f"blosc {label}", codec, encoded, source, size))

    for item in (1, 2, 3, 4, 5, 7, 8, 12, 16, 17, 24):
        for count in (160, 161, 264):
            for shuffle in (Blosc.SHUFFLE, Blosc.BITSHUFFLE):
                label = f"{'byte' if shuffle == Blosc.SHUFFLE else 'bit'} {item}x{count}"
                add(label, "ramp", item, count, cname="lz4", shuffle=shuffle)
    for name in ("blosclz", "lz4", "lz4hc", "zlib", "zstd"):
        for shuffle in (Blosc.NOSHUFFLE, Blosc.SHUFFLE, Blosc.BITSHUFFLE):
            add(f"{name} {shuffle}", "ramp", 4, 4096, cname=name, clevel=5, shuffle=shuffle)
        add(f"{name} blocks", "ramp", 8, 2500, 2048, cname=name, shuffle=Blosc.SHUFFLE)
        add(f"{name} short last block", "ramp", 4, 2000, 3000, cname=name, shuffle=Blosc.BITSHUFFLE)
        add(f"{name} repeats", "repeats", 1, len(SOURCES["repeats"]), cname=name, clevel=9,
            shuffle=Blosc.NOSHUFFLE)  # fmt: skip
    add("item of 300 bytes", "ramp", 300, 20, cname="lz4", shuffle=Blosc.SHUFFLE)
    add("item of 255 bytes", "ramp", 255, 24, cname="lz4", shuffle=Blosc.BITSHUFFLE)
    add("not compressed", "repeats", 1, 40, cname="lz4")
    add("level 0", "ramp", 2, 300, cname="lz4", clevel=0)
    padded = bytes(Blosc("lz4").encode(SOURCES["ramp"][:4000])) + bytes(13)
    vectors.append(part("blosc padded", codec, padded, "ramp", 4000))
    # numcodecs writes this for no data, and does not read it back.
    empty = bytes(Blosc("lz4").encode(b""))
    vectors.append({"name": "blosc empty", "codec": codec, "encoded": text(empty), "decoded": ""})
    return vectors


def delta() -> list[dict]:
    vectors = []

    def add(decodable: np.ndarray, astype: str) -> None:
        dtype = decodable.dtype.str
        codec = Delta(dtype=dtype, astype=astype)
        with np.errstate(over="ignore"):
            encoded = np.asarray(codec.encode(decodable)).tobytes()
            decoded = np.asarray(codec.decode(encoded)).tobytes()
        name = f"delta {dtype} as {astype}"
        vectors.append(whole(name, codec.get_config(), encoded, decoded))

    values = wave(200, 100)
    for dtype, astype in (
        ("<i2", "|i1"), (">i2", ">i2"), ("<u2", "<i4"), ("<i8", "<i2"), ("|u1", "|u1"),
        ("<i4", ">i4"), (">f4", ">f4"), ("<f8", "<f4"), ("<f4", "<f8"), ("<f8", "<i2"),
        ("<i4", "<i8"), ("|b1", "|i1"), ("<i2", "|u1"), (">u8", "<u8"), ("<f4", "<i8"),
    ):  # fmt: skip
        add((values + 100 if "u" in dtype else values).astype(dtype), astype)
    rng = np.random.default_rng(8)
    add(rng.integers(-(2**63), 2**63 - 1, 50, "i8").astype("<i8"), "<i8")
    add(rng.normal(0, 1e3, 300).astype("<f4"), "<f4")
    add(rng.normal(0, 1e3, 300).astype(">f8"), ">f8")
    add(np.array([-0.0, 0.0, np.nan, 1.0], "<f8"), "<f8")
    add((rng.random(100) < 0.1).astype("|b1"), "|b1")
    return vectors


def categorize() -> list[dict]:
    """Codes without a label, labels that the type cuts, and other types of codes."""
    vectors = []
    labels = ["one", "", "𝄞 of four", "ü"]
    for dtype, astype in (("<U3", "|u1"), (">U9", "<i2"), ("<U1", ">u4"), ("<U4", "|i1")):
        codes = np.array([0, 1, 2, 3, 4, 5, 100, 1, -1], "i8").astype(astype)
        codec = Categorize(labels, dtype, astype)
        decoded = np.asarray(codec.decode(codes)).tobytes()
        name = f"categorize {dtype} as {astype}"
        vectors.append(whole(name, codec.get_config(), codes.tobytes(), decoded))
    return vectors


def record_member() -> list[dict]:
    dtype = [("a", "<i2"), ("b", ">f4", (3,)), ("c", "S5"), ("d", "<u8")]
    data = SOURCES["repeats"][3100 : 3100 + 20 * np.dtype(dtype).itemsize]
    return [
        {
            "name": f"record_member {member}",
            # As JSON has it, with lists for tuples.
            "codec": {"id": "record_member", "member": member, "dtype": dtype},
            "encoded": text(data),
            "decoded": text(RecordArrayMember(member, dtype).decode(data).tobytes()),
        }
        for member in "abcd"
    ]


def swap_halves(checksum: int) -> int:
    one, two, three, four = struct.pack("<I", checksum)
    return struct.unpack("<I", bytes([two, one, four, three]))[0]


def read_by_hdf5(chunk: bytes, size: int) -> bytes:
    """What HDF5 makes of a chunk of bytes under its fletcher32 filter."""
    with h5py.File("x", "w", driver="core", backing_store=False) as file:
        data = file.create_dataset("d", (size,), "u1", chunks=(size,), fletcher32=True)
        data.id.write_direct_chunk((0,), chunk)
        return data[:].tobytes()


def fletcher32() -> list[dict]:
    codec = {"id": "fletcher32"}
    vectors = []
    contents = {
        "odd": SOURCES["ramp"][:1441], "even": SOURCES["ramp"][:7200], "one": b"\x07",
        "zeros": bytes(50), "ones": b"\xff" * 1000, "noise": SOURCES["repeats"][3040:5041],
        "sum of 65535": b"\xff\xff" * 3,
    }  # fmt: skip
    for name, content in contents.items():
        encoded = bytes(Fletcher32().encode(np.frombuffer(content, "u1")))
        assert read_by_hdf5(encoded, len(content)) == content
        vectors.append(whole(f"fletcher32 {name}", codec, encoded, content))
        checksum = struct.unpack("<I", encoded[-4:])[0]
        old = content + struct.pack("<I", swap_halves(checksum))
        assert read_by_hdf5(old, len(content)) == content
        vectors.append({
            "name": f"fletcher32 {name}, as before HDF5 1.6.3", "codec": codec,
            "encoded": text(old), "decoded": text(content),
        })  # fmt: skip
    return vectors


def hdf5_chunks() -> list[dict]:
    """Chunks as HDF5 stores them, with the filters as Kerchunk names them."""
    vectors = []

    def add(name: str, values: np.ndarray, codecs: list[dict], set_filters) -> None:
        properties = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        properties.set_chunk(values.shape)
        set_filters(properties)
        with h5py.File("x", "w", driver="core", backing_store=False) as file:
            space = h5py.h5s.create_simple(values.shape)
            kind = h5py.h5t.py_create(values.dtype)
            data = h5py.Dataset(h5py.h5d.create(file.id, b"d", kind, space, properties))
            data[...] = values
            _, encoded = data.id.read_direct_chunk((0,) * values.ndim)
            assert np.array_equal(data[...], values)
        vectors.append({
            "name": name, "codecs": codecs, "dtype": values.dtype.str,
            "shape": list(values.shape), "encoded": text(encoded),
            "decoded": text(values.tobytes()),
        })  # fmt: skip

    values = wave(30 * 7, 900).reshape(30, 7)

    def shuffle_deflate_fletcher(properties) -> None:
        properties.set_shuffle()
        properties.set_deflate(6)
        properties.set_fletcher32()

    def deflate_shuffle(properties) -> None:
        properties.set_deflate(6)
        properties.set_shuffle()

    for dtype in ("<i2", ">f8", "<f4"):
        size = np.dtype(dtype).itemsize
        filters = [{"id": "shuffle", "elementsize": size}, {"id": "zlib", "level": 6}]
        add(f"hdf5 {dtype}", values.astype(dtype), [*filters, {"id": "fletcher32"}],
            shuffle_deflate_fletcher)  # fmt: skip
        # The shuffle of compressed bytes leaves some beyond the last whole element.
        add(f"hdf5 {dtype} shuffled last", values.astype(dtype), filters[::-1], deflate_shuffle)
    return vectors


def objects() -> list[dict]:
    vectors = []

    def add(name: str, codec, values: np.ndarray, expected: list) -> None:
        encoded = bytes(codec.encode(values))
        vectors.append({
            "name": name, "codec": codec.get_config(), "encoded": text(encoded), "values": expected,
        })  # fmt: skip

    def array(values: list, shape: tuple = ()) -> np.ndarray:
        out = np.empty(len(values), object)
        out[:] = values
        return out.reshape(shape) if shape else out

    strings = ["", "a\0b", "\0lead", "é ∑ 😀", 'quote " and \\', "tab\tline\n", "x" * 300]
    add("vlen-utf8", VLenUTF8(), array(strings), [json.dumps(value) for value in strings])
    binary = [b"", b"\0", b"\0\0x\0", b"\xff\xfe", bytes(range(256))]
    add("vlen-bytes", VLenBytes(), array(binary), [{"bytes": text(value)} for value in binary])

    mixed = ["a", None, 1.5, float("nan"), float("inf"), float("-inf"), True, 2**53 + 1, 2**64 - 1]
    add("json2 mixed", JSON(), array(mixed), [json.dumps(value) for value in mixed])
    reference = {"_REFERENCE": {"source": ".", "path": "/units"}}
    nested = [[1, "x", [2, 3]], {"a": [float("nan")], "é": {}}, [], [[]], reference, "y"]
    matrix = np.empty((2, 3), object)
    for index, value in zip(np.ndindex(2, 3), nested, strict=True):
        matrix[index] = value
    # numcodecs sorts the keys of objects.
    texts = [json.dumps(value, sort_keys=True) for value in nested]
    add("json2 lists as elements", JSON(), matrix, texts)
    cube = [f"{number}" for number in range(24)]
    add("json2 three axes", JSON(), array(cube, (2, 3, 4)), [json.dumps(value) for value in cube])
    scalar = np.array("only", object)
    add("json2 scalar", JSON(), scalar, ['"only"'])
    add("json2 scalar list", JSON(), array([[1, [2]]]), ["[1, [2]]"])
    add("json2 indented text", JSON(indent=True), array(["ü", 1]), ['"ü"', "1"])
    return vectors


def elements(items: list, shape: tuple[int, ...] = (), order: str = "C") -> np.ndarray:
    result = np.empty(len(items), object)
    for index, item in enumerate(items):
        result[index] = item
    return np.asarray(result.reshape(shape or len(items)), order=order)


def value(item) -> str | dict:
    """An element as a vector states it."""
    if isinstance(item, bytes | bytearray | np.bytes_):
        return {"bytes": text(item)}
    if isinstance(item, int) and not -(2**63) <= item < 2**64:
        return {"integer": str(item)}
    plain = item.tolist() if isinstance(item, np.ndarray | np.generic) else item
    return json.dumps(plain, ensure_ascii=False)


def vector(name: str, codec, encoded: bytes) -> dict:
    """What the codec itself decodes, in the order of memory."""
    decoded = np.asarray(codec.decode(encoded))
    return {
        "name": name, "codec": codec.get_config(), "encoded": text(encoded),
        "values": [value(item) for item in decoded.reshape(-1, order="A")],
    }  # fmt: skip


def pickled() -> list[dict]:
    pickles.ALLOW_UNSAFE_PICKLE_DECODE = True  # of our own
    vectors = []
    reference = {
        "source": ".", "path": "/units/ü", "object_id": "u-1", "source_object_id": None,
    }  # fmt: skip
    shared = ["again", (1, None)]
    values = [
        "", "Zoë 日本語 𝄞", "line\nbreak \\u0041 \\ \0\x1a", None, True, False, b"", b"\0\xff\n", 1.5,
        float("nan"), float("-inf"), -0.0, 1e300, 0, 255, 256, 65536, -1, 2**31, -(2**31) - 1,
        2**53 + 1, 2**63 - 1, -(2**63), 2**63, 2**64 - 1, 2**64, -(2**63) - 1, 10**18, 10**27,
        -(2**1000), 3**600, [], (), {}, (1,), (1, 2), (1, 2, 3, 4), [[["deep"]]],
        {"a": {"b": [1, {"c": ()}]}, "d": "e"}, shared, [shared, shared], "Zoë 日本語 𝄞",
    ]  # fmt: skip
    numpy_values = [
        np.float32(0.1), np.float64(-2.5), np.float16(0.3), np.int8(-3), np.uint64(2**64 - 1),
        np.bool_(True), np.str_("ab𝄞"), np.bytes_(b"a\0b"), np.arange(6, dtype=">i2").reshape(2, 3),
        np.asfortranarray(np.arange(6.0).reshape(2, 3)), np.array(["x", "yz"]), np.array(7),
        elements([1, "a", None, [2]], (2, 2)), elements([1, "a", None, [2]], (2, 2), "F"),
        np.zeros((2, 0)),
    ]  # fmt: skip
    with_metadata = np.array(["a", "b"], dtype=h5py.string_dtype())
    for protocol in range(6):
        codec = Pickle(protocol)
        for name, array in (
            ("references", elements([reference, dict(reference, path="/"), reference])),
            ("values", elements(values)),
            ("NumPy values", elements(numpy_values)),
            ("two axes", elements(values[:6], (2, 3))),
            ("two axes in Fortran order", elements(values[:6], (2, 3), "F")),
            ("three axes in Fortran order", elements(list(range(24)), (2, 3, 4), "F")),
            ("numbers in Fortran order", np.asfortranarray(np.arange(6).reshape(2, 3))),
            ("no axes", np.array("only", object)),
            ("type with metadata", with_metadata),
        ):
            encoded = pickle.dumps(array, protocol)
            vectors.append(vector(f"pickle {protocol} {name}", codec, encoded))
    long = elements([f"text {number}" for number in range(3000)])
    vectors.append(vector("pickle in frames", Pickle(4), pickle.dumps(long, 4)))
    numpy_2 = pickle.dumps(elements(numpy_values), 2).replace(b"numpy.core", b"numpy._core")
    names = {"codec": Pickle(2).get_config(), "encoded": text(numpy_2)}
    same = next(row for row in vectors if row["name"] == "pickle 2 NumPy values")
    vectors.append(same | {"name": "pickle of NumPy 2"} | names)
    return vectors


def packed() -> list[dict]:
    values = [
        None, True, False, 0, 127, 128, 255, 256, 65535, 65536, 2**32 - 1, 2**32, 2**53 + 1,
        2**64 - 1, -1, -32, -33, -128, -129, -32768, -32769, -(2**31), -(2**31) - 1, -(2**63),
        1.5, float("nan"), float("inf"), 0.1, "", "a" * 31, "a" * 32, "ü" * 128, "b" * 65536,
        [], [1] * 15, [1] * 16, [[["deep"]]], {}, {"a": {"b": [1, {}]}},
        {str(number): number for number in range(16)},
    ]  # fmt: skip
    binary = [b"", b"\0\xff", b"x" * 256, b"y" * 65536]
    vectors = []
    for name, codec, array in (
        ("values", MsgPack(), elements(values)),
        ("single floats", MsgPack(use_single_float=True), elements([1.5, 0.1])),
        ("bytes", MsgPack(), elements(binary)),
        ("raw", MsgPack(raw=True), elements(["a", "ü"])),
        ("old bytes", MsgPack(use_bin_type=False, raw=True), elements(binary[:3])),
        ("two axes", MsgPack(), elements(values[:6], (2, 3))),
        ("three axes", MsgPack(), elements(values[:24], (2, 3, 4))),
    ):
        vectors.append(vector(f"msgpack2 {name}", codec, codec.encode(array)))
    for dtype in ("|b1", "|i1", ">u2", "<i8", ">f4", "<f2", "<f8"):
        arrays = [np.arange(count).astype(dtype) for count in (3, 0, 1, 300)]
        codec = VLenArray(dtype)
        encoded = bytes(codec.encode(elements(arrays)))
        vectors.append(vector(f"vlen-array {dtype}", codec, encoded))
    codes = np.array([0, 1, 2, 3, 200, 1], "u1")
    categorized = Categorize(["one", "ü" * 200], object)
    vectors.append(vector("categorize objects", categorized, codes.tobytes()))
    return vectors


def filled() -> list[dict]:
    """Kerchunk's stand-ins for variable-length strings: the ids are those of HDF5's heap."""
    ids = [b"\x05\0\0\0 \x08\0\0\0\0\0\0\x01\0\0\0", b"\x04\0\0\0 ", "ü".encode(), b""]
    strings = np.array([ids[index] for index in (0, 1, 1, 3, 2)], "S16")
    id_map = {key.decode().rstrip("\0"): f"label {key!r} ü" for key in ids}
    fields = [("n", "int32"), ("s", "S16"), ("x", ">f8"), ("t", "S16"), ("b", "bool")]
    table = np.zeros(3, fields)
    table["n"], table["s"], table["x"], table["b"] = [1, -2, 3], ids[:3], [0.5, np.nan, 1], True
    vectors = []
    for name, data, dtype, labels in (
        ("by id", strings, "S16", id_map),
        ("null", strings, "S16", None),
        ("one text", strings, "|S16", " "),
        ("wide", np.array(["a", "b"]), "<U1", "c"),
        ("rows by id", table, str(fields), id_map),
        ("rows with null", table, str(fields), None),
        ("rows by a list", table, [list(field) for field in fields], id_map),
    ):
        codec = FillStringsCodec(dtype, labels)
        encoded = data.tobytes()
        decoded = codec.decode(encoded)
        rows = [list(row.tolist()) if table is data else row for row in decoded]
        vectors.append({
            "name": f"fill_hdf_strings {name}",
            "codec": {"id": "fill_hdf_strings", "dtype": dtype, "id_map": labels},
            "encoded": text(encoded), "values": [value(row) for row in rows],
        })  # fmt: skip
    return vectors


def write(root: Path) -> None:
    document = {
        "sources": {name: text(data) for name, data in SOURCES.items()},
        "bytes": [*zlib_and_gzip(), *zstd(), *blosc(), *delta(), *fletcher32(), *categorize(), *record_member()],
        "chunks": hdf5_chunks(),
        "objects": [*objects(), *pickled(), *packed(), *filled()],
    }
    path = root / "codec" / "vectors.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = ",\n".join(
        f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
        if isinstance(value, dict)
        else f"{json.dumps(name)}: [\n"
        + ",\n".join(json.dumps(row, ensure_ascii=False) for row in value)
        + "\n]"
        for name, value in document.items()
    )
    path.write_text("{\n" + rows + "\n}\n", encoding="utf-8")
