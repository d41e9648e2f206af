"""Prints expression_cases.h: what Jinja makes of texts with expressions, and what it fails at.

.toolchain/python-zarr3/bin/python tests/native/refs/expression_cases.py \
    > tests/native/refs/expression_cases.h
"""

import json
import random

import jinja2
import jinja2.sandbox

VALUES = {"u": "https://h/a", "i": 7, "n": -3, "z": 0, "big": 2**53 + 1, "s": "a", "é": "ü", "d": "12"}
VALUES["w"] = float("inf")
ACCIDENT = object()
FUNCTIONS = {
    "f": "https://h/{{c}}",
    "g": "{{a}}-{{ '%03d' % b }}{{ 'x' if a == b else 'y' }}",
    "h": "{{ 1 + 2 }}",
}

TEXTS = [
    "plain", "{{u}}", "{{ u }}/x", "a{{u}}b{{ i }}c", "{x}{{u}}{y}}}", "{{ '}}' }}", '{{ "it\'s" }}',
    r"{{ 'a\'b\\c\n' }}", "{{ é }}{{ 'ß' ~ é }}", "{{\n u\t}}", "{{ (u) }}", "{{ ((i)) }}",
    # functions
    "{{f(c='a')}}", "{{ f( c = i + 1 ) }}", "{{ f(c='a', d='b') }}", "{{ f(c='a',) }}",
    "{{ g(a=1, b=2) }}", "{{ g(b=1, a=1) }}", "{{ h() }}", "{{ f(c=f(c='b')) }}", "{{ -h()|int }}",
    "{{ g(a=g(a=1, b=2), b=h()|int) }}", "{{ f(c=u if i else s) ~ f(c=i) }}", "{{ f(c='a')|string }}",
    "{{ '%s' % f(c=1) }}", "x{{ f(c='a') }}y{{ f(c='b') }}",
]  # fmt: skip

