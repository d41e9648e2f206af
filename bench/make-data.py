"""Writes the benchmarks' data: files of chunks, and index.json, what lies where and what it holds.

Usage: .toolchain/python/bin/python bench/make-data.py FOLDER

The signal is int16 from 384 channels, interleaved: a leaky random walk (sigma 4, pole 0.999) with
Gaussian noise (sigma 8), seeded. numcodecs encodes it; nothing of this project takes part.

index.json: {"arrays": {name: {"zarray": metadata, "file": name, "chunks": {key: [offset, size]},
"window": [first row, row past the last], "sha256": of the window's bytes in C order}},
"scroll": {"rows": of a window, "starts": [first rows], "sha256": [of each window]},
"inline": {name: {"zarray": metadata, "chunk": "base64:...", "sha256": ...}}}.
"""

import base64
import hashlib
import itertools
import json
import math
import pathlib
import sys

import numcodecs
import numpy

CHANNELS = 384
ROW = CHANNELS * 2
SECOND = 30_000
ROWS = 10 * SECOND
GIANT_ROWS = 600 * SECOND
GIANT_FIRST = 300 * SECOND
HEADER = 4096
BLOCK = 10_000
# 19.2 MB, and a whole number of them
SPLIT_ROWS = 25_000
SMALL_ROWS = 62
SCROLL_ROWS = 3_000
SCROLL_STEP = 1_500

SHUFFLE = numcodecs.Shuffle(elementsize=2)
CODECS = {
    "zlib": ([], numcodecs.Zlib(level=4)),
    "shuffle+zlib": ([SHUFFLE], numcodecs.Zlib(level=4)),
    "zstd": ([], numcodecs.Zstd(level=3)),
    "lz4": ([], numcodecs.LZ4()),
    "blosc-lz4": ([], numcodecs.Blosc("lz4", clevel=5, shuffle=numcodecs.Blosc.SHUFFLE)),
    "blosc-lz4-bit": ([], numcodecs.Blosc("lz4", clevel=5, shuffle=numcodecs.Blosc.BITSHUFFLE)),
    "blosc-zstd": ([], numcodecs.Blosc("zstd", clevel=5, shuffle=numcodecs.Blosc.SHUFFLE)),
}
# Rows of a chunk: 8 MB and 100 KB. Both come to 32 MB in whole chunks.
CHUNK_ROWS = {"8MB": (10_416, 4 * 10_416), "100KB": (130, 320 * 130)}


def signal(rows):
    random = numpy.random.default_rng(20240611)
    out = numpy.empty((rows, CHANNELS), "<i2")
    level = numpy.zeros(CHANNELS, "f4")
    for first in range(0, rows, BLOCK):
        steps = random.normal(0, 4, (BLOCK, CHANNELS)).astype("f4")
        noise = random.normal(0, 8, (BLOCK, CHANNELS)).astype("f4")
        for row, step in enumerate(steps):
            level = level * numpy.float32(0.999) + step
            noise[row] += level
        count = min(BLOCK, rows - first)
        out[first : first + count] = numpy.rint(noise[:count])
    return out


def sha256(values):
    return hashlib.sha256(numpy.ascontiguousarray(values).tobytes()).hexdigest()


def metadata(shape, chunks, dtype="<i2", filters=(), compressor=None):
    return {
        "zarr_format": 2,
        "shape": list(shape),
        "chunks": list(chunks),
        "dtype": dtype,
        "order": "C",
        "fill_value": 0,
        "filters": [each.get_config() for each in filters] or None,
        "compressor": compressor and compressor.get_config(),
    }


def encode(values, filters, compressor):
    encoded = numpy.ascontiguousarray(values)
    for each in filters:
        encoded = each.encode(encoded)
    return bytes(compressor.encode(encoded))


