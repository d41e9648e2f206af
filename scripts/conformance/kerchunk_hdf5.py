"""kerchunk-hdf5: what kerchunk makes of HDF5 files, and what h5py or zarr-python find in them.

Kerchunk 0.2.7, whose sets zarr-python 2 reads over fsspec.
"""

import contextlib
import io
import json
import tarfile
import tempfile
import zipfile
import zlib
from pathlib import Path

import fsspec
import h5py
import kerchunk.codecs  # noqa: F401  (registers the codecs that its sets name)
import kerchunk.hdf
import kerchunk.utils
import numpy as np
import zarr

from . import bundle

TEXT = h5py.string_dtype("utf-8")
WORDS = ["water", "", "Zoë", "日本 𝄞", "x" * 30, "last"]


def write(folder: Path) -> None:
    bundle.write(
        folder,
        "kerchunk-hdf5",
        "HDF5 files as kerchunk refers to them: strings, filters, masks, subchunks, archives",
        [*_strings(), *_filters(), *_masks(), *_subchunks(), *_archives(), *_members()],
    )


def _file(fill, **options) -> bytes:
    memory = io.BytesIO()
    with h5py.File(memory, "w", **options) as file:
        fill(file)
    return memory.getvalue()


def _translated(content: bytes, **options) -> dict:
    """Kerchunk's version 1 set of the file `data.h5`."""
    options = {"inline_threshold": 0, "error": "raise"} | options
    made = kerchunk.hdf.SingleHdf5ToZarr(io.BytesIO(content), "data.h5", **options).translate()
    return json.loads(json.dumps(made))


def _case(name: str, content: bytes, document: dict, arrays: dict, **more) -> dict:
    files = {"data.h5": content, "refs.json": document}
    return bundle.case(name, "references", files, "refs.json", arrays, **more)


def _by_zarr(document: dict, files: dict[str, bytes], *paths: str) -> dict[str, np.ndarray]:
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for path, content in files.items():
            Path(path).write_bytes(content)
        mapper = fsspec.get_mapper(
            "reference://", fo=document, remote_protocol="file", skip_instance_cache=True
        )
        group = zarr.open(mapper, mode="r")
        return {f"/{path}": group[path][...] for path in paths}


def _strings():
    table = np.dtype([("n", "<i4"), ("s", TEXT)])

    def fill(file: h5py.File, padding: int) -> None:
        file["padding"] = np.zeros(padding, "u1")
        file.create_dataset("plain", data=np.array(WORDS, object), dtype=TEXT)
        file.create_dataset("chunked", data=np.array(WORDS, object), dtype=TEXT, chunks=(6,))
        file.create_dataset("fixed", data=np.array([each.encode()[:6] for each in WORDS], "S6"))
        rows = [(at, word) for at, word in enumerate(WORDS)]
        file.create_dataset("table", data=np.array(rows, table))

    content = _with_text_ids(fill)
    fixed = np.array([each.encode()[:6] for each in WORDS], "S6")
    texts = np.array(WORDS, object)
    for way in ("embed", "encode", "null", "leave"):
        document = _translated(content, vlen_encode=way)
        arrays = {"/fixed": fixed}
        if way in ("embed", "encode"):
            arrays |= {"/plain": texts, "/chunked": texts}
        else:
            arrays |= _by_zarr(document, {"data.h5": content}, "plain", "chunked")
        yield _case(f"strings of any length, {way} (test_hdf)", content, document, arrays)
        arrays = _table(document, content, way)
        yield _case(f"a table with strings, {way} (test_hdf)", content, document, arrays)


def _with_text_ids(fill) -> bytes:
    """Kerchunk takes the addresses of strings in the file for UTF-8: moves them until they are."""
    for padding in range(1, 4000, 8):
        content = _file(lambda file, padding=padding: fill(file, padding))
        with contextlib.suppress(UnicodeDecodeError):
            _translated(content, vlen_encode="encode")
            return content
    raise AssertionError("no place for the strings")


def _table(document: dict, content: bytes, way: str) -> dict:
    if way != "encode":
        return _by_zarr(document, {"data.h5": content}, "table")
    rows = [{"n": at, "s": word} for at, word in enumerate(WORDS)]
    return {"/table": {"kind": "array", "shape": [6], "values": rows}}


