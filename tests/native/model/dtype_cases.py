"""Prints dtype_cases.h: what NumPy says of data types, and how it turns their bytes little-endian.

.toolchain/python/bin/python tests/native/model/dtype_cases.py > tests/native/model/dtype_cases.h
"""

import json

import numpy

PLAIN = """|b1 |i1 <i1 >i1 |u1 <i2 >i2 <u2 >u2 <i4 >i4 <u4 >u4 <i8 >i8 <u8 >u8 <f2 >f2 <f4 >f4 <f8 >f8
<f16 >f16 <c8 >c8 <c16 >c16 <c32 >c32 <M8 <M8[ns] >M8[ns] <M8[25us] <m8[D] >m8[D] <m8 |S1 |S5 <S5 >S5
|S0 <U0 <U1 >U1 |U3 <U7 >U7 |V1 |V12 <V3 >V4""".split()

STRUCTURES = [
    [["a", "<i4"]],
    [["a", ">i4"]],
    [["a", "|i1"], ["b", ">i2"], ["c", "<i2"], ["d", ">f8"]],
    [["text", "|S3"], ["wide", ">U2"], ["raw", "|V2"]],
    [["a", ">i2", [3]], ["b", "<i2", [2, 2]]],
    [["a", ">c8"], ["t", ">M8[s]"]],
    [["outer", [["inner", ">u2"], ["deep", [["x", ">f4", [2]]]]]], ["tail", "|u1"]],
    [["pairs", [["a", "|u1"], ["b", ">i4"]], [2]]],
    [["", "<i4"], ["__proto__", "<i4"], ["a b#%", "|b1"]],
    [["none", ">i4", [0]], ["one", ">i4"]],
]


def dtype_of(spelling):
    if isinstance(spelling, str):
        return numpy.dtype(spelling)
    return numpy.dtype(
        [(name, dtype_of(kind), *(tuple(shape) for shape in rest)) for name, kind, *rest in spelling]
    )


def case(spelling):
    dtype = dtype_of(spelling)
    stored = b"\1\0" if dtype.kind == "b" else bytes(range(1, 2 * dtype.itemsize + 1))
    if dtype.itemsize == 0:
        little = b""
    elif dtype.kind == "V" and dtype.names is None:
        little = stored
    else:
        elements = numpy.frombuffer(stored, dtype)
        little = elements.astype(dtype.newbyteorder("<")).tobytes()
    return spelling, dtype, stored, little


def main():
    print(f"// What NumPy {numpy.__version__} says of data types. Written by dtype_cases.py.")
    print("#pragma once\n")
    print("#include <string_view>\n")
    print("namespace chunkatlas::testing {\n")
    print("struct DTypeCase {")
    print("  std::string_view spelling;  // as in metadata")
    print("  std::string_view text;      // dtype.str")
    print("  unsigned itemsize;")
    print("  std::string_view stored;  // two elements, in base 16")
    print("  std::string_view little;  // the same, little-endian")
    print("};\n")
    print("// clang-format off")
    print("inline constexpr DTypeCase kDTypeCases[] = {")
    for spelling in PLAIN + STRUCTURES:
        spelling, dtype, stored, little = case(spelling)
        fields = [json.dumps(spelling), dtype.str, dtype.itemsize, stored.hex(), little.hex()]
        quoted = [f'R"({f})"' if isinstance(f, str) else str(f) for f in fields]
        print(f"    {{{', '.join(quoted)}}},")
    print("};")
    print("// clang-format on\n")
    print("}  // namespace chunkatlas::testing")


main()