def chunked(folder, name, values, chunks, filters, compressor, window):
    """One file with all chunks one behind the other, in grid order."""
    entries, offset = {}, 0
    grid = [math.ceil(length / size) for length, size in zip(values.shape, chunks)]
    with open(folder / f"{name}.bin", "wb") as file:
        for at in itertools.product(*map(range, grid)):
            box = tuple(slice(i * size, (i + 1) * size) for i, size in zip(at, chunks))
            stored = encode(values[box], filters, compressor)
            file.write(stored)
            entries[".".join(map(str, at))] = [offset, len(stored)]
            offset += len(stored)
    return {
        "zarray": metadata(values.shape, chunks, "<i2", filters, compressor),
        "file": f"{name}.bin",
        "chunks": entries,
        "window": window,
        "sha256": sha256(values[slice(*window)]),
    }


def raw(folder, name, shape, window, parts):
    """One chunk that is all of the array; `parts` are (first row, values), the rest is a hole."""
    size = shape[0] * ROW
    with open(folder / f"{name}.bin", "wb") as file:
        file.truncate(HEADER + size)
        for first, values in parts:
            file.seek(HEADER + first * ROW)
            file.write(values.tobytes())
    first, values = parts[0]
    return {
        "zarray": metadata(shape, shape),
        "file": f"{name}.bin",
        "chunks": {"0.0": [HEADER, size]},
        "window": window,
        "sha256": sha256(values[window[0] - first : window[1] - first]),
    }


def split(array, rows):
    """The same bytes as references to pieces of them, as LINDI splits contiguous data."""
    offset, size = array["chunks"]["0.0"]
    length = rows * ROW
    starts = range(offset, offset + size, length)
    chunks = {f"{n}.0": [start, length] for n, start in enumerate(starts)}
    zarray = {**array["zarray"], "chunks": [rows, CHANNELS]}
    return {**array, "zarray": zarray, "chunks": chunks}


def inline(values, compressor):
    stored = compressor.encode(values) if compressor else values.tobytes()
    return {
        "zarray": metadata(values.shape, values.shape, values.dtype.str, (), compressor),
        "chunk": "base64:" + base64.b64encode(stored).decode(),
        "sha256": sha256(values),
    }


def main(folder):
    numcodecs.blosc.use_threads = False
    values = signal(ROWS)
    second = [GIANT_FIRST, GIANT_FIRST + SECOND]
    # A second that starts anywhere: it lies across two rows of chunks.
    across = [100_000, 100_000 + SECOND]
    arrays = {
        "giant": raw(
            folder, "giant", (GIANT_ROWS, CHANNELS), second, [(GIANT_FIRST, values[:SECOND])]
        ),
        "raw": raw(folder, "raw", (ROWS, CHANNELS), across, [(0, values)]),
        "hdf5-like": chunked(
            folder, "hdf5-like", values, (SECOND, 64), *CODECS["shuffle+zlib"], across
        ),
    }
    arrays["splits"] = split(arrays["raw"], SPLIT_ROWS)
    few = values[: 480 * SMALL_ROWS, :24]
    arrays["small"] = chunked(
        folder, "small", few, (SMALL_ROWS, 24), *CODECS["zlib"], [0, len(few)]
    )
    for codec, (filters, compressor) in CODECS.items():
        for size, (chunk_rows, rows) in CHUNK_ROWS.items():
            name = f"{codec}-{size}"
            arrays[name] = chunked(
                folder, name, values[:rows], (chunk_rows, CHANNELS), filters, compressor, [0, rows]
            )
    times = numpy.arange(64) / 30_000
    small = {"raw": inline(times, None), "blosc": inline(times, CODECS["blosc-lz4"][1])}
    starts = [across[0] + step * SCROLL_STEP for step in range(30)]
    windows = [sha256(values[start : start + SCROLL_ROWS]) for start in starts]
    scroll = {"rows": SCROLL_ROWS, "starts": starts, "sha256": windows}
    index = json.dumps({"arrays": arrays, "inline": small, "scroll": scroll})
    (folder / "index.json").write_text(index)


main(pathlib.Path(sys.argv[1]))
