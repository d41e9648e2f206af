"""Prints fill_value_cases.h: the bytes of fill values as zarr-python and NumPy make them.

.toolchain/python/bin/python tests/native/zarr/fill_value_cases.py > tests/native/zarr/fill_value_cases.h
"""

import base64
import json
import random
import warnings

import numpy
import zarr
from zarr.meta import Metadata2

TEXTS = ["NaN", "Infinity", "-Infinity"]
FLOATS = [0, 1, -1, 0.1, -0.0, 1e-3, 65504, 3.4028234663852886e38, 5e-324, 1e300, 2**53 + 1, 2**64 - 1]
HALVES = [
    65503.9, 65519.999, 65520, -65520, 1e10,  # the largest, and what rounds to infinity
    2**-14, 2**-14 * (1 - 2**-11), 2**-14 - 2**-25,  # about the smallest normal number
    2**-24, 2**-25, 2**-25 * (1 + 2**-52), 2**-25 * (1 - 2**-53), 3 * 2**-25, 5 * 2**-25, 2**-26,
    1 + 2**-11, 1 + 2**-11 + 2**-52, 1 + 3 * 2**-11, 2 - 2**-11, 2 - 2**-12, 2048.5, 2049, 2051,
]
DOMAIN = {
    "b1": (0, 1), "i1": (-128, 127), "u1": (0, 255), "i2": (-(2**15), 2**15 - 1), "u2": (0, 2**16 - 1),
    "i4": (-(2**31), 2**31 - 1), "u4": (0, 2**32 - 1), "i8": (-(2**63), 2**63 - 1), "u8": (0, 2**64 - 1),
}


def base(data):
    return base64.b64encode(data).decode()


def cases():
    for kind, ends in DOMAIN.items():
        for order in "<>":
            for value in (None, 0, 1, *ends):
                yield value, order + kind
    yield True, "|b1"
    yield False, "|b1"
    yield -1.0, "<i4"
    yield 7.0, ">u2"
    yield 2**53 + 1, "<i8"
    yield -(2**53) - 1, ">i8"
    for dtype in ("<f2", ">f2", "<f4", ">f4", "<f8", ">f8"):
        for value in (None, *TEXTS, *map(float, TEXTS), *FLOATS):
            yield value, dtype
    for value in HALVES:
        yield value, "<f2"
        yield -value, ">f2"
    rng = random.Random(3)
    for _ in range(60):
        yield rng.choice([-1, 1]) * rng.random() * 2.0 ** rng.randint(-27, 17), "<f2"
    for dtype in ("<c8", ">c8", "<c16", ">c16"):
        for value in (None, [1.5, -2], ["NaN", "-Infinity"], [0, 0.1]):
            yield value, dtype
    for dtype in ("<M8[ns]", ">M8[D]", "<m8[s]", ">m8[us]"):
        for value in (None, 0, 1, -1, 2**53 + 1, -(2**63)):
            yield value, dtype
    for value in (None, "", 0, base(b"ab"), base(b"abcde"), base(b"\0\xff"), base(b"a\0b")):
        yield value, "|S5"
    for value in (None, "", 0, "ab", "a\u00e9\u20ac\U0001f600"):
        yield value, "<U4"
        yield value, ">U4"
    for value in (None, 0, base(b"\1\2\3"), base(b"\0\0\xff")):
        yield value, "|V3"
    structure = [["a", "<i2"], ["b", ">f4"], ["c", "|S2"]]
    for value in (None, 0, base(bytes(range(1, 9)))):
        yield value, structure


def bytes_of(value, dtype):
    if value is None or (dtype.kind in "SUV" and value in (0, "")):
        return numpy.zeros((), dtype).tobytes()
    return numpy.array(Metadata2.decode_fill_value(value, dtype), dtype).tobytes()


def main():
    warnings.simplefilter("ignore")
    print(f"// What zarr-python {zarr.__version__} and NumPy {numpy.__version__} make of fill values.")
    print("// Written by fill_value_cases.py.")
    print("#pragma once\n")
    print("#include <string_view>\n")
    print("namespace chunkatlas::testing {\n")
    print("struct FillValueCase {")
    print("  std::string_view value;  // as in metadata")
    print("  std::string_view dtype;")
    print("  std::string_view bytes;  // of one element, in base 16")
    print("};\n")
    print("// clang-format off")
    print("inline constexpr FillValueCase kFillValueCases[] = {")
    for value, spelling in cases():
        fields = spelling
        if isinstance(spelling, list):
            fields = [tuple(field) for field in spelling]
        stored = bytes_of(value, numpy.dtype(fields))
        print(f'    {{R"({json.dumps(value)})", R"({json.dumps(spelling)})", "{stored.hex()}"}},')
    print("};")
    print("// clang-format on\n")
    print("}  // namespace chunkatlas::testing")


main()
