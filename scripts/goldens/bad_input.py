"""bad-input: files that are wrong on purpose, and the error each must give.

No tool vouches for error codes: they are this project's, and written here. Whatever can be read in
spite of a fault is still expected, from zarr-python.
"""

import json
from pathlib import Path

import numpy as np

from . import bad_chunks, encode, expect, reference_sets, selections
from .kerchunk_forms import array

GROUP = {"zarr_format": 2}


def write(root: Path) -> None:
    folder = root / "bad-input"
    folder.mkdir(parents=True, exist_ok=True)
    errors = _write_documents(folder) + _write_references(folder)
    metadata, metadata_errors = _metadata()
    chunks, chunk_errors = bad_chunks.write(folder)
    links, link_errors = _links()
    refs = {".zgroup": GROUP} | _fine() | metadata | chunks | links
    reference_sets.write_json(folder / "arrays.json", {"version": 1, "refs": refs})
    expect.write(
        folder,
        {
            "open": "arrays.json",
            "reads": _readable(refs),
            "errors": errors + metadata_errors + chunk_errors + link_errors + _selections(),
        },
    )


def _write_documents(folder: Path) -> list[dict]:
    """Documents that cannot be opened at all."""
    whole = json.dumps({"version": 1, "refs": {".zgroup": GROUP, "x/.zarray": array([4])}})
    deep = "[" * 100_000
    documents = {
        "empty": (b"", "invalid-json"),
        "malformed": (b'{"version": 1, "refs": {"x/0": }}', "invalid-json"),
        "truncated": (whole[:-20].encode(), "invalid-json"),
        "trailing": (f"{whole}}}".encode(), "invalid-json"),
        "single-quotes": (b"{'version': 1, 'refs': {}}", "invalid-json"),
        "not-utf8": (b'{"version": 1, "refs": {"\xff/0": "a"}}', "invalid-json"),
        "binary": (bytes(range(256)), "invalid-json"),
        "deep": (f'{{"version": 1, "refs": {{"x/0": {deep}'.encode(), "limit-exceeded"),
        "deep-closed": (
            f'{{"version": 1, "refs": {{"x/.zattrs": {deep}{"]" * len(deep)}}}}}'.encode(),
            "limit-exceeded",
        ),
        "version-2": (b'{"version": 2, "refs": {}}', "unsupported"),
        "refs-list": (b'{"version": 1, "refs": []}', "invalid-reference"),
        "generated": (
            json.dumps(
                {
                    "version": 1,
                    "refs": {".zgroup": GROUP},
                    "gen": [
                        {
                            "key": "x/{{i}}",
                            "url": "a.bin",
                            "offset": "0",
                            "dimensions": {"i": {"stop": 3}},
                        },
                    ],
                }
            ).encode(),
            "invalid-reference",
        ),
        "template-unknown": (_templated("{{nobody}}/a.bin"), "invalid-reference"),
        "template-expression": (_templated("{{u.upper()}}"), "unsupported"),
        "template-number": (
            b'{"version": 1, "templates": {"u": 5}, "refs": {"x/0": ["{{u}}"]}}',
            "invalid-reference",
        ),
    }
    errors = []
    for name, (content, code) in documents.items():
        (folder / f"{name}.json").write_bytes(content)
        errors.append({"open": f"{name}.json", "code": code})
    return errors


def _templated(url: str) -> bytes:
    refs = {".zgroup": GROUP, "x/.zarray": array([4]), "x/0": [url, 0, 8]}
    return json.dumps({"version": 1, "templates": {"u": "a.bin"}, "refs": refs}).encode()


def _write_references(folder: Path) -> list[dict]:
    """References of the wrong shape."""
    references = {
        "number": 5,
        "true": True,
        "empty-list": [],
        "two-items": ["a.bin", 5],
        "four-items": ["a.bin", 0, 8, 1],
        "url-number": [7, 0, 8],
        "url-null": [None, 0, 8],
        "offset-negative": ["a.bin", -1, 8],
        "offset-fraction": ["a.bin", 0.5, 8],
        "offset-text": ["a.bin", "0", 8],
        "offset-null": ["a.bin", None, 8],
        "size-negative": ["a.bin", 0, -8],
        "end-beyond-2-53": ["a.bin", 2**53 - 4, 8],
        "end-overflows": ["a.bin", 2**63, 2**63],
        "object-without-size": {"ref": "a.bin", "offset": 3},
        "base64-letters": "base64:AQ*D",
        "base64-padding": "base64:AQI",
    }
    errors = []
    for name, reference in references.items():
        refs = {".zgroup": GROUP, "x/.zarray": array([4]), "x/0": reference}
        file_name = f"reference-{name}.json"
        (folder / file_name).write_text(json.dumps({"version": 1, "refs": refs}) + "\n")
        errors.append({"open": file_name, "code": "invalid-reference"})
    return errors


