"""kerchunk-json: what fsspec's tests ask of reference sets, as arrays of bytes.

A key of a set is not read by itself here: each becomes the one chunk of an array of bytes, whose
values are what `cat` of fsspec's reference file system gives. Forms that fsspec does not take have
an `oracle`, an equivalent set that it does take.
"""

import contextlib
import gzip
import json
import tempfile
from pathlib import Path

import fsspec
import numcodecs
import numpy as np

from . import bundle

DATA = bytes(range(100, 200))
OTHER = bytes(range(50))[::-1]
FILES = {"data.bin": DATA, "more/other.bin": OTHER}


def write(folder: Path) -> None:
    cases = [
        *_forms(),
        *_slices(),
        *_containers(),
        *_expressions(),
        *_generators(),
        *_places(),
        *_merging(),
        *_odd(),
    ]
    bundle.write(
        folder,
        "kerchunk-json",
        "Kerchunk JSON: the cases of fsspec's tests of its reference file system, read by it",
        cases,
    )


def keys_case(
    name: str,
    document: dict,
    oracle: dict | None = None,
    files: dict[str, bytes] = FILES,
    **more,
) -> dict:
    """`document` has keys like `a/0`; metadata of the arrays is added to it here."""
    opened = more.pop("opened", "refs.json")
    known = more.pop("known", {})
    contents = {
        key.removesuffix("/0"): value
        for key, value in _cat(oracle or document, files, known).items()
        if key.endswith("/0")
    }
    metadata = {".zgroup": {"zarr_format": 2}}
    for path, value in contents.items():
        metadata[f"{path}/.zarray"] = array([len(value)], chunks=[max(1, len(value))])
    document = _with(document, metadata)
    arrays = {f"/{path}": np.frombuffer(value, "u1") for path, value in contents.items()}
    content = json.dumps(document, ensure_ascii=False).encode()
    if opened.endswith(".gz"):
        content = gzip.compress(content, mtime=0)
    return bundle.case(name, "references", {**files, opened: content}, opened, arrays, **more)


def array(shape: list[int], dtype: str = "|u1", chunks: list[int] | None = None, **more) -> dict:
    return {
        "zarr_format": 2,
        "shape": shape,
        "chunks": shape if chunks is None else chunks,
        "dtype": dtype,
        "order": "C",
        "fill_value": 0,
        "compressor": None,
        "filters": None,
    } | more


def _with(document: dict, metadata: dict) -> dict:
    if "version" in document or "refs" in document:
        return document | {"refs": texts(metadata) | document.get("refs", {})}
    return texts(metadata) | document


def texts(refs: dict) -> dict:
    """Metadata as JSON text, as most writers have it."""
    return {
        key: json.dumps(value) if isinstance(value, dict) else value for key, value in refs.items()
    }


def _cat(document: dict, files: dict[str, bytes], options: dict) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for path, content in files.items():
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            Path(path).write_bytes(content)
        fs = fsspec.filesystem(
            "reference",
            fo=document,
            remote_protocol="file",
            skip_instance_cache=True,
            **({"simple_templates": False} | options),
        )
        return {key: fs.cat(key) for key in fs.references if key.endswith("/0")}


