"""kerchunk-parquet: Parquet references as fsspec and kerchunk write them, with both engines.

What a reader must find is what zarr-python reads over the JSON set with the same references. Sets
that Arrow writes by hand show the encodings that other writers use.
"""

import contextlib
import json
import tempfile
from pathlib import Path

import fsspec
import fsspec.implementations.reference as lazy
import kerchunk.df
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import zarr

from . import bundle
from .references import array

NUMBERS = np.arange(1000, 1060, dtype="<i2")
FILES = {"data.bin": NUMBERS.tobytes(), "more/part é.bin": NUMBERS[::-1].tobytes()}
GROUP = {"zarr_format": 2}
ENGINES = ["fastparquet", "pyarrow"]


def write(folder: Path) -> None:
    bundle.write(
        folder,
        "kerchunk-parquet",
        "Parquet references of fsspec and kerchunk, fastparquet and pyarrow",
        [*_mappers(), *_dataframes(), *_encodings(), *_odd(), *_faulty()],
    )


def _set(arrays: dict[str, dict], chunks: dict[str, object], groups: tuple[str, ...] = ()) -> dict:
    refs = {".zgroup": GROUP} | {f"{path}/.zgroup": GROUP for path in groups}
    refs |= {f"{path}/.zarray": {**metadata} for path, metadata in arrays.items()}
    return refs | chunks


def _case(name: str, refs: dict, tree: dict[str, bytes], **more) -> dict:
    """`tree` holds the files of the set, `refs` the same references for the oracle."""
    files = FILES | {f"s.parq/{path}": content for path, content in tree.items()}
    options = {"options": {"baseUrl": "$BASE/"}} | more
    return bundle.case(name, "parquet", files, "s.parq", _values(refs), **options)


def _values(refs: dict) -> dict[str, np.ndarray]:
    with _folder():
        text = {
            key: json.dumps(value) if isinstance(value, dict) else value
            for key, value in refs.items()
        }
        fs = fsspec.filesystem(
            "reference",
            fo={"version": 1, "refs": text},
            remote_protocol="file",
            skip_instance_cache=True,
            asynchronous=False,
        )
        paths = [key.removesuffix("/.zarray") for key in refs if key.endswith(".zarray")]
        return {"/" + path: _chunked(fs, refs, path) for path in paths}


def _chunked(fs, refs: dict, path: str) -> np.ndarray:
    """The array as zarr-python has it: its chunks as fsspec gives them, in a store in memory."""
    store = {key: fs.cat(key) for key in refs if key.startswith(f"{path}/")}
    memory = zarr.storage.MemoryStore(
        {key: zarr.core.buffer.cpu.Buffer.from_bytes(value) for key, value in store.items()}
    )
    return np.asarray(zarr.open_array(memory, path=path, mode="r", zarr_format=2)[...])


@contextlib.contextmanager
def _folder():
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for path, content in FILES.items():
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            Path(path).write_bytes(content)
        yield Path(folder)


def _tree() -> dict[str, bytes]:
    paths = sorted(path for path in Path("s.parq").rglob("*") if path.is_file())
    return {str(path.relative_to("s.parq")): path.read_bytes() for path in paths}


def _lazily(
    refs: dict, engine: str, record_size: int, drop: tuple[str, ...] = ()
) -> dict[str, bytes]:
    """As a program that writes references one after the other: LazyReferenceMapper."""
    with _folder():
        fs = fsspec.filesystem("file")
        mapper = lazy.LazyReferenceMapper.create(
            "s.parq", fs=fs, record_size=record_size, engine=engine
        )
        for key, value in refs.items():
            mapper[key] = json.dumps(value).encode() if isinstance(value, dict) else _entry(value)
        mapper.flush()
        for key in drop:
            mapper = lazy.LazyReferenceMapper("s.parq", fs=fs, engine=engine)
            del mapper[key]
            mapper.flush()
        return _tree()


def _entry(value):
    return value.encode() if isinstance(value, str) else value


