// What fsspec 2026.9.0 makes of rules. Written by gen_cases.py.
// clang-format off
#pragma once

#include <string_view>

namespace chunkatlas::testing {

struct GenCase {
  std::string_view gen;
  std::string_view rows;  // sorted, each with a line feed; "error" where it fails
};

constexpr GenCase kGenCases[] = {
    {R"([{"key": "k/{{i}}", "url": "{{u}}_{{i}}", "dimensions": {"i": {"stop": 3}}, "offset": "{{i * 10}}", "length": "10"}])", "k/0@https://h/a_0:0+10\nk/1@https://h/a_1:10+10\nk/2@https://h/a_2:20+10\nrefs/a@r:0+1\nrefs/b@r:1+1\n"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}_{{i}}", "dimensions": {"i": {"stop": 3}}}])", "k/0@https://h/a_0\nk/1@https://h/a_1\nk/2@https://h/a_2\nrefs/a@r:0+1\nrefs/b@r:1+1\n"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": {"start": 2, "stop": 5}}}])", "k/2@https://h/a\nk/3@https://h/a\nk/4@https://h/a\nrefs/a@r:0+1\nrefs/b@r:1+1\n"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": {"start": 1, "stop": 8, "step": 3}}}])", "k/1@https://h/a\nk/4@https://h/a\nk/7@https://h/a\nrefs/a@r:0+1\nrefs/b@r:1+1\n"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": {"start": 1, "stop": 7, "step": 3}}}])", "k/1@https://h/a\nk/4@https://h/a\nrefs/a@r:0+1\nrefs/b@r:1+1\n"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": {"start": 5, "stop": 0, "step": -2}}}])", "k/1@https://h/a\nk/3@https://h/a\nk/5@https://h/a\nrefs/a@r:0+1\nrefs/b@r:1+1\n"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": {"start": -3, "stop": 0}}}])", "k/-1@https://h/a\nk/-2@https://h/a\nk/-3@https://h/a\nrefs/a@r:0+1\nrefs/b@r:1+1\n"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": {"start": 5, "stop": 0}}}])", "refs/a@r:0+1\nrefs/b@r:1+1\n"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": {"stop": 5, "step": -1}}}])", "refs/a@r:0+1\nrefs/b@r:1+1\n"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": {"stop": -3, "step": -1}}}])", "k/-1@https://h/a\nk/-2@https://h/a\nk/0@https://h/a\nrefs/a@r:0+1\nrefs/b@r:1+1\n"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": {"stop": 2, "unit": "m"}}, "note": "not looked at"}])", "k/0@https://h/a\nk/1@https://h/a\nrefs/a@r:0+1\nrefs/b@r:1+1\n"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": [3, 1, 2]}}])", "k/1@https://h/a\nk/2@https://h/a\nk/3@https://h/a\nrefs/a@r:0+1\nrefs/b@r:1+1\n"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": ["b", "a", 7, ""]}}])", "k/7@https://h/a\nk/@https://h/a\nk/a@https://h/a\nk/b@https://h/a\nrefs/a@r:0+1\nrefs/b@r:1+1\n"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": []}}])", "refs/a@r:0+1\nrefs/b@r:1+1\n"},
    {R"([{"key": "k", "url": "{{u}}", "dimensions": {}}])", "k@https://h/a\nrefs/a@r:0+1\nrefs/b@r:1+1\n"},
    {R"([{"key": "{{i}}{{j}}{{k}}", "url": "{{u}}", "dimensions": {"i": [1, 2], "j": ["a", "b"], "k": {"stop": 2}}}])", "1a0@https://h/a\n1a1@https://h/a\n1b0@https://h/a\n1b1@https://h/a\n2a0@https://h/a\n2a1@https://h/a\n2b0@https://h/a\n2b1@https://h/a\nrefs/a@r:0+1\nrefs/b@r:1+1\n"},
    {R"([{"key": "{{i}}.{{j}}", "url": "{{f(c=j)}}", "dimensions": {"j": {"stop": 3}, "i": {"stop": 2}}}])", "0.0@https://h/0\n0.1@https://h/1\n0.2@https://h/2\n1.0@https://h/0\n1.1@https://h/1\n1.2@https://h/2\nrefs/a@r:0+1\nrefs/b@r:1+1\n"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": {"stop": 3}, "j": []}}])", "refs/a@r:0+1\nrefs/b@r:1+1\n"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": [1]}}, {"key": "k/{{i}}", "url": "{{f(c=i)}}", "dimensions": {"i": [1, 2]}}, {"key": "other", "url": "{{u}}", "dimensions": {"i": [2]}}])", "k/1@https://h/1\nk/2@https://h/2\nother@https://h/a\nrefs/a@r:0+1\nrefs/b@r:1+1\n"},
    {R"([{"key": "same", "url": "{{f(c=i)}}", "dimensions": {"i": [0, 1]}}])", "refs/a@r:0+1\nrefs/b@r:1+1\nsame@https://h/1\n"},
    {R"([{"key": "refs/a", "url": "{{u}}", "dimensions": {"i": [0, 1]}}])", "refs/a@https://h/a\nrefs/b@r:1+1\n"},
    {R"([{"key": "{{ '%03d' % i }}", "url": "{{ f(c='x' ~ i) }}", "dimensions": {"i": [9, 10]}, "offset": " 7\n", "length": "+{{i}}"}])", "009@https://h/x9:7+9\n010@https://h/x10:7+10\nrefs/a@r:0+1\nrefs/b@r:1+1\n"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": [2]}, "offset": "{{ i ** 3 * 1000000000 }}", "length": "1_000"}])", "k/2@https://h/a:8000000000+1000\nrefs/a@r:0+1\nrefs/b@r:1+1\n"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": [7]}, "offset": "{{ i // 2 }}", "length": "{{ i % 4 }}"}])", "k/7@https://h/a:3+3\nrefs/a@r:0+1\nrefs/b@r:1+1\n"},
    {R"([{"key": "k/{{i}}", "url": "plain", "dimensions": {"i": [1]}, "offset": "0", "length": "0"}])", "k/1@plain:0+0\nrefs/a@r:0+1\nrefs/b@r:1+1\n"},
    {R"([])", "refs/a@r:0+1\nrefs/b@r:1+1\n"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": [1]}, "offset": "1"}])", "error"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": [1]}, "length": "1"}])", "error"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": [1]}, "offset": "3.0", "length": "1"}])", "error"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": [1]}, "offset": "1", "length": "{{ i / 1 }}"}])", "error"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": [1]}, "offset": 1, "length": 1}])", "error"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": [1]}, "offset": "1", "length": ""}])", "error"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": [1]}, "offset": "x", "length": "1"}])", "error"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": [1]}, "offset": null, "length": "1"}])", "error"},
    {R"([{"key": "k/{{i}}", "url": "{{ 1 / 0 }}", "dimensions": {"i": [1]}}])", "error"},
    {R"([{"key": "{{ i + u }}", "url": "{{u}}", "dimensions": {"i": [1]}}])", "error"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": {"stop": 3.0}}}])", "error"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": {"start": "0", "stop": 3}}}])", "error"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": {"start": 0}}}])", "error"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": {"stop": 3, "step": 0}}}])", "error"},
    {R"([{"key": "k", "url": "{{u}}", "dimensions": {"u": [1]}}])", "error"},
    {R"([{"key": "k", "dimensions": {"i": [1]}}])", "error"},
    {R"([{"url": "u", "dimensions": {"i": [1]}}])", "error"},
    {R"([{"key": "k", "url": "u"}])", "error"},
    {R"([{"key": null, "url": "{{u}}", "dimensions": {"i": [1]}}])", "error"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": {"i": 3}}])", "error"},
    {R"([{"key": "k/{{i}}", "url": "{{u}}", "dimensions": null}])", "error"},
    {R"(["rule"])", "error"},
};

}  // namespace chunkatlas::testing