def _forms():
    refs = {
        "text/0": "data",
        "letters/0": "Zoë 日本",
        "range/0": ["data.bin", 0, 5],
        "later/0": ["data.bin", 20, 30],
        "base64/0": "base64:aGVsbG8=",
    }
    for name, value in (("whole files", ["data.bin"]), ("an empty text", "base64:")):
        yield keys_case(
            f"{name}", {"version": 1, "refs": {"a/0": value, "b/0": ["more/other.bin", 1, 2]}}
        )
    yield keys_case("simple, version 0 (test_simple)", refs)
    yield keys_case("simple, version 1 (test_simple_ver1)", {"version": 1, "refs": refs})
    yield keys_case(
        'version as text "1"', {"version": "1", "refs": refs}, {"version": 1, "refs": refs}
    )
    yield keys_case(
        "version 1.0, an empty gen", {"version": 1.0, "templates": {}, "gen": [], "refs": refs}
    )
    yield keys_case(
        "refs before templates and version",
        {"refs": {"x/0": ["{{u}}", 3, 4]}, "templates": {"u": "data.bin"}, "version": 1},
    )
    attrs = {"a": 1, "nested": {"b": [1.5, None, "é"]}}
    node = {"kind": "group", "attrs": attrs}
    for form, value in (("object", attrs), ("text", json.dumps(attrs))):
        yield bundle.case(
            f"attributes as {form} (test_inline_json)",
            "references",
            {
                "refs.json": {
                    "version": 1,
                    "refs": {".zgroup": {"zarr_format": 2}, ".zattrs": value},
                }
            },
            "refs.json",
            {"/": node},
        )
    group = {"zarr_format": 2}
    document = {
        ".zgroup": group,
        "B/.zgroup": group,
        "B/C/.zgroup": group,
        "B/C/b/.zarray": array([5]),
        "B/C/b/0": ["data.bin", 0, 5],
        "B/_/.zarray": array([4]),
        "B/_/0": ["data.bin", 5, 4],
        "A/.zarray": array([1]),
    }
    yield bundle.case(
        "metadata as objects (LINDI writes them)",
        "references",
        {**FILES, "refs.json": {"version": 1, "refs": document}},
        "refs.json",
        {"/B/C/b": np.frombuffer(DATA[:5], "u1")},
    )
    yield bundle.case(
        "nested listing (test_nested_dirs_ls)",
        "references",
        {**FILES, "refs.json": texts(document)},
        "refs.json",
        {
            "/": {"kind": "group", "attrs": {}, "children": ["B", "A"]},
            "/B": {"kind": "group", "attrs": {}, "children": ["C", "_"]},
            "/B/C/b": np.frombuffer(DATA[:5], "u1"),
            "/B/_": np.frombuffer(DATA[5:9], "u1"),
            "/A": np.zeros(1, "u1"),
        },
    )


def _slices():
    whole, part = np.frombuffer(DATA, "u1"), np.frombuffer(DATA[20:40], "u1")
    yield keys_case(
        "slices of a whole file and of a range (test_cat_file_ranges)",
        {"version": 1, "refs": {"w/0": ["data.bin"], "p/0": ["data.bin", 20, 20]}},
        reads=[
            bundle.read(path, selection, values)
            for path, values in (("/w", whole), ("/p", part))
            for selection in ("[2:5]", "[-3:]", "[:-15]", "[4:-2]", "[5:500]", "[-500:3]", "[7]")
        ],
    )


def _containers():
    refs = {"x/0": ["data.bin", 10, 6]}
    yield keys_case(
        "compressed set (test_target_options)", {"version": 1, "refs": refs}, opened="refs.json.gz"
    )
    yield keys_case(
        "base64 with line breaks",
        {"version": 1, "refs": {"x/0": "base64:aGVs\nbG8=\n"}},
    )
    yield keys_case(
        "control letters", {"version": 1, "refs": {"x/0": "\u0002\u0001!\u0000\u0000q"}}
    )
    yield bundle.case(
        "bare NaN and Infinity in attributes",
        "references",
        {
            "refs.json": '{"version":1,"refs":{".zgroup":{"zarr_format":2},'
            '".zattrs":{"a":NaN,"b":[Infinity,-Infinity]}}}'
        },
        "refs.json",
        {
            "/": {
                "kind": "group",
                "attrs": {"a": {"$": "NaN"}, "b": [{"$": "Infinity"}, {"$": "-Infinity"}]},
            }
        },
    )