def _mappers():
    six = _set(
        {"d": array([12], "<i2", [2], fill_value=-1)},
        {
            "d/0": "abcd",
            "d/1": ["data.bin", 0, 4],
            "d/2": ["data.bin", 8, 4],
            "d/3": "\0\1\2\3",
            "d/5": ["more/part é.bin", 40, 4],
        },
    )
    whole = _set({"w": array([60, 2], "<i2", [60, 1], fill_value=5)}, {"w/0.1": ["data.bin"]})
    grid = array([5, 7], "<i2", [2, 3], fill_value=9)
    keys = [f"{row}.{column}" for row in range(3) for column in range(3)]
    two = _set(
        {
            "g/h/t": grid,
            "g/u": array([], "<i2"),
            "g/all fill": array([30], "<f4", [3], fill_value="NaN"),
        },
        {
            f"g/h/t/{key}": ["data.bin", 12 * at, 12]
            for at, key in enumerate(keys)
            if at not in (1, 5)
        }
        | {"g/u/0": ["data.bin", 22, 2]},
        ("g", "g/h"),
    )
    seven = _set(
        {"t": array([7], "<i2", [1], fill_value=-5)},
        {f"t/{at}": ["data.bin", 2 * at, 2] for at in range(6)} | {"t/5": "zz"},
    )
    for engine in ENGINES:
        for size in (3, 10):
            for name, refs in [
                ("inline and ranges (test_df_multi)", six),
                ("a whole file", whole),
                ("groups, partial grid, scalar (test_deep_parq, test_parquet_no_*)", two),
            ]:
                tree = _lazily(refs, engine, size)
                yield _case(f"{name}, {engine}, record {size}", refs, tree)
        tree = _lazily(seven, engine, 4)
        yield _case(f"seven chunks (test_df), {engine}, record 4", seven, tree)
        kept = {key: value for key, value in six.items() if key != "d/2"}
        tree = _lazily(six, engine, 3, drop=("d/2",))
        yield _case(f"deleted and flushed (test_append_parquet), {engine}", kept, tree)


def _dataframes():
    """As kerchunk.df.refs_to_dataframe turns a JSON set into Parquet."""
    many = _set(
        {"x": array([25, 4], "<i2", [1, 4], fill_value=3), "y": array([4], "<i2")},
        {f"x/{at}.0": ["data.bin", at % 14 * 8, 8] for at in range(25) if at % 7}
        | {"y/0": ["more/part é.bin", 0, 8]},
    )
    inline = _set(
        {"x": array([12], "<i2", [2])},
        {f"x/{at}": "ab" + chr(99 + at) + "z" for at in range(6)},
    )
    mixed = _set(
        {"x": array([24], "<i2", [2], fill_value=1)},
        {f"x/{at}": ["data.bin", 4 * at, 4] if at % 3 else "wxyz" for at in range(12)},
    )
    for name, refs in [("many ranges", many), ("all inline", inline), ("mixed", mixed)]:
        for threshold in (1, 10, 1000):
            for size in (4, 10, 100000):
                if size == 100000 and (threshold != 10 or name == "mixed"):
                    continue
                tree = _framed(refs, size, threshold)
                title = f"refs_to_dataframe: {name}, record {size}, threshold {threshold}"
                yield _case(title, refs, tree)


def _framed(refs: dict, record_size: int, threshold: int) -> dict[str, bytes]:
    with _folder():
        text = {
            key: json.dumps(value) if isinstance(value, dict) else value
            for key, value in refs.items()
        }
        kerchunk.df.refs_to_dataframe(
            {"version": 1, "refs": text},
            "s.parq",
            record_size=record_size,
            categorical_threshold=threshold,
        )
        return _tree()


def _range(path: str | None, offset: int, size: int, raw: bytes | None = None) -> dict:
    return {"path": path, "offset": offset, "size": size, "raw": raw}


ROWS = [
    *[_range("data.bin", 4 * at, 4) for at in range(5)],
    _range(None, 0, 0, b"raw!"),
    _range("more/part é.bin", 40, 4),
    _range(None, 0, 0),
    _range("data.bin", 116, 4),
    _range(None, 0, 0, b"\0\xff\1\2"),
]