EXPRESSIONS = """
1 | 0 | 007 | 1.5 | 1e3 | 1.5e-3 | 2E+2 | 1e400 | 1. | 9223372036854775807 | 'a' | "a" | ''
-2**2 | 2**3**2 | 2**-1 | 2**0.5 | 0**0 | (-1)**3 | (-2)**63 | 2.0**-2 | 2**62 | (-1)**99999999999
-7//2 | 7//-2 | 7//2 | -7 % 3 | 7 % -3 | 7.5 // -2 | -7.5 % 2 | -5 % 0.3 | 5 % -0.3 | 5 // 0.3 | 0.0 % -1
7/2 | 6/3 | 1/3 | 2/3 | -1/3 | 1/7 | 22/7 | 1e300*1e300 | -1e300*1e300 | 1e22 | 1e16 | 1e15 | 1e-4 | 1e-5
0.1 + 0.2 | 123456789.125 | 9007199254740993.0 | 5e-324 | 1.7976931348623157e308 | -0.0 | 0.0 * -1 | 100.0
1 + 2 * 3 | (1 + 2) * 3 | 10 - 3 - 2 | 2 * 3 % 4 | 24 / 2 / 3 | 7 // 2 ** 2 | 1 + 2 ~ 3 | 1 ~ 2 + 3 | 1 ~ 2 * 3
1 ~ 2 ~ 'x' | u ~ '/' ~ i | 'a' + 'b' | 'ab' * 2 | 2 * 'ab' | 'a' * -1 | 'a' * 0 | 'a' * (1 < 2) | i * s
- -3 | + -3 | -(1 + 2) | -i ** 2 | 2 ** -i | -n | +(1 < 2) | -(1 < 2) | (1 < 2) + 1 | -i|string | - -n|string
1 < 2 | 2 < 1 | 1 <= 1 | 1 >= 2 | 1 == 1.0 | 1 != 1 | '1' == 1 | '1' != 1 | 'a' < 'b' | 'ab' < 'b' | 'é' > 'z'
1 < 2 < 3 | 1 < 2 > 3 | 3 > 2 == 2 | 1 < 3 < 2 < z // z | 1 == 1 == 1 | (1 < 2) == 1 | i < 8 ~ '' | 1 + 1 < 3
big == 9007199254740992.0 | big > 9007199254740992.0 | big < 9007199254740994.0 | 2**62 < 1e30 | -2**62 > -1e30
w > big | w - w == 0 | w - w != 0 | 0.5 < 1 | -0.5 < 0
'x' if 1 else 'y' | 'x' if 0 else 'y' | 1 if z else 2 if s else 3 | 1 if '' else 2 if z else 3 | 'x' if i > 3 else 1/0
(1 if i else 2) + 1 | 1 + 1 if z else 5 | (1 if z else 2 if z else 3) * 2 | 'a' if 0.0 else 'b' if 1 < 2 < 3 else 'c'
('p' if (1 if z else i) < 9 else 'q') ~ 'r' | 1 if (2 if 3 < 4 < 5 else z) else 6 | f(c=1) if i else f(c=2)
'7'|int | ' 8 '|int | '-9'|int | '+9'|int | '1_000'|int | '1__0'|int | '_1'|int | 'abc'|int | ''|int | '7.9'|int
'-7.9'|int | '1e3'|int | '1e'|int | '.5'|int | '5.'|int | '.'|int | 'inf'|int | 'nan'|int | 7.9|int | -7.9|int
(1 < 2)|int | d|int + 1 | d|int * 2 | d|string * 2 | 1|string ~ 2 | 1.0|string | (1 < 2)|string | i|string|int + 1
'%03d' % i | '%03d' % n | '%d' % 7.9 | '%d' % (1 < 2) | '%i|%%' % i | '%u' % i | '%5d|' % i | '%-5d|' % i | '%+d' % i
'% d' % i | '%+ d' % i | '%-05d|' % i | '%.3d' % i | '%05.3d' % i | '%5.3d' % n | '%x' % 255 | '%X' % 255 | '%o' % 8
'%x' % -255 | '%.3x' % 10 | '%04X' % 255 | '%+x' % 5 | '%f' % i | '%.2f' % 2.675 | '%.0f' % 0.5 | '%.f' % 2.5
'%010.3f' % -3.14159 | '%+.2f' % 1 | '%-8.2f|' % 1 | '%e' % 12345.678 | '%.2E' % 0.00012 | '%g' % 1e10 | '%g' % 100000
'%G' % 1e-10 | '%.3g' % 1234567 | '%g' % 0.0001 | '%5.1f' % 2 | '%05f' % w | '%F' % w
'%+f' % -w | '%f' % -0.0 | '%s' % i | '%s' % 1.0 | '%s' % (1 < 2) | '%5s|' % s | '%-5s|' % s | '%05s' % s
'%.2s' % 'éàü' | '%5s' % 'é' | '%+s' % s | '%.20f' % 0.1 | '%d%%' % 3 | '%s' % '%d' | '%03d' % i + 1|string
'%03d' % i ~ '%03d' % n | '%d' % i % 3 | '%s-%s'|format(1, 'b') | '%s'|format(s) ~ 1 | 'a'|format | 'a'|format()
5|format | '%02d%s'|format(i, u)|string | '%s %s' % 1 | '%d' % s | '%x' % 1.0 | '%f' % s | '%' % 1 | '%5' % 1 | 'a' % 1
'%%' % 1 | '%d'|format | '%s'|format(1, 2) | '%d' % w | 1 / 0 | 1 // 0 | 1 % 0 | 1.0 / 0 | 1.0 // 0
1.0 % 0 | 0 ** -1 | 0.0 ** -1 | 2.0 ** 10000 | 1 + 'a' | 'a' + 1 | 'a' - 'b' | 'a' * 'b' | 'a' * 1.0 | -s | +s
1 < 'a' | 'a' >= 1 | 2 ** 'a' | 2**3|string | w|int | u(c=1) | f(c=1, c=2) | (1 | 1 + | * 1 | 1 1 | u i
1 2 + | () + 1 | 'a | 1 if | if 1 else 2 | 1 if 1 else | ) | 1 ) | f(c= | f(c=1 | f(c=1 d=2) | ,1 | u | i | s = 1 | ! 1
i ? 1 | i & 1 | $ | 1 | |int | 1 ||int | 1|int( | 1|(int) | 'a' 1 | <> | 1 <> 2 | 1 =< 2 | 1 === 1 | |
"""  # fmt: skip


