// A value or an Error, since the core has no exceptions.
//
//   Result<DType> parse_dtype(...);
//   DType dtype = TRY(parse_dtype(value));     // returns the error from the enclosing function
//
// value() on an error, or error() on a value, is a fault of the caller and stops the program.
#pragma once

#include <cstdlib>
#include <optional>
#include <utility>
#include <variant>

#include "base/error.h"

namespace chunkatlas {

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool ok() const { return state_.index() == 0; }

  [[nodiscard]] T& value() & { return *checked(std::get_if<0>(&state_)); }
  [[nodiscard]] const T& value() const& { return *checked(std::get_if<0>(&state_)); }
  T value() && { return std::move(*checked(std::get_if<0>(&state_))); }

  [[nodiscard]] const Error& error() const& { return *checked(std::get_if<1>(&state_)); }
  [[nodiscard]] Error error() && { return std::move(*checked(std::get_if<1>(&state_))); }

 private:
  template <typename P>
  static P checked(P pointer) {
    if (pointer == nullptr) std::abort();
    return pointer;
  }
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  [[nodiscard]] bool ok() const { return !error_.has_value(); }
  void value() const {
    if (error_) std::abort();
  }
  [[nodiscard]] const Error& error() const& {
    if (!error_) std::abort();
    return *error_;
  }
  [[nodiscard]] Error error() && {
    if (!error_) std::abort();
    return std::move(*error_);
  }

 private:
  std::optional<Error> error_;
};

}  // namespace chunkatlas

// The value of a Result, or an early return of its error.
#define TRY(expression)                                           \
  ({                                                              \
    auto try_result = (expression);                               \
    if (!try_result.ok()) return ::std::move(try_result).error(); \
    ::std::move(try_result).value();                              \
  })
