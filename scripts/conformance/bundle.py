"""Bundles: the cases of one family in one file, inputs and expected values together.

A bundle is gzipped JSON, `{"about": …, "cases": [case, …]}`, a case on each line. A case is an
expectation as tests/fixtures/README.md describes it, with a name and the files that `open` needs:

    {"name": …, "format": "references", "files": {"refs.json": "…", "a.bin": {"base64": "…"}},
     "open": "refs.json", "nodes": {"/x": {…}}, "reads": […], "errors": […]}

Text that is UTF-8 stands as it is; other bytes are `{"base64": …}`. `open` may be a folder of
`files`. Of a node only what its maker vouches for is there.
"""

import base64
import gzip
import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from goldens import encode, selections

# What a case's `open` is: the benchmark's peer reads some of them.
FORMATS = ("references", "zarr2", "zarr3", "parquet", "lindi-tar", "lindi-folder", "hdf5")


def case(
    name: str,
    format: str,
    files: Mapping[str, bytes | str | dict],
    opened: str,
    arrays: Mapping[str, np.ndarray | dict] | None = None,
    **more,
) -> dict:
    """`arrays` has by path the values, or a node that is already made. `more` joins the case."""
    if format not in FORMATS:
        raise ValueError(format)
    packed = {path: _packed(content) for path, content in files.items()}
    content = {"name": name, "format": format, "files": packed, "open": opened}
    if arrays:
        nodes = {
            path: value if isinstance(value, dict) else node(value)
            for path, value in arrays.items()
        }
        content["nodes"] = more.pop("nodes", {}) | nodes
    return content | more


def node(values: np.ndarray, **more) -> dict:
    """An array of which values, shape and what `more` says are known."""
    values = np.asarray(values)
    return {
        "kind": "array",
        "shape": list(values.shape),
        "values": encode.values(values),
    } | more


def read(path: str, selection: str, whole: np.ndarray) -> dict:
    part = np.asarray(np.asarray(whole)[selections.parse(selection)])
    return {
        "path": path,
        "selection": selection,
        "shape": list(part.shape),
        "data": encode.values(part),
    }


def inline(data: bytes) -> str:
    """`data` as a value of a reference set."""
    return "base64:" + base64.b64encode(data).decode()


def _packed(content: bytes | str | dict) -> str | dict:
    if isinstance(content, dict):
        return json.dumps(content, separators=(",", ":"), ensure_ascii=False)
    if isinstance(content, str):
        return content
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(content).decode()}
    # Control characters take six letters each in JSON
    is_text = sum(letter < " " for letter in text) * 4 < len(text)
    return text if is_text else {"base64": base64.b64encode(content).decode()}


def write(folder: Path, family: str, about: str, cases: list[dict]) -> None:
    names = [each["name"] for each in cases]
    if len(set(names)) != len(names):
        raise ValueError(f"{family}: names occur twice")
    lines = ",\n".join(_text(each) for each in cases)
    folder.mkdir(parents=True, exist_ok=True)
    text = f'{{"about": {_text(about)},\n"cases": [\n{lines}\n]}}\n'
    (folder / f"{family}.json.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))


def _text(value) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
