"""Decodes with numcodecs what the readers in JavaScript decode, on one thread.

Usage: .toolchain/python/bin/python bench/native-decode.py FOLDER

Reads names of arrays from stdin, one a line; answers each with {"ms": time, "sha256": of the result}.
"""

import hashlib
import json
import pathlib
import sys
import time

import numcodecs
import numpy

numcodecs.blosc.use_threads = False
folder = pathlib.Path(sys.argv[1])
arrays = json.loads((folder / "index.json").read_text())["arrays"]


def decode(array, stored):
    zarray = array["zarray"]
    steps = [numcodecs.get_codec(each) for each in (zarray["filters"] or [])]
    steps.append(numcodecs.get_codec(zarray["compressor"]))
    rows, channels = zarray["chunks"]
    out = numpy.empty(zarray["shape"], zarray["dtype"])
    for key, (offset, size) in array["chunks"].items():
        chunk = stored[offset : offset + size]
        for step in reversed(steps):
            chunk = step.decode(chunk)
        row = int(key.split(".")[0]) * rows
        out[row : row + rows] = numpy.frombuffer(chunk, out.dtype).reshape(rows, channels)
    return out


for line in sys.stdin:
    array = arrays[line.strip()]
    stored = (folder / array["file"]).read_bytes()
    start = time.perf_counter()
    out = decode(array, stored)
    ms = (time.perf_counter() - start) * 1000
    print(json.dumps({"ms": ms, "sha256": hashlib.sha256(out).hexdigest()}), flush=True)