def _fine() -> dict:
    return {
        "fine/.zarray": array([8], chunks=[4]),
        "fine/0": reference_sets.inline(bad_chunks.FIRST),
        "fine/1": reference_sets.inline(bad_chunks.SECOND),
    }


def _metadata() -> tuple[dict, list[dict]]:
    """Arrays that cannot be opened, besides others that can."""
    faults = {
        "dtype-unknown": (array([4], "|T8"), "unsupported"),
        "dtype-number": (array([4]) | {"dtype": 5}, "invalid-metadata"),
        "dtype-missing": (_without("dtype"), "invalid-metadata"),
        "zarr-format-3": (array([4]) | {"zarr_format": 3}, "unsupported"),
        "zarr-format-missing": (_without("zarr_format"), "invalid-metadata"),
        "not-an-object": ("[1, 2]", "invalid-metadata"),
        "not-json": ("{not json", ["invalid-json", "invalid-metadata"]),
        "shape-missing": (_without("shape"), "invalid-metadata"),
        "shape-negative": (array([-4], chunks=[4]), "invalid-metadata"),
        "shape-fraction": (array([2.5], chunks=[4]), "invalid-metadata"),
        "shape-text": (array([4]) | {"shape": "4"}, "invalid-metadata"),
        "shape-overflow": (array([2**40, 2**40], chunks=[1, 1]), "limit-exceeded"),
        "chunks-missing": (_without("chunks"), "invalid-metadata"),
        "chunks-negative": (array([4], chunks=[-4]), "invalid-metadata"),
        "chunks-zero": (array([4], chunks=[0]), "invalid-metadata"),
        "chunks-rank": (array([4, 4], chunks=[4]), "invalid-metadata"),
        "order-unknown": (array([4], order="K"), "invalid-metadata"),
        "separator-unknown": (array([4], dimension_separator="-"), "invalid-metadata"),
        "fill-text": (array([4], fill_value="abc"), "invalid-metadata"),
        "codec-without-id": (array([4], compressor={"level": 1}), "invalid-metadata"),
        "codec-not-an-object": (array([4], filters=["shuffle"]), "invalid-metadata"),
    }
    refs, errors = {}, []
    for name, (document, code) in faults.items():
        refs[f"{name}/.zarray"] = document
        refs[f"{name}/0"] = reference_sets.inline(bad_chunks.FIRST)
        errors.append({"path": f"/{name}", "code": code})
    return refs, errors


def _without(member: str) -> dict:
    return {key: value for key, value in array([4]).items() if key != member}


def _links() -> tuple[dict, list[dict]]:
    links = {
        "link-self": ({"path": "/link-self"}, "link-cycle"),
        "link-a": ({"path": "/link-b"}, "link-cycle"),
        "link-b": ({"path": "/link-a"}, "link-cycle"),
        "link-below": ({"path": "/link-below/x"}, ["link-cycle", "not-found"]),
        "link-nowhere": ({"path": "/nowhere"}, "not-found"),
        "link-number": ({"path": 5}, "invalid-metadata"),
        "link-text": ("/fine", "invalid-metadata"),
    }
    refs, errors = {}, []
    for name, (target, code) in links.items():
        refs[f"{name}/.zgroup"] = GROUP
        refs[f"{name}/.zattrs"] = {"_SOFT_LINK": target}
        errors.append({"path": f"/{name}", "code": code})
    errors.append({"path": "/nothing", "code": "not-found"})
    errors.append({"path": "/fine-but-not", "code": "not-found"})
    return refs, errors


def _selections() -> list[dict]:
    return [
        {"path": "/fine", "read": read, "code": "invalid-selection"}
        for read in ("[8]", "[-9]", "[0, 0]", "[:, :]")
    ]


def _readable(refs: dict) -> list[dict]:
    """What zarr-python reads from arrays beside a damaged chunk."""
    good = ["fine", "zlib-garbage", "blosc-cut-4", "zstd-cut-4", "fletcher32-wrong", "zlib-bomb"]
    wanted = [(name, "[0:4]") for name in good] + [("absurd", "[5, 7]"), ("absurd", "[3:5, -2:]")]
    kept = {
        key: value
        for key, value in refs.items()
        if key.startswith(".") or key.split("/")[0] in [name for name, _ in wanted]
    }
    results = []
    group = reference_sets.open_by_zarr(kept)
    for name, text in wanted:
        node = group[name]
        part = np.asarray(node[selections.parse(text)], dtype=node.dtype)
        results.append(
            {
                "path": f"/{name}",
                "selection": text,
                "shape": list(part.shape),
                "dtype": node.dtype.str,
                "data": encode.values(part),
            }
        )
    return results
