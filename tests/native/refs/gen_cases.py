"""Prints gen_cases.h: what fsspec makes of maps with rules for generated references.

.toolchain/python-zarr3/bin/python tests/native/refs/gen_cases.py > tests/native/refs/gen_cases.h
"""

import json

import fsspec
from fsspec.implementations.reference import ReferenceFileSystem

TEMPLATES = {"u": "https://h/a", "f": "https://h/{{c}}"}


def rule(dimensions, key="k/{{i}}", url="{{u}}", **more):
    return {"key": key, "url": url, "dimensions": dimensions, **more}


RANGE = {"offset": "{{i * 10}}", "length": "10"}

CASES = [
    [rule({"i": {"stop": 3}}, url="{{u}}_{{i}}", **RANGE)],
    [rule({"i": {"stop": 3}}, url="{{u}}_{{i}}")],
    [rule({"i": {"start": 2, "stop": 5}})],
    [rule({"i": {"start": 1, "stop": 8, "step": 3}})],
    [rule({"i": {"start": 1, "stop": 7, "step": 3}})],
    [rule({"i": {"start": 5, "stop": 0, "step": -2}})],
    [rule({"i": {"start": -3, "stop": 0}})],
    [rule({"i": {"start": 5, "stop": 0}})],
    [rule({"i": {"stop": 5, "step": -1}})],
    [rule({"i": {"stop": -3, "step": -1}})],
    [rule({"i": {"stop": 2, "unit": "m"}}, note="not looked at")],
    [rule({"i": [3, 1, 2]})],
    [rule({"i": ["b", "a", 7, ""]})],
    [rule({"i": []})],
    [rule({}, key="k")],
    [rule({"i": [1, 2], "j": ["a", "b"], "k": {"stop": 2}}, key="{{i}}{{j}}{{k}}")],
    [rule({"j": {"stop": 3}, "i": {"stop": 2}}, key="{{i}}.{{j}}", url="{{f(c=j)}}")],
    [rule({"i": {"stop": 3}, "j": []})],
    [rule({"i": [1]}), rule({"i": [1, 2]}, url="{{f(c=i)}}"), rule({"i": [2]}, key="other")],
    [rule({"i": [0, 1]}, key="same", url="{{f(c=i)}}")],
    [rule({"i": [0, 1]}, key="refs/a")],
    [rule({"i": [9, 10]}, key="{{ '%03d' % i }}", url="{{ f(c='x' ~ i) }}", offset=" 7\n", length="+{{i}}")],
    [rule({"i": [2]}, offset="{{ i ** 3 * 1000000000 }}", length="1_000")],
    [rule({"i": [7]}, offset="{{ i // 2 }}", length="{{ i % 4 }}")],
    [rule({"i": [1]}, url="plain", offset="0", length="0")],
    [],
    # errors
    [rule({"i": [1]}, offset="1")],
    [rule({"i": [1]}, length="1")],
    [rule({"i": [1]}, offset="3.0", length="1")],
    [rule({"i": [1]}, offset="1", length="{{ i / 1 }}")],
    [rule({"i": [1]}, offset=1, length=1)],
    [rule({"i": [1]}, offset="1", length="")],
    [rule({"i": [1]}, offset="x", length="1")],
    [rule({"i": [1]}, offset=None, length="1")],
    [rule({"i": [1]}, url="{{ 1 / 0 }}")],
    [rule({"i": [1]}, key="{{ i + u }}")],
    [rule({"i": {"stop": 3.0}})],
    [rule({"i": {"start": "0", "stop": 3}})],
    [rule({"i": {"start": 0}})],
    [rule({"i": {"stop": 3, "step": 0}})],
    [rule({"u": [1]}, key="k")],
    [{"key": "k", "dimensions": {"i": [1]}}],
    [{"url": "u", "dimensions": {"i": [1]}}],
    [{"key": "k", "url": "u"}],
    [rule({"i": [1]}, key=None)],
    [rule({"i": 3})],
    [rule(None)],
    ["rule"],
]


def rows(gen):
    """What fsspec generates, sorted; None where it fails."""
    document = {
        "version": 1,
        "templates": dict(TEMPLATES),
        "refs": {"refs/a": ["r", 0, 1], "refs/b": ["r", 1, 1]},
        "gen": gen,
    }
    try:
        system = ReferenceFileSystem(document, fs=fsspec.filesystem("memory"), simple_templates=False)
    except Exception:
        return None
    text = {key: value[0] + (":%d+%d" % tuple(value[1:]) if len(value) == 3 else "")
            for key, value in system.references.items()}  # fmt: skip
    return sorted(f"{key}@{value}" for key, value in text.items())


def main():
    print(f"// What fsspec {fsspec.__version__} makes of rules. Written by gen_cases.py.")
    print("// clang-format off")
    print("#pragma once\n")
    print("#include <string_view>\n")
    print("namespace chunkatlas::testing {\n")
    print("struct GenCase {")
    print("  std::string_view gen;")
    print('  std::string_view rows;  // sorted, each with a line feed; "error" where it fails')
    print("};\n")
    print("constexpr GenCase kGenCases[] = {")
    for gen in CASES:
        made = rows(gen)
        text = "error" if made is None else "".join(f"{row}\n" for row in made)
        print(f'    {{R"({json.dumps(gen)})", {json.dumps(text)}}},')
    print("};\n")
    print("}  // namespace chunkatlas::testing")


if __name__ == "__main__":
    main()
