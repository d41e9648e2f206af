"""parquet-large: Parquet references to a million chunks, of whose ten tables the first is stored.

fastparquet writes the tables as kerchunk does. The chunks of /x are those of the test server's /data;
those of /y are in its table, and fsspec says what they are.
"""

import base64
import json
import shutil
from pathlib import Path

import fastparquet
import fsspec
import numpy as np
import pandas as pd

CHUNKS = 1_000_000
RECORD_SIZE = 100_000
CHUNK = 2  # elements
ARRAY = {
    "zarr_format": 2,
    "shape": [CHUNKS * CHUNK],
    "chunks": [CHUNK],
    "dtype": "<i2",
    "compressor": None,
    "filters": None,
    "fill_value": 0,
    "order": "C",
}


def write(fixtures: Path) -> None:
    folder = fixtures / "parquet-large" / "refs.parq"
    shutil.rmtree(folder.parent, ignore_errors=True)
    inline = ARRAY | {"shape": [6]}
    metadata = {".zgroup": {"zarr_format": 2}, "x/.zarray": ARRAY, "y/.zarray": inline}
    folder.mkdir(parents=True)
    (folder / ".zmetadata").write_text(
        json.dumps({"metadata": metadata, "record_size": RECORD_SIZE}) + "\n"
    )
    _write_table(
        folder / "x",
        path=pd.Categorical(["chunks"] * RECORD_SIZE),
        offset=np.arange(RECORD_SIZE, dtype="<i8") * CHUNK * 2,
        size=np.full(RECORD_SIZE, CHUNK * 2, "<i8"),
        raw=pd.Series([None] * RECORD_SIZE, dtype=object),
    )
    _write_table(
        folder / "y",
        path=pd.Series([None] * 3, dtype=object),
        offset=np.zeros(3, "<i8"),
        size=np.zeros(3, "<i8"),
        raw=pd.Series([b"\x01\x00\x02\x00", b"abcd", b"\xff\xff\x00\x80"], dtype=object),
    )
    (folder.parent / "expect.json").write_text(json.dumps(_expect(folder), indent=1) + "\n")


def _write_table(folder: Path, **columns) -> None:
    folder.mkdir()
    fastparquet.write(
        str(folder / "refs.0.parq"),
        pd.DataFrame(columns),
        write_index=False,
        object_encoding={"raw": "bytes", "path": "utf8"},
        has_nulls=["path", "raw"],
        stats=True,
        compression="zstd",
    )


def _expect(folder: Path) -> dict:
    fs = fsspec.filesystem("reference", fo=str(folder), remote_protocol="file")
    values = b"".join(fs.cat(f"y/{at}") for at in range(3))
    array = {"kind": "array", "attrs": {}, "dtype": "<i2", "chunks": [CHUNK], "fill": 0}
    encoded = {"as": "<i2", "base64": base64.b64encode(values).decode()}
    return {
        "open": "refs.parq",
        "nodes": {
            "/": {"kind": "group", "attrs": {}, "children": ["x", "y"]},
            "/x": array | {"shape": ARRAY["shape"]},
            "/y": array | {"shape": [6], "values": encoded},
        },
    }
