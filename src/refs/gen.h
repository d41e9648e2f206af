// Generated references of a version 1 reference file: the rules of its member "gen".
//
//   {"key": "k/{{i}}", "url": "{{u}}_{{i}}", "offset": "{{i*10}}", "length": "10",
//    "dimensions": {"i": {"stop": 3}}}                              -> k/0, k/1, k/2
//
// A dimension is a list of integers and texts, or the integers of Python's range(start, stop,
// step). A rule makes a reference for each combination, in the order of the dimensions, the last
// one fastest. The four texts are those of expression.h, and see dimensions and templates. Without
// offset and length a reference is a whole file. As generated keys come after the others, they
// replace references of the same name.
//
// Rules are expanded at once, and no more than kMaxGenerated references may come of all of them;
// that is known before the first is made.
//
// Errors: kInvalidReference, kUnsupported and kLimitExceeded; they name the rule, its member, and
// the key.
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "model/key_table.h"
#include "refs/templates.h"

namespace chunkatlas {

inline constexpr std::uint64_t kMaxGenerated = 4'000'000;

// `gen` may be null.
[[nodiscard]] Result<void> expand_gen(const json::Value& gen, const TemplateSet& templates,
                                      KeyTable& table);

}  // namespace chunkatlas
