"""What a reader should find in a reference set: builds and writes expect.json.

`from_zarr` asks zarr-python; `from_hdf5` asks h5py about the file that was referenced. Both take
the order of children and the type strings from the reference set itself: h5py and zarr sort names.
The schema is in tests/fixtures/README.md.
"""

import json
from collections.abc import Iterable
from pathlib import Path

import h5py
import numpy as np

from . import encode, selections

LARGE = 10_000  # elements; larger arrays get more selections


def from_zarr(group, names: dict[str, list[str]], reads: int = 4) -> dict:
    """`group` is a zarr.Group, or the array at the root of a set that holds nothing else.

    `names` gives the stored order of each group's children.
    """
    results: list[dict] = []
    if hasattr(group, "shape"):
        results = read_results("/", np.asarray(group[...]), group.dtype.str, reads)
        return {"nodes": {"/": _zarr_array(group)}, "reads": results}
    nodes = {"/": _zarr_group(group, names)}

    def visit(path: str, node) -> None:
        path = "/" + path
        if not hasattr(node, "shape"):
            nodes[path] = _zarr_group(node, names)
            return
        nodes[path] = _zarr_array(node)
        results.extend(read_results(path, np.asarray(node[...]), type_name(node.dtype), reads))

    group.visititems(visit)
    return {"nodes": nodes, "reads": results}


def _zarr_array(array) -> dict:
    node = {
        "kind": "array",
        "attrs": encode.item(array.attrs.asdict()),
        "dtype": type_name(array.dtype),
        "shape": list(array.shape),
        "chunks": list(array.chunks),
        "fill": encode.item(array.fill_value),
        "values": encode.values(array[...]),
    }
    has_fields = array.dtype.names and not array.dtype.hasobject
    return node | {"fields": array.dtype.descr} if has_fields else node


def type_name(dtype: np.dtype) -> str:
    """A structure with an object field is an object."""
    return "|O" if dtype.hasobject else dtype.str


def _zarr_group(group, names: dict[str, list[str]]) -> dict:
    path = "/" + group.path
    children = names.get(path, [])
    if sorted(children) != sorted(group.keys()):
        raise AssertionError(f"{path}: {children} in the set, {list(group.keys())} for zarr")
    return {"kind": "group", "attrs": encode.item(group.attrs.asdict()), "children": children}


def from_hdf5(file: h5py.File, refs: dict, reads: int = 4, unreadable: Iterable[str] = ()) -> dict:
    """`refs` is the reference set LINDI made of `file`; `unreadable` arrays get no values."""
    names = stored_names(refs)
    nodes: dict[str, dict] = {}
    links: list[dict] = []
    results: list[dict] = []

    def visit(path: str, node) -> None:
        attrs = {key: h5_value(file, node.attrs[key]) for key in node.attrs}
        if isinstance(node, h5py.Dataset):
            meta = metadata(refs, path)
            scalar = node.shape == ()
            nodes[path] = {
                "kind": "array",
                "attrs": attrs,
                "dtype": meta["dtype"],
                "shape": list(node.shape),
                "chunks": [] if scalar else meta["chunks"],
            }
            check_type(node, meta["dtype"])
            if path not in unreadable:
                whole = h5_array(file, node)
                nodes[path]["values"] = encode.values(whole)
                results.extend(read_results(path, whole, meta["dtype"], reads))
            return
        if sorted(names.get(path, [])) != sorted(node.keys()):
            raise AssertionError(f"{path}: {names.get(path)} in the set, {list(node)} in HDF5")
        nodes[path] = {"kind": "group", "attrs": attrs, "children": names.get(path, [])}
        for name in nodes[path]["children"]:
            child = f"{path.rstrip('/')}/{name}"
            link = node.get(name, getlink=True)
            if isinstance(link, h5py.SoftLink):
                kind = "array" if isinstance(node[name], h5py.Dataset) else "group"
                links.append({"path": child, "target": resolve(file, child), "kind": kind})
            else:
                visit(child, node[name])

    visit("/", file)
    return {"nodes": nodes, "links": links, "reads": results}