def _filters():
    data = np.cumsum(np.random.default_rng(3).integers(-4, 5, (40, 25)), axis=0).astype("<i2")
    floats = (data / 7).astype("<f8")
    ways = {
        "none": {},
        "gzip": {"compression": "gzip", "compression_opts": 4},
        "shuffle-gzip": {"compression": "gzip", "shuffle": True},
        "shuffle": {"shuffle": True},
    }
    for name, options in ways.items():

        def fill(file: h5py.File, options=options) -> None:
            chunks = (16, 10)
            file.create_dataset("i", data=data, chunks=chunks, **options)
            file.create_dataset("f", data=floats[:20], chunks=chunks, fillvalue=np.nan, **options)
            file.create_dataset("b", data=data[:9].astype(">i4"), chunks=(4, 25), **options)

        content = _file(fill)
        arrays = {"/i": data, "/f": floats[:20], "/b": data[:9].astype(">i4")}
        reads = [bundle.read("/i", text, data) for text in ("[3:20, 4]", "[-1]", "[::9, 20:]")]
        yield _case(
            f"filters: {name} (test_compress)", content, _translated(content), arrays, reads=reads
        )

    def empty(file: h5py.File) -> None:
        file.create_dataset("unwritten", (5, 4), "<f4", chunks=(2, 2), fillvalue=-2.5)
        part = file.create_dataset("part", (6, 4), "<i4", chunks=(2, 2), fillvalue=9)
        part[2:4] = 1
        file.create_dataset("scalar", data=3.5)
        file.create_dataset("flat", data=data[:12])
        file.create_dataset("flag", data=data[0] > 0)

    content = _file(empty)
    part = np.full((6, 4), 9, "<i4")
    part[2:4] = 1
    arrays = {
        "/unwritten": np.full((5, 4), -2.5, "<f4"),
        "/part": part,
        "/scalar": np.array(3.5),
        "/flat": data[:12],
        "/flag": data[0] > 0,
    }
    yield _case("unwritten chunks, contiguous data, scalar", content, _translated(content), arrays)
    inline = _translated(content, inline_threshold=500)
    yield _case("the same, inline", content, inline, arrays)
    record = np.dtype([("a", "<i4"), ("b", "<f8"), ("c", "S4"), ("d", ">u2")])
    rows = np.zeros(4, record)
    rows["a"], rows["b"] = range(4), np.arange(4) / 3
    rows["c"], rows["d"] = [b"ab", b"", b"wxyz", b"q"], [1, 500, 65535, 0]
    content = _file(lambda file: file.create_dataset("t", data=rows, chunks=(4,)))
    document = _translated(content, vlen_encode="encode")
    yield _case("a table of numbers", content, document, {"/t": rows})


def _masks():
    """Chunks that skip the file's filters: references cannot say so; the bytes tell."""
    data = np.arange(8, dtype="<i8")

    def fill(file: h5py.File) -> None:
        stored = file.create_dataset("x", (8,), "<i8", chunks=(2,), compression="gzip")
        for at in range(4):
            raw = data[2 * at : 2 * at + 2].tobytes()
            mask = at % 2
            stored.id.write_direct_chunk((2 * at,), raw if mask else zlib.compress(raw), mask)

    content = _file(fill)
    with h5py.File(io.BytesIO(content)) as file:
        assert (file["x"][...] == data).all()
    with contextlib.suppress(Exception):
        document = _translated(content)
        errors = [{"path": "/x", "read": "[2]", "code": "decode-failed", "chunk": "1"}]
        reads = [bundle.read("/x", "[:2]", data), bundle.read("/x", "[4]", data)]
        yield _case(
            "chunks that skip their filter (test_malicious_chunks)",
            content,
            document,
            {},
            reads=reads,
            errors=errors,
        )


def _subchunks():
    data = np.arange(200, dtype="<i4").reshape(20, 10)
    content = _file(lambda file: file.create_dataset("x", data=data))
    for factor in (5, 2):
        document = kerchunk.utils.subchunk(_translated(content), "x", factor)
        reads = [bundle.read("/x", "[3:9, 2]", data)]
        name = f"one chunk cut into {factor} (test_subchunk_exact)"
        yield _case(name, content, document, {"/x": data}, reads=reads)