def _refs_of(rows: list[dict]) -> dict:
    refs = _set({"x": array([2 * len(rows)], "<i2", [2], fill_value=77)}, {})
    for at, row in enumerate(rows):
        if row["raw"] is not None:
            refs[f"x/{at}"] = bundle.inline(row["raw"])
        elif row["path"] is not None:
            refs[f"x/{at}"] = [row["path"], row["offset"], row["size"]]
    return refs


def _metadata(refs: dict, record_size: int, as_text: bool = False) -> bytes:
    documents = {key: value for key, value in refs.items() if isinstance(value, dict)}
    if as_text:
        documents = {key: json.dumps(value) for key, value in documents.items()}
    return json.dumps({"metadata": documents, "record_size": record_size}).encode()


def _parquet(rows: list[dict], schema: list | None = None, **options) -> bytes:
    fields = schema or [
        ("path", pa.string()),
        ("offset", pa.int64()),
        ("size", pa.int64()),
        ("raw", pa.binary()),
    ]
    table = pa.table({name: pa.array([row[name] for row in rows], kind) for name, kind in fields})
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, **({"compression": "zstd"} | options))
    return sink.getvalue().to_pybytes()


def _by_hand(name: str, rows: list[dict] = ROWS, schema: list | None = None, **options) -> dict:
    refs = _refs_of(rows)
    tree = {
        ".zmetadata": _metadata(refs, len(rows)),
        "x/refs.0.parq": _parquet(rows, schema, **options),
    }
    return _case(f"written by Arrow: {name}", refs, tree)


def _encodings():
    for codec in ["zstd", "snappy", "gzip", "none", "lz4", "brotli"]:
        yield _by_hand(f"compression {codec}", compression=codec)
    long = ROWS * 10
    for codec in ["zstd", "snappy", "none"]:
        yield _by_hand(f"data pages 2.0, {codec}", long, data_page_version="2.0", compression=codec)
    yield _by_hand("no dictionary", long, use_dictionary=False)
    yield _by_hand("small pages", long, data_page_size=64, write_batch_size=8)
    yield _by_hand(
        "small pages, no dictionary",
        long,
        data_page_size=64,
        write_batch_size=8,
        use_dictionary=False,
    )
    yield _by_hand("dictionary given up", long, dictionary_pagesize_limit=16, write_batch_size=8)
    yield _by_hand("several row groups", long, row_group_size=30)
    yield _by_hand("format 1.0", long, version="1.0")
    yield _by_hand("no statistics", long, write_statistics=False)
    yield _by_hand("page index", long, write_page_index=True)
    for encoding in ["DELTA_BINARY_PACKED", "BYTE_STREAM_SPLIT"]:
        columns = {"offset": encoding, "size": encoding}
        yield _by_hand(f"numbers {encoding}", long, use_dictionary=False, column_encoding=columns)
    for encoding in ["DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY"]:
        columns = {"path": encoding, "raw": encoding}
        yield _by_hand(f"texts {encoding}", long, use_dictionary=False, column_encoding=columns)
    ranges = [row for row in ROWS if row["raw"] is None]
    three = [("path", pa.string()), ("offset", pa.int64()), ("size", pa.int64())]
    yield _by_hand("three columns", ranges, three)
    raws = [row for row in ROWS if row["raw"] is not None]
    yield _by_hand("raw alone", raws, [("raw", pa.binary())])
    yield _by_hand(
        "columns in another order",
        ROWS,
        [("raw", pa.binary()), ("size", pa.int64()), ("offset", pa.int64()), ("path", pa.string())],
    )
    null = [("path", pa.string()), ("offset", pa.int64()), ("size", pa.int64()), ("raw", pa.null())]
    yield _by_hand("raw of type null", ranges, null)
    narrow = [
        ("path", pa.string()),
        ("offset", pa.int32()),
        ("size", pa.int32()),
        ("raw", pa.binary()),
    ]
    yield _by_hand("32-bit numbers", ROWS, narrow)
    large = [
        ("path", pa.large_string()),
        ("offset", pa.int64()),
        ("size", pa.int64()),
        ("raw", pa.large_binary()),
    ]
    yield _by_hand("large texts", ROWS, large)
    required = pa.schema(
        [
            pa.field("path", pa.string()),
            pa.field("offset", pa.int64(), nullable=False),
            pa.field("size", pa.int64(), nullable=False),
            pa.field("raw", pa.binary()),
        ]
    )
    refs = _refs_of(ROWS)
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(ROWS, required), sink, compression="zstd")
    tree = {".zmetadata": _metadata(refs, len(ROWS)), "x/refs.0.parq": sink.getvalue().to_pybytes()}
    yield _case("written by Arrow: numbers never null", refs, tree)


