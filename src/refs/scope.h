// The names that an expression may use, and what each stands for.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "refs/scalar.h"

namespace chunkatlas::expression {

struct Binding {
  enum class Kind : std::uint8_t {
    kValue,
    kFunction,  // `value` is a text with "{{" of its own, to be called with arguments
    kArgument,  // of a function: stands in `slot` while that runs
  };
  Kind kind = Kind::kValue;
  Scalar value;
  std::uint32_t slot = 0;
};

// A name that is not in a scope is looked for in the one around it, which must outlive it.
class Scope {
 public:
  Scope() = default;
  explicit Scope(const Scope* outer) : outer_(outer) {}

  // Stays where it is for as long as the scope does.
  Binding& operator[](std::string name) { return bindings_[std::move(name)]; }

  [[nodiscard]] const Binding* find(std::string_view name) const {
    const std::string key(name);
    for (const Scope* scope = this; scope != nullptr; scope = scope->outer_) {
      const auto found = scope->bindings_.find(key);
      if (found != scope->bindings_.end()) return &found->second;
    }
    return nullptr;
  }
  [[nodiscard]] std::size_t size() const { return bindings_.size(); }

 private:
  const Scope* outer_ = nullptr;
  std::unordered_map<std::string, Binding> bindings_;
};

}  // namespace chunkatlas::expression