def _archives():
    data = np.arange(60, dtype="<i2")
    content = _file(lambda file: file.create_dataset("x", data=data, chunks=(20,)))
    tar, stored, deflated = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as archive:
        member = tarfile.TarInfo("data.h5")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    for memory, method in ((stored, zipfile.ZIP_STORED), (deflated, zipfile.ZIP_DEFLATED)):
        with zipfile.ZipFile(memory, "w", method) as archive:
            archive.writestr(zipfile.ZipInfo("data.h5"), content, method)
    for name, protocol, archive in [("tar", "tar", tar), ("zip", "zip", stored)]:
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            Path("archive").write_bytes(archive.getvalue())
            document = _translated(content)
            for key, value in document["refs"].items():
                if isinstance(value, list):
                    document["refs"][key] = [f"{protocol}://data.h5::archive", *value[1:]]
            refs = kerchunk.utils.dereference_archives(document)
        files = {"archive": archive.getvalue(), "refs.json": json.loads(json.dumps(refs))}
        yield bundle.case(
            f"member of a {name} archive (test_archive)",
            "references",
            files,
            "refs.json",
            {"/x": data},
        )
    rows = np.arange(300, dtype="<u2")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as each:
        each.writestr(zipfile.ZipInfo("rows.bin"), rows.tobytes(), zipfile.ZIP_DEFLATED)
    content = archive.getvalue()
    with zipfile.ZipFile(io.BytesIO(content)) as each:
        info = each.infolist()[0]
    size = 30 + len(info.filename) + info.compress_size
    metadata = {
        "zarr_format": 2,
        "shape": [300],
        "chunks": [300],
        "dtype": "<u2",
        "order": "C",
        "fill_value": 0,
        "compressor": None,
        "filters": [{"id": "deflate"}],
    }
    refs = {
        ".zgroup": '{"zarr_format":2}',
        "x/.zarray": json.dumps(metadata),
        "x/0": ["archive.zip", info.header_offset, size],
    }
    assert (
        bytes(kerchunk.codecs.DeflateCodec().decode(content[info.header_offset :][:size]))
        == rows.tobytes()
    )
    yield bundle.case(
        "deflated member of a zip archive (test_deflate_zip_archive)",
        "references",
        {"archive.zip": content, "refs.json": {"version": 1, "refs": refs}},
        "refs.json",
        {"/x": rows},
    )


def _members():
    """record_member: one field of rows that lie in a file, as kerchunk makes of FITS tables."""
    record = np.dtype([("a", "<i2"), ("b", "<f4"), ("c", "<i8")])
    rows = np.zeros(10, record)
    rows["a"], rows["b"], rows["c"] = np.arange(10) - 5, np.arange(10) / 3, 2**40 + np.arange(10)
    refs: dict = {".zgroup": '{"zarr_format":2}'}
    for name, kind in (("a", "<i2"), ("b", "<f4"), ("c", "<i8")):
        fields = [["a", "<i2"], ["b", "<f4"], ["c", "<i8"]]
        filters = [{"id": "record_member", "member": name, "dtype": fields}]
        codec = kerchunk.codecs.RecordArrayMember(name, [tuple(each) for each in fields])
        assert (codec.decode(rows.tobytes()) == rows[name]).all()
        metadata = {"zarr_format": 2, "shape": [10], "chunks": [10], "dtype": kind, "order": "C"}
        metadata |= {"fill_value": None, "compressor": None, "filters": filters}
        refs |= {f"{name}/.zarray": json.dumps(metadata), f"{name}/0": ["rows.bin"]}
    yield bundle.case(
        "one field of the rows of a file",
        "references",
        {"rows.bin": rows.tobytes(), "refs.json": {"version": 1, "refs": refs}},
        "refs.json",
        {f"/{name}": rows[name] for name in record.names},
    )
    # netCDF3: a record variable is strided by the size of a record, here 6 bytes and 2 of padding
    records = np.arange(15, dtype=">i2").reshape(5, 3)
    content = bytes(16) + b"".join(row.tobytes() + b"\0\0" for row in records)
    metadata = {"zarr_format": 2, "shape": [5, 3], "chunks": [1, 3], "dtype": ">i2", "order": "C"}
    metadata |= {"fill_value": -1, "compressor": None, "filters": None}
    refs = {".zgroup": '{"zarr_format":2}', "t/.zarray": json.dumps(metadata)}
    refs |= {f"t/{at}.0": ["classic.nc", 16 + 8 * at, 6] for at in range(5)}
    yield bundle.case(
        "padded records, as of netCDF3 (test_unlimited)",
        "references",
        {"classic.nc": content, "refs.json": {"version": 1, "refs": refs}},
        "refs.json",
        {"/t": records},
        reads=[bundle.read("/t", "[1:4, 1]", records)],
    )
