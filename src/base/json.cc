#include "base/json.h"

#include <cmath>
#include <cstdio>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/base64.h"

namespace chunkatlas::json {

Value::Value(std::uint64_t value) {
  if (value <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    state_ = static_cast<std::int64_t>(value);
  } else {
    state_ = value;
  }
}
Value::Value(Array value) : state_(std::move(value)) {}
Value::Value(Object value) : state_(std::move(value)) {}

std::optional<std::uint64_t> Value::as_count() const {
  if (const std::int64_t* value = as_int()) {
    if (*value < 0) return std::nullopt;
    return static_cast<std::uint64_t>(*value);
  }
  if (const std::uint64_t* value = as_big()) return *value;
  if (const double* value = as_double()) {
    constexpr double kExact = 9007199254740992.0;  // 2^53
    if (*value < 0 || *value > kExact || *value != std::floor(*value)) return std::nullopt;
    return static_cast<std::uint64_t>(*value);
  }
  return std::nullopt;
}

std::optional<double> Value::as_number() const {
  if (const std::int64_t* value = as_int()) return static_cast<double>(*value);
  if (const std::uint64_t* value = as_big()) return static_cast<double>(*value);
  if (const double* value = as_double()) return *value;
  return std::nullopt;
}

const Value* Value::find(std::string_view name) const {
  const Object* object = as_object();
  if (object == nullptr) return nullptr;
  for (auto member = object->rbegin(); member != object->rend(); ++member) {
    if (member->name == name) return &member->value;
  }
  return nullptr;
}

namespace {

// Python writes NaN and Infinity bare, and the library's lexer refuses them. They are replaced by
// spellings of zero that no writer produces, and known again by that spelling. Each is as long as
// the word in whose place it stands, so that errors name the right byte.
constexpr std::string_view kNan = "NaN";
constexpr std::string_view kInfinity = "Infinity";
constexpr std::string_view kNanSpelling = "0E9";
constexpr std::string_view kInfinitySpelling = "0E000009";
constexpr std::string_view kMinusInfinitySpelling = "-0E000009";
static_assert(kNan.size() == kNanSpelling.size());
static_assert(kInfinity.size() == kInfinitySpelling.size());

std::size_t end_of_string(std::string_view text, std::size_t quote) {
  for (std::size_t i = quote + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      return i + 1;
    }
  }
  return text.size();
}

// Whether the `size` letters at `at` stand by themselves, with a minus at most: else the lexer
// would take a malformed word such as "1NaN" for a number.
bool is_word(std::string_view text, std::size_t at, std::size_t size, bool may_have_minus) {
  constexpr std::string_view kBoundary = " \t\r\n,:[]{}";
  if (may_have_minus && at > 0 && text[at - 1] == '-') --at, ++size;
  const bool starts = at == 0 || kBoundary.find(text[at - 1]) != std::string_view::npos;
  const bool ends =
      at + size >= text.size() || kBoundary.find(text[at + size]) != std::string_view::npos;
  return starts && ends;
}

std::string spell_bare_numbers(std::string_view text) {
  std::string out(text);
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '"') {
      i = end_of_string(text, i);
    } else if (text.substr(i, kNan.size()) == kNan && is_word(text, i, kNan.size(), false)) {
      out.replace(i, kNan.size(), kNanSpelling);
      i += kNan.size();
    } else if (text.substr(i, kInfinity.size()) == kInfinity &&
               is_word(text, i, kInfinity.size(), true)) {
      out.replace(i, kInfinity.size(), kInfinitySpelling);
      i += kInfinity.size();
    } else {
      ++i;
    }
  }
  return out;
}

double number_from_spelling(double value, std::string_view spelling) {
  constexpr double kInfinite = std::numeric_limits<double>::infinity();
  if (spelling == kNanSpelling) return std::numeric_limits<double>::quiet_NaN();
  if (spelling == kInfinitySpelling) return kInfinite;
  if (spelling == kMinusInfinitySpelling) return -kInfinite;
  return value;
}

// Takes the library's events and builds values.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  // The document has gone through spell_bare_numbers().
  void set_spelled() { is_spelled_ = true; }

  bool null() override { return finish(Value()); }
  bool boolean(bool value) override { return finish(Value(value)); }
  bool number_integer(number_integer_t value) override {
    return finish(Value(static_cast<std::int64_t>(value)));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return finish(Value(static_cast<std::uint64_t>(value)));
  }
  bool number_float(number_float_t value, const string_t& spelling) override {
    return finish(Value(is_spelled_ ? number_from_spelling(value, spelling) : value));
  }
  bool string(string_t& value) override { return finish(Value(std::move(value))); }
  bool binary(binary_t&) override { return false; }
  bool key(string_t& name) override {
    open_.back().name = std::move(name);
    return true;
  }
  bool start_object(std::size_t) override { return open(Value(Object{})); }
  bool start_array(std::size_t) override { return open(Value(Array{})); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& cause) override {
    std::string_view what = cause.what();
    const std::size_t detail = what.find(": ");
    if (detail != std::string_view::npos) what.remove_prefix(detail + 2);
    set_malformed(position, what);
    return false;
  }

  void set_malformed(std::size_t position, std::string_view what) {
    error_ = Error(Code::kInvalidJson,
                   "malformed JSON at byte " + std::to_string(position) + ": " + std::string(what));
  }

  [[nodiscard]] Result<Value> result(bool parsed) && {
    if (error_) return *std::move(error_);
    if (!parsed) return Error(Code::kInvalidJson, "malformed JSON");
    return std::move(root_);
  }

 private:
  struct Frame {
    Value container;
    std::string name;  // of the member that is being read
  };

  bool open(Value container) {
    if (open_.size() >= kMaxDepth) {
      error_ = Error(Code::kLimitExceeded,
                     "JSON nested deeper than " + std::to_string(kMaxDepth) + " levels");
      return false;
    }
    open_.push_back({std::move(container), {}});
    return true;
  }

  bool close() {
    Frame done = std::move(open_.back());
    open_.pop_back();
    return finish(std::move(done.container));
  }

  bool finish(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return true;
    }
    Frame& frame = open_.back();
    if (Object* object = frame.container.as_object()) {
      object->push_back({std::move(frame.name), std::move(value)});
    } else {
      frame.container.as_array()->push_back(std::move(value));
    }
    return true;
  }

  std::vector<Frame> open_;
  Value root_;
  std::optional<Error> error_;
  bool is_spelled_ = false;
};