def _expressions():
    def expressed(name: str, url: str, templates: dict, oracle: dict | None = None, **more) -> dict:
        refs = {"x/0": [url, 1, 7]}
        known = {"version": 1, "templates": templates, "refs": {"x/0": [oracle or url, 1, 7]}}
        document = {"version": 1, "templates": templates, "refs": refs}
        return keys_case(f"expression {name}", document, known, files=_numbered(), **more)

    yield expressed("name", "{{u}}", {"u": "part-01.bin"})
    yield expressed("name with spaces", "{{ u }}", {"u": "part-01.bin"})
    yield expressed("two names", "{{a}}-{{b}}.bin", {"a": "part", "b": "02"})
    yield expressed("call (test_spec1_expand)", "{{f(c='03')}}", {"f": "part-{{c}}.bin"})
    yield expressed("call with a number", "{{f(c=2)}}", {"f": "part-0{{c}}.bin"})
    yield expressed("call with two arguments", "{{f(a='part', b='01')}}", {"f": "{{a}}-{{b}}.bin"})
    yield expressed("call with a name", "{{f(c=n)}}", {"f": "part-{{c}}.bin", "n": "02"})
    yield expressed("addition", "part-0{{ 1 + 1 }}.bin", {"u": "unused"})
    yield expressed("precedence", "part-0{{ 7 - 2 * (1 + 1) }}.bin", {"u": "unused"})
    yield expressed("floor division", "part-0{{ 11 // 4 }}.bin", {"u": "unused"})
    yield expressed("modulo", "part-0{{ 11 % 4 }}.bin", {"u": "unused"})
    yield expressed("power", "part-0{{ 3 ** 1 }}.bin", {"u": "unused"})
    yield expressed("format with %", "part-{{ '%02d' % 3 }}.bin", {"u": "unused"})
    yield expressed("concatenation", "{{ u ~ '-0' ~ 1 }}.bin", {"u": "part"})
    yield expressed("condition", "part-0{{ 1 if u == 'b' else 2 }}.bin", {"u": "a"})
    yield expressed("filter int", "part-0{{ (n | int) + 1 }}.bin", {"n": "2"})
    yield expressed("filter format", "part-{{ '%02d' | format(2) }}.bin", {"u": "unused"})
    yield keys_case(
        "keys and inline text are not rendered",
        {
            "version": 1,
            "templates": {"u": "data.bin"},
            "refs": {"t/0": "{{u}}", "x/0": ["{{u}}", 0, 3]},
        },
    )
    yield keys_case(
        "override of a template (test_spec1_expand_simple)",
        {"version": 1, "templates": {"u": "elsewhere.bin"}, "refs": {"x/0": ["{{u}}", 0, 3]}},
        known={"template_overrides": {"u": "data.bin"}},
        options={"templateOverrides": {"u": "data.bin"}},
    )
    document = {
        "version": 1,
        "templates": {"u": "data.bin"},
        "gen": [
            {"key": "bad/{{i}}", "url": "{{ 1 / 0 }}", "dimensions": {"i": [0]}},
        ],
        "refs": {"x/0": ["{{u}}", 0, 3]},
    }
    yield keys_case(
        "division by zero is not met by others (test_no_default_jinja_execution)",
        document,
        known={"simple_templates": True},
    )
    for name, url in [
        ("unknown name", "{{ nothing }}"),
        ("division by zero", "{{ 1 // 0 }}"),
        ("attribute of an object", "{{ u.__class__ }}"),
        ("unclosed", "{{ u "),
        ("enormous power", "{{ 9 ** 9 ** 9 }}"),
        ("enormous text", "{{ 'x' * 10 ** 12 }}"),
    ]:
        refs = texts({".zgroup": {"zarr_format": 2}, "x/.zarray": array([3])}) | {
            "x/0": [url, 0, 3]
        }
        document = {"version": 1, "templates": {"u": "data.bin"}, "refs": refs}
        code = ["invalid-reference", "unsupported", "limit-exceeded"]
        yield _refused(f"expression refused: {name}", document, code)


def _numbered() -> dict[str, bytes]:
    return {f"part-{at:02}.bin": bytes(range(at * 10, at * 10 + 9)) for at in (1, 2, 3)}


def _refused(name: str, document: dict, code, path: str = "/x") -> dict:
    """Opening may fail, or the read."""
    return bundle.case(
        name,
        "references",
        {**FILES, "refs.json": document},
        "refs.json",
        errors=[{"path": path, "read": "[]", "code": code, "early": True}],
    )