def resolve(file: h5py.File, path: str) -> str:
    """The path without soft links of what HDF5 finds at `path`."""
    found = ""
    for name in path.strip("/").split("/"):
        link = file[found or "/"].get(name, getlink=True)
        if not isinstance(link, h5py.SoftLink):
            found = f"{found}/{name}"
            continue
        target = link.path if link.path.startswith("/") else f"{found}/{link.path}"
        found = resolve(file, target)
    if file[found] != file[path]:
        raise AssertionError(f"{path} is not {found}")
    return found


def read_results(path: str, whole: np.ndarray, dtype: str, count: int) -> list[dict]:
    if whole.size > LARGE:
        count *= 6
    found = []
    for text in selections.draw(whole.shape, count, (path, whole.shape)):
        # With the ellipsis one element stays an array of no axes, whatever the element itself is.
        part = np.asarray(whole[(*selections.parse(text), ...)], dtype=whole.dtype)
        found.append(
            {
                "path": path,
                "selection": text,
                "shape": list(part.shape),
                "dtype": dtype,
                "data": encode.values(part),
            }
        )
    return found


def h5_array(file: h5py.File, dataset: h5py.Dataset) -> np.ndarray:
    if h5py.check_string_dtype(dataset.dtype) and dataset.dtype.kind == "O":
        return np.asarray(dataset.asstr()[()], dtype=object)
    whole = np.asarray(dataset[()], dtype=dataset.dtype)
    if whole.dtype.kind not in "OV":
        return whole
    result = np.empty(whole.shape, dtype=object)
    for index in np.ndindex(whole.shape):
        result[index] = h5_value(file, whole[index])
    return result


def h5_value(file: h5py.File, value):
    """A value as HDF5 means it: references by the path they lead to, bytes as UTF-8 text."""
    if isinstance(value, h5py.Reference):
        return {"$ref": file[value].name}
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, np.void) and value.dtype.names:
        return {name: h5_value(file, value[name]) for name in value.dtype.names}
    if isinstance(value, np.ndarray):
        return [h5_value(file, part) for part in value]
    return encode.item(value)


def check_type(node: h5py.Dataset, dtype: str) -> None:
    """Numbers keep their type on the way into a reference set."""
    if node.dtype.kind in "iuf" and node.dtype.str != dtype:
        raise AssertionError(f"{node.name}: {node.dtype.str} in HDF5, {dtype} in the set")


def metadata(refs: dict, path: str) -> dict:
    value = refs[f"{path.lstrip('/')}/.zarray"]
    return json.loads(value) if isinstance(value, str) else value


def stored_names(refs: Iterable[str]) -> dict[str, list[str]]:
    """Names of each group's children, in the order in which a set's keys first name them."""
    groups, nodes = [], set()
    for key in refs:
        path, _, last = key.lstrip("/").rpartition("/")
        if last in (".zgroup", ".zarray"):
            nodes.add(path)
            groups += [path] if last == ".zgroup" else []
    names: dict[str, list[str]] = {"/" + group: [] for group in groups}
    for key in refs:
        parts = key.lstrip("/").split("/")[:-1]
        for depth in range(1, len(parts) + 1):
            parent, name = "/" + "/".join(parts[: depth - 1]), parts[depth - 1]
            known = "/".join(parts[:depth]) in nodes
            if known and parent in names and name not in names[parent]:
                names[parent].append(name)
    return names


def write(folder: Path, content: dict) -> None:
    """Writes expect.json with one node, link, read or error on each line."""
    lines = []
    for key, value in content.items():
        if isinstance(value, dict) and value:
            entries = [f"  {_text(name)}: {_text(part)}" for name, part in value.items()]
            lines.append(f" {_text(key)}: {{\n" + ",\n".join(entries) + "\n }")
        elif isinstance(value, list) and value:
            entries = [f"  {_text(part)}" for part in value]
            lines.append(f" {_text(key)}: [\n" + ",\n".join(entries) + "\n ]")
        else:
            lines.append(f" {_text(key)}: {_text(value)}")
    folder.mkdir(parents=True, exist_ok=True)
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    (folder / "expect.json").write_text(text, encoding="utf-8")


def _text(value) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