def _odd():
    refs = _refs_of(ROWS)
    tree = {".zmetadata": _metadata(refs, 10, as_text=True), "x/refs.0.parq": _parquet(ROWS)}
    yield _case("metadata as texts", refs, tree)
    yield _case(
        "fewer rows than record_size",
        refs,
        {".zmetadata": _metadata(refs, 16), "x/refs.0.parq": _parquet(ROWS)},
    )
    tree = {".zmetadata": _metadata(refs, 4)}
    tree |= {f"x/refs.{at}.parq": _parquet(ROWS[4 * at : 4 * at + 4]) for at in (0, 2)}
    partial = {key: value for key, value in refs.items() if key not in ("x/5", "x/6", "x/4", "x/7")}
    yield _case("a file in the middle is missing", partial, tree)
    slash = _set(
        {"x": array([4, 4], "<i2", [2, 2], dimension_separator="/")},
        {f"x/{at // 2}.{at % 2}": ["data.bin", 8 * at, 8] for at in range(4)},
    )
    dotted = slash | {"x/.zarray": slash["x/.zarray"] | {"dimension_separator": "."}}
    rows = [_range("data.bin", 8 * at, 8) for at in range(4)]
    yield _case(
        "separator /", dotted, {".zmetadata": _metadata(slash, 4), "x/refs.0.parq": _parquet(rows)}
    )
    inner = {"s.parq/" + path: content for path, content in FILES.items()}
    made = _case(
        "no base given: relative to the set",
        refs,
        tree := {
            ".zmetadata": _metadata(refs, 10),
            "x/refs.0.parq": _parquet(ROWS),
        },
    )
    files = {f"s.parq/{path}": content for path, content in tree.items()} | inner
    made |= bundle.case(made["name"], "parquet", files, "s.parq")
    yield {name: value for name, value in made.items() if name != "options"}


def _faulty():
    refs = _refs_of(ROWS)
    sound = _parquet(ROWS)
    codes = ["invalid-reference", "invalid-metadata", "decode-failed", "unsupported", "short-read"]
    faults = {
        "cut in the middle": sound[: len(sound) // 2],
        "empty": b"",
        "wrong magic": b"PARX" + sound[4:-4] + b"PARX",
        "footer length beyond the file": sound[:-8]
        + (2**31 - 1).to_bytes(4, "little")
        + sound[-4:],
        "footer of zeros": sound[:-200] + bytes(192) + sound[-8:],
        "page bytes damaged": sound[:8] + bytes(byte ^ 0x5A for byte in sound[8:60]) + sound[60:],
        "text": b"not a Parquet file at all, but long enough to be one",
    }
    for name, content in faults.items():
        files = FILES | {
            "s.parq/.zmetadata": _metadata(refs, 10),
            "s.parq/x/refs.0.parq": content,
        }
        errors = [{"path": "/x", "read": "[]", "code": codes, "early": True}]
        yield bundle.case(
            f"faulty file: {name}",
            "parquet",
            files,
            "s.parq",
            errors=errors,
            options={"baseUrl": "$BASE/"},
        )
    for name, content in {
        "record_size 0": _metadata(refs, 0),
        "no record_size": json.dumps({"metadata": {".zgroup": GROUP, "x/.zarray": array([4])}}),
        "record_size as text": _metadata(refs, "many"),
    }.items():
        files = FILES | {"s.parq/.zmetadata": content, "s.parq/x/refs.0.parq": sound}
        errors = [{"path": "/x", "read": "[]", "code": codes, "early": True}]
        yield bundle.case(f"faulty metadata: {name}", "parquet", files, "s.parq", errors=errors)