def _generators():
    def generated(name: str, *gen: dict, templates: dict | None = None, refs: dict | None = None):
        return keys_case(
            f"gen: {name}",
            {
                "version": 1,
                "templates": {"u": "data.bin"} if templates is None else templates,
                "gen": list(gen),
                "refs": refs or {},
            },
            files=FILES | _numbered(),
        )

    def entry(key: str, dimensions: dict, url="{{u}}", offset=None, length=None) -> dict:
        bounds = {} if offset is None else {"offset": offset, "length": length}
        return {"key": key, "url": url, **bounds, "dimensions": dimensions}

    yield generated(
        "two generators beside refs (test_spec1_expand)",
        entry("gen{{i}}/0", {"i": {"stop": 5}}, offset="{{(i + 1) * 10}}", length="10"),
        entry("gen{{i}}/0", {"i": {"start": 5, "stop": 7}}, url="part-0{{i - 4}}.bin"),
        templates={"u": "data.bin", "f": "{{c}}.bin"},
        refs={
            "key0/0": "data",
            "key1/0": ["data.bin", 50, 10],
            "key2/0": ["{{u}}", 60, 10],
            "key3/0": ["{{f(c='data')}}", 70, 10],
            "key4/0": ["part-01.bin"],
        },
    )
    yield generated(
        "list, step and product",
        entry(
            "g-{{a}}-{{b}}/0",
            {"a": [3, 1], "b": {"start": 6, "stop": 0, "step": -2}},
            offset="{{a * 10 + b}}",
            length="{{b}}",
        ),
    )
    yield generated(
        "texts as dimension",
        entry("g-{{n}}/0", {"n": ["01", "03"]}, url="part-{{n}}.bin", offset="2", length="3"),
    )
    yield generated(
        "generated keys win",
        entry("a{{i}}/0", {"i": [1]}, offset="5", length="5"),
        refs={"a1/0": "refs", "b/0": "kept"},
    )
    yield generated(
        "expressions everywhere",
        entry(
            "k{{ '%02d' % i }}/0",
            {"i": {"stop": 4}},
            url="part-{{ '%02d' % (i % 3 + 1) }}.bin",
            offset="{{ i // 2 }}",
            length="{{ 2 ** (i % 3) }}",
        ),
    )
    # A chunked array from a generator, as in practice
    refs = {
        ".zgroup": {"zarr_format": 2},
        "x/.zarray": array([50], "<u2", [5], fill_value=7),
    }
    document = {
        "version": 1,
        "templates": {"u": "data.bin"},
        "gen": [entry("x/{{i}}", {"i": {"stop": 9}}, offset="{{i * 10}}", length="10")],
        "refs": texts(refs),
    }
    values = np.append(np.frombuffer(DATA[:90], "<u2"), np.full(5, 7, "<u2"))
    yield bundle.case(
        "gen: chunks of an array",
        "references",
        {**FILES, "refs.json": document},
        "refs.json",
        {"/x": values},
        reads=[bundle.read("/x", "[7:23]", values), bundle.read("/x", "[-1]", values)],
    )
    metadata = {".zgroup": {"zarr_format": 2}, "x/.zarray": array([3])}
    bad = {
        "offset without length (test_spec1_gen_variants)": {"offset": "1"},
        "length without offset (test_spec1_gen_variants)": {"length": "3"},
        "offset that is no integer": {"offset": "{{i / 2}}x", "length": "3"},
        "negative length": {"offset": "0", "length": "{{ -3 }}"},
        "step 0": {"dimensions": {"i": {"stop": 3, "step": 0}}},
        "no stop": {"dimensions": {"i": {"start": 3}}},
        "too many": {"dimensions": {"i": {"stop": 10**9}, "j": {"stop": 10**9}}},
    }
    for name, change in bad.items():
        gen = {"key": "x/{{i}}", "url": "{{u}}", "dimensions": {"i": [0]}} | change
        document = {
            "version": 1,
            "templates": {"u": "data.bin"},
            "gen": [gen],
            "refs": texts(metadata),
        }
        made = _refused(f"gen refused: {name}", document, ["invalid-reference", "limit-exceeded"])
        # A reader that makes every key ends with its process
        yield made | {"exhausting": True} if name in ("too many", "step 0") else made


def _places():
    refs = {
        ".zgroup": {"zarr_format": 2},
        "nan/.zarray": array([3], "<f8", fill_value="NaN"),
        "gone/.zarray": array([3]),
        "gone/0": ["no such.bin", 0, 3],
        "here/.zarray": array([3]),
        "here/0": ["data.bin", 0, 3],
    }
    yield bundle.case(
        "absent key and unreachable file (test_missing_nonasync, test_cat_missing)",
        "references",
        {**FILES, "refs.json": {"version": 1, "refs": texts(refs)}},
        "refs.json",
        {"/nan": np.full(3, np.nan), "/here": np.frombuffer(DATA[:3], "u1")},
        errors=[
            {"path": "/gone", "read": "[]", "code": ["http-status", "not-found"], "chunk": "0"}
        ],
    )
    yield _refused(
        "range beyond the end of the file",
        {
            "version": 1,
            "refs": texts(refs | {"x/.zarray": array([20]), "x/0": ["data.bin", 90, 20]}),
        },
        "short-read",
    )
    document = {"version": 1, "refs": {"a/0": ["data.bin", 0, 5], "b/0": ["more/other.bin", 1, 5]}}
    made = keys_case("two places: absolute and relative URLs (test_multi_fs)", document)
    text = made["files"]["refs.json"].replace('["data.bin"', '["$BASE/data.bin"')
    yield made | {"files": made["files"] | {"refs.json": text}}
    made = keys_case("base given by the caller (VirtualiZarr test_kerchunk, fs_root)", document)
    files = {
        path if path == "refs.json" else f"elsewhere/{path}": content
        for path, content in made["files"].items()
    }
    yield made | {"files": files, "options": {"baseUrl": "$BASE/elsewhere/"}}
    target = {"version": 1, "refs": {"x/0": ["data.bin", 0, 5]}}
    made = keys_case("file named by the caller (test_defaults)", target)
    text = made["files"]["refs.json"].replace('["data.bin", 0', "[null, 0")
    files = made["files"] | {"refs.json": text}
    yield made | {"files": files, "options": {"target": "$BASE/data.bin"}}