class Grammar:
    """Expressions by chance, without integers that could outgrow 64 bits."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def atom(self):
        return self.random.choice(
            ["0", "1", "2", "3", "7", "10", "0.5", "2.0", "1e3", "0.1", "'a'", "'7'", "'%d'", "'%05.1f'"]
            + ["u", "i", "n", "z", "s", "d", "'2.5'", "''", "h()", "f(c=i)", "(1 < 2)"]
        )

    def expression(self, depth):
        if depth == 0:
            return self.atom()
        part = lambda: self.expression(self.random.randrange(depth))  # noqa: E731
        kind = self.random.randrange(12)
        if kind < 5:
            return f"{part()} {self.random.choice('+ - * / // % ~'.split())} {part()}"
        if kind == 5:
            return f"{part()} {self.random.choice('< <= == != > >='.split())} {part()}"
        if kind == 6:
            return f"{part()} if {part()} else {part()}"
        if kind == 7:
            return f"({part()})"
        if kind == 8:
            return f"{self.random.choice('+-')}{part()}"
        if kind == 9:
            return f"{part()}|{self.random.choice(['int', 'string', f'format({part()})'])}"
        if kind == 10:
            return f"{self.atom()} ** {self.random.choice('0 1 2 -1 0.5'.split())}"
        return f"g(a={part()}, b={part()})"


def function(text):
    environment = jinja2.sandbox.SandboxedEnvironment(undefined=jinja2.StrictUndefined)
    return lambda **arguments: environment.from_string(text).render(**arguments)


def render(text):
    """What Jinja makes of a text; None where it fails, ACCIDENT where it only stumbles."""
    environment = jinja2.sandbox.SandboxedEnvironment(undefined=jinja2.StrictUndefined)
    names = VALUES | {name: function(body) for name, body in FUNCTIONS.items()}
    try:
        return environment.from_string(text).render(**names)
    except NameError:  # it writes constants as Python code, and "inf" is none
        return ACCIDENT
    except Exception:
        return None


def texts(seed, count):
    yield from TEXTS
    for line in EXPRESSIONS.strip().splitlines():
        yield from ("{{ %s }}" % expression for expression in line.split(" | "))
    grammar = Grammar(seed)
    yield from ("{{ %s }}" % grammar.expression(grammar.random.randrange(1, 6)) for _ in range(count))


def rows(seed, count):
    seen = {}
    for text in texts(seed, count):
        result = render(text)
        # Python's complex numbers and large integers are not part of the language.
        if result is ACCIDENT or (result and ("j)" in result or len(result) > 200)):
            continue
        seen[text] = result
    return seen.items()


def literal(text):
    return json.dumps(text)


def main():
    print(f"// What Jinja {jinja2.__version__} makes of expressions. Written by expression_cases.py.")
    print("// clang-format off")
    print("#pragma once\n")
    print("#include <string_view>\n")
    print("namespace chunkatlas::testing {\n")
    print("struct ExpressionCase {")
    print("  std::string_view text;")
    print("  std::string_view result;")
    print("};\n")
    cases = list(rows(seed=1, count=300))
    print("constexpr ExpressionCase kExpressionCases[] = {")
    for text, result in cases:
        if result is not None:
            print(f"    {{{literal(text)}, {literal(result)}}},")
    print("};\n")
    print("// Whatever Jinja fails at.")
    print("constexpr std::string_view kFailingExpressions[] = {")
    for text, result in cases:
        if result is None:
            print(f"    {literal(text)},")
    print("};\n")
    print("}  // namespace chunkatlas::testing")


if __name__ == "__main__":
    main()