bool run(std::string_view text, Builder& builder) {
  // The library would take a NUL for the end of the document.
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    builder.set_malformed(nul + 1, "a NUL");
    return false;
  }
  if (text.find(kNan) == std::string_view::npos && text.find(kInfinity) == std::string_view::npos) {
    return nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
  }
  const std::string spelled = spell_bare_numbers(text);
  builder.set_spelled();
  return nlohmann::json::sax_parse(spelled.begin(), spelled.end(), &builder);
}

}  // namespace

Result<Value> parse(std::string_view text) {
  Builder builder;
  const bool parsed = run(text, builder);
  return std::move(builder).result(parsed);
}

namespace {

constexpr std::string_view kTag = "\"\\u0000";

void write_double(double value, Style style, std::string& out) {
  if (std::isfinite(value)) {
    char digits[32];
    const int size = std::snprintf(digits, sizeof digits, "%.17g", value);
    const std::string_view text(digits, static_cast<std::size_t>(size));
    out.append(text);
    // Else it would be read as an integer, and -0 has none.
    if (text.find_first_of(".e") == std::string_view::npos) out.append(".0");
    return;
  }
  const std::string_view name = std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
  if (style == Style::kPython) {
    out.append(name);
    return;
  }
  out.append(kTag).append("n").append(name).append("\"");
}

template <typename Integer>
void write_integer(Integer value, Style style, std::string& out) {
  constexpr std::int64_t kExact = std::int64_t{1} << 53;
  const bool is_exact =
      std::cmp_less_equal(value, kExact) && std::cmp_greater_equal(value, -kExact);
  if (style == Style::kPython || is_exact) {
    out.append(std::to_string(value));
    return;
  }
  write_big_integer(std::to_string(value), out);
}

void write_array(const Array& array, Style style, std::string& out) {
  out.push_back('[');
  for (std::size_t i = 0; i < array.size(); ++i) {
    if (i > 0) out.push_back(',');
    write(array[i], style, out);
  }
  out.push_back(']');
}

void write_object(const Object& object, Style style, std::string& out) {
  out.push_back('{');
  for (std::size_t i = 0; i < object.size(); ++i) {
    if (i > 0) out.push_back(',');
    write_string(object[i].name, Style::kPython, out);
    out.push_back(':');
    write(object[i].value, style, out);
  }
  out.push_back('}');
}

}  // namespace

void write_string(std::string_view text, Style style, std::string& out) {
  constexpr char kHex[] = "0123456789abcdef";
  if (style == Style::kTagged && !text.empty() && text.front() == '\0') {
    out.append(kTag).append("s");
  } else {
    out.push_back('"');
  }
  for (char letter : text) {
    const auto code = static_cast<std::uint8_t>(letter);
    if (letter == '"' || letter == '\\') {
      out.push_back('\\');
      out.push_back(letter);
    } else if (code < 0x20) {
      out.append("\\u00");
      out.push_back(kHex[code >> 4]);
      out.push_back(kHex[code & 15]);
    } else {
      out.push_back(letter);
    }
  }
  out.push_back('"');
}

void write_bytes(Bytes bytes, std::string& out) {
  out.append(kTag).append("b").append(encode_base64(bytes)).append("\"");
}

void write_big_integer(std::string_view digits, std::string& out) {
  out.append(kTag).append("i").append(digits).append("\"");
}

void write(const Value& value, Style style, std::string& out) {
  if (value.is_null()) {
    out.append("null");
  } else if (const bool* boolean = value.as_bool()) {
    out.append(*boolean ? "true" : "false");
  } else if (const std::int64_t* integer = value.as_int()) {
    write_integer(*integer, style, out);
  } else if (const std::uint64_t* big = value.as_big()) {
    write_integer(*big, style, out);
  } else if (const double* number = value.as_double()) {
    write_double(*number, style, out);
  } else if (const std::string* text = value.as_string()) {
    write_string(*text, style, out);
  } else if (const Array* array = value.as_array()) {
    write_array(*array, style, out);
  } else if (const Object* object = value.as_object()) {
    write_object(*object, style, out);
  }
}

std::string to_text(const Value& value, Style style) {
  std::string out;
  write(value, style, out);
  return out;
}

}  // namespace chunkatlas::json