def _merging():
    refs = {
        "a/0": ["data.bin", 0, 5],
        "b/0": ["data.bin", 5, 5],
        "c/0": ["data.bin", 3, 9],
        "d/0": ["data.bin"],
        "e/0": ["data.bin", 95, 5],
        "f/0": ["more/other.bin", 0, 5],
    }
    yield keys_case("ranges that touch and overlap (test_merging)", {"version": 1, "refs": refs})
    metadata = {".zgroup": {"zarr_format": 2}, "x/.zarray": array([6, 5], chunks=[1, 5])}
    rows = [[0, 5], [40, 5], [5, 5], [3, 5], None, [90, 5]]
    chunks = {f"x/{at}.0": ["data.bin", *row] for at, row in enumerate(rows) if row}
    values = np.array([list(DATA[row[0] : row[0] + 5]) if row else [0] * 5 for row in rows], "u1")
    yield bundle.case(
        "chunks that touch and overlap in a file",
        "references",
        {**FILES, "refs.json": {"version": 1, "refs": texts(metadata | chunks)}},
        "refs.json",
        {"/x": values},
        reads=[bundle.read("/x", text, values) for text in ("[1:4, 2]", "[::2]", "[-2:, 1:4]")],
    )


def _odd():
    """What no test of fsspec has."""
    for name in ["a b#ü", "50%25", "0", "c:d", "q?a=1&b", "..a", "{{u}}"]:
        document = {"version": 1, "refs": {f"{name}/0": ["data.bin", 4, 5]}}
        yield keys_case(f"array named {name}", document)
    document = {"version": 1, "refs": {"x/0": ["file #1 ü.bin", 1, 5]}}
    made = keys_case("file name with a space, # and ü", document, files={"file #1 ü.bin": DATA})
    text = made["files"]["refs.json"].replace("file #1 ü.bin", "file%20%231%20%C3%BC.bin")
    yield made | {"files": made["files"] | {"refs.json": text}}
    codes = ["invalid-reference", "invalid-json", "invalid-metadata", "unsupported"]
    group = {".zgroup": {"zarr_format": 2}, "x/.zarray": array([3])}
    for name, value in {
        "two members": ["data.bin", 1],
        "null offset": ["data.bin", None, 3],
        "negative offset": ["data.bin", -1, 3],
        "text offset": ["data.bin", "1", 3],
        "number": 5,
        "empty list": [],
        "unpadded base64": "base64:YQ",
    }.items():
        yield _refused(
            f"reference refused: {name}",
            {"version": 1, "refs": texts(group) | {"x/0": value}},
            codes,
        )
    yield _refused("version 2 refused", {"version": 2, "refs": group}, codes)
    zlib = {"id": "zlib", "level": 1}
    values = np.arange(6, dtype="<i2")
    encoded = bundle.inline(numcodecs.get_codec(zlib).encode(values.tobytes()))
    refs = texts({".zgroup": {"zarr_format": 2}, "x/.zarray": array([6], "<i2", compressor=[zlib])})
    yield bundle.case(
        "compressor in a list (VirtualiZarr test_kerchunk)",
        "references",
        {"refs.json": {"version": 1, "refs": refs | {"x/0": encoded}}},
        "refs.json",
        {"/x": values},
    )
    for fill, dtype in [(2**64 - 1, "<u8"), (-(2**63), "<i8"), (2**53 + 1, ">i8"), ("NaN", "<f4")]:
        values = np.full(3, np.nan if fill == "NaN" else fill, dtype)
        refs = {".zgroup": {"zarr_format": 2}, "x/.zarray": array([3], dtype, fill_value=fill)}
        yield bundle.case(
            f"fill {fill}",
            "references",
            {"refs.json": {"version": 1, "refs": texts(refs)}},
            "refs.json",
            {"/x": values},
        )
