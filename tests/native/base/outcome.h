// What a Result came to, as one word: "ok" or the name of the error's code. A test compares words,
// and a failure shows what came instead.
#pragma once

#include <string>

#include "base/result.h"

namespace chunkatlas::testing {

template <typename T>
std::string outcome(const Result<T>& result) {
  return result.ok() ? "ok" : std::string(code_name(result.error().code));
}

template <typename T>
std::string message_of(const Result<T>& result) {
  return result.ok() ? "" : result.error().message;
}

}  // namespace chunkatlas::testing
