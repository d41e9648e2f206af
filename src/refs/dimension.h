// The dimensions of a rule for generated references: {"i": {"stop": 3}, "c": ["a", "b"]}.
//
// Errors: kInvalidReference (another form, a step of 0, the name of a template),
// kLimitExceeded (more than 32 dimensions).
#pragma once

#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "refs/scope.h"

namespace chunkatlas {

// A list, or `count` integers from `start` on.
struct Dimension {
  std::string name;
  const json::Array* list = nullptr;
  std::uint64_t count = 0;
  std::int64_t start = 0;
  std::int64_t step = 1;

  [[nodiscard]] expression::Scalar at(std::uint64_t index) const;
};

// In the order of the document, to which the lists belong.
[[nodiscard]] Result<std::vector<Dimension>> read_dimensions(const json::Value& dimensions,
                                                             const expression::Scope& templates);

}  // namespace chunkatlas
