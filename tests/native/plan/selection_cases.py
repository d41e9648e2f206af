"""Prints selection_cases.h: what NumPy selects of arrays, as places in C order.

.toolchain/python/bin/python tests/native/plan/selection_cases.py > tests/native/plan/selection_cases.h
"""

import random

import numpy

rng = random.Random(4)


def bound(length):
    far = rng.random() < 0.15
    return rng.choice([None, rng.randint(-3 * length - 3, 3 * length + 3) if far else rng.randint(-length - 1, length + 1)])


def axis(length):
    if length > 0 and rng.random() < 0.2:
        return rng.randint(-length, length - 1)
    step = rng.choice([None, None, 1, 2, 3, 7, -1, -2, -3, -7, length + 5, -length - 5])
    return slice(bound(length), bound(length), step)


def text(part):
    if part is Ellipsis:
        return "..."
    if not isinstance(part, slice):
        return str(part)
    start, stop, step = ("" if x is None else str(x) for x in (part.start, part.stop, part.step))
    return f"{start}:{stop}" + (f":{step}" if step or rng.random() < 0.1 else "")


def selections():
    for _ in range(350):
        length = rng.choice([0, 1, 2, 3, 5, 8, 13])
        yield (length,), (axis(length),)
    for _ in range(150):
        shape = tuple(rng.choice([1, 2, 3, 4, 5]) for _ in range(rng.choice([2, 2, 3, 4])))
        parts = [axis(length) for length in shape]
        kind = rng.random()
        if kind < 0.2:
            parts = parts[: rng.randint(0, len(parts))]
        elif kind < 0.5:
            first = rng.randint(0, len(parts))
            last = rng.randint(first, len(parts))
            parts[first:last] = [Ellipsis]
        yield shape, tuple(parts)
    yield (), ()
    yield (), (Ellipsis,)


def braces(values):
    return "{" + ", ".join(str(v) for v in values) + "}"


def main():
    print(f"// What NumPy {numpy.__version__} selects. Written by selection_cases.py.")
    print("#pragma once\n")
    print("#include <cstdint>")
    print("#include <string_view>")
    print("#include <vector>\n")
    print("namespace chunkatlas::testing {\n")
    print("struct SelectionCase {")
    print("  std::vector<std::uint64_t> shape;")
    print("  std::string_view text;")
    print("  std::vector<std::uint64_t> result_shape;")
    print("  std::vector<std::uint64_t> places;  // of the selected elements, in C order")
    print("};\n")
    print("// clang-format off")
    print("inline const SelectionCase kSelectionCases[] = {")
    for shape, parts in selections():
        array = numpy.arange(int(numpy.prod(shape)), dtype="i8").reshape(shape)
        selected = numpy.asarray(array[parts])
        line = "[" + rng.choice([",", ", "]).join(text(part) for part in parts) + "]"
        print(f'    {{{braces(shape)}, "{line}", {braces(selected.shape)}, {braces(selected.ravel())}}},')
    print("};")
    print("// clang-format on\n")
    print("}  // namespace chunkatlas::testing")


main()
