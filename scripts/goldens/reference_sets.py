"""Reference sets from Zarr v2 stores, and what zarr-python reads from a set."""

import base64
import contextlib
import json
from collections.abc import Mapping
from pathlib import Path

import fsspec
import zarr

from . import expect

METADATA = (".zgroup", ".zarray", ".zattrs", ".zmetadata")


def from_store(store: Mapping[str, bytes]) -> dict[str, str]:
    """Every key inline: metadata as JSON text, chunks as base64."""
    return {
        key: _compact(value) if is_metadata(key) else inline(value) for key, value in store.items()
    }


def is_metadata(key: str) -> bool:
    return key.rpartition("/")[2] in METADATA


def inline(data: bytes) -> str:
    return "base64:" + base64.b64encode(data).decode()


def _compact(data: bytes) -> str:
    return json.dumps(json.loads(data), separators=(",", ":"), ensure_ascii=False)


def write_json(path: Path, content) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, indent=0, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")


def read_by_zarr(
    refs: dict, names: dict[str, list[str]], folder: Path | None = None, reads: int = 4
) -> dict:
    """Nodes and reads of a version 1 set, from zarr-python over fsspec's reference file system.

    Relative URLs are resolved against `folder`.
    """
    with contextlib.chdir(folder or "."):
        return expect.from_zarr(open_by_zarr(refs), names, reads)


def open_by_zarr(refs: dict):
    store = fsspec.get_mapper(
        "reference://", fo={"version": 1, "refs": refs}, remote_protocol="file"
    )
    return zarr.open(store, mode="r")


def write_case(folder: Path, refs: dict, oracle: dict | None = None, reads: int = 4) -> None:
    """Writes refs.json and what zarr reads from it, or from an equivalent set `oracle`."""
    write_json(folder / "refs.json", {"version": 1, "refs": refs})
    content = read_by_zarr(oracle or refs, expect.stored_names(refs), folder, reads)
    if oracle:
        _restore_null_fills(content["nodes"], refs)
    expect.write(folder, {"open": "refs.json", **content})


def _restore_null_fills(nodes: dict, refs: dict) -> None:
    """An oracle may have zero where the set itself has null."""
    for path, node in nodes.items():
        if node["kind"] == "array" and expect.metadata(refs, path)["fill_value"] is None:
            node["fill"] = None
