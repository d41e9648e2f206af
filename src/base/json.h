// JSON documents as values, read and written. The only user of the JSON library.
//
// Reading accepts what Python's json writes: bare NaN, Infinity and -Infinity. Integers stay exact
// to 64 bits; members keep their order, and of two members with one name the last counts. Depth is
// bounded (kMaxDepth), so neither parsing nor destruction can exhaust the stack.
//
//   json::Value document = TRY(json::parse(text));
//   if (const json::Value* shape = document.find("shape")) ...
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace chunkatlas::json {

inline constexpr int kMaxDepth = 128;

class Value;
struct Member;
using Array = std::vector<Value>;
using Object = std::vector<Member>;

class Value {
 public:
  Value() = default;
  explicit Value(bool value);
  explicit Value(std::int64_t value);
  explicit Value(std::uint64_t value);  // stored as int64 when it fits
  explicit Value(double value);
  explicit Value(std::string value);
  explicit Value(Array value);
  explicit Value(Object value);

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(state_); }
  [[nodiscard]] const bool* as_bool() const { return std::get_if<bool>(&state_); }
  // Integers: int64 when the value fits, else uint64 (2^63 to 2^64 - 1).
  [[nodiscard]] const std::int64_t* as_int() const { return std::get_if<std::int64_t>(&state_); }
  [[nodiscard]] const std::uint64_t* as_big() const { return std::get_if<std::uint64_t>(&state_); }
  [[nodiscard]] const double* as_double() const { return std::get_if<double>(&state_); }
  [[nodiscard]] const std::string* as_string() const { return std::get_if<std::string>(&state_); }
  [[nodiscard]] const Array* as_array() const { return std::get_if<Array>(&state_); }
  [[nodiscard]] const Object* as_object() const { return std::get_if<Object>(&state_); }
  [[nodiscard]] Array* as_array() { return std::get_if<Array>(&state_); }
  [[nodiscard]] Object* as_object() { return std::get_if<Object>(&state_); }
  [[nodiscard]] std::string* as_string() { return std::get_if<std::string>(&state_); }

  // A number that is a whole one >= 0, also when written as 3.0.
  [[nodiscard]] std::optional<std::uint64_t> as_count() const;
  // Any number, as the nearest double.
  [[nodiscard]] std::optional<double> as_number() const;
  // The member of an object; nullptr where there is none, or this is no object.
  [[nodiscard]] const Value* find(std::string_view name) const;

 private:
  std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, Array,
               Object>
      state_;
};

struct Member {
  std::string name;
  Value value;
};

// Here and not in the class, whose variant is complete only once Member is.
inline Value::Value(bool value) : state_(value) {}
inline Value::Value(std::int64_t value) : state_(value) {}
inline Value::Value(double value) : state_(value) {}
inline Value::Value(std::string value) : state_(std::move(value)) {}

// Error: kInvalidJson (with the byte where it stopped), kLimitExceeded (depth).
[[nodiscard]] Result<Value> parse(std::string_view text);

enum class Style {
  kPython,  // what parse() reads: bare NaN and Infinity
  // Plain JSON for JavaScript. What JSON cannot say is a string that starts with U+0000 and a
  // letter: "n" NaN and infinities, "i" an integer beyond 2^53, "b" bytes as base64, "s" a string
  // that itself starts with U+0000. js/src/core/tagged.ts reads it.
  kTagged,
};

void write(const Value& value, Style style, std::string& out);
[[nodiscard]] std::string to_text(const Value& value, Style style);
void write_string(std::string_view text, Style style, std::string& out);
// Tagged bytes, for object arrays whose elements are bytes.
void write_bytes(Bytes bytes, std::string& out);
// A tagged integer of any size: an optional minus and decimal digits.
void write_big_integer(std::string_view digits, std::string& out);

}  // namespace chunkatlas::json
