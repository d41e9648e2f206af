#include "refs/map_scanner.h"

#include <cstring>

namespace chunkatlas {
namespace {

constexpr std::string_view kRefs = "refs";

// More digits may not fit in 64 bits; base/json decides about those.
constexpr std::size_t kMaxDigits = 18;

bool is_space(char letter) {
  return letter == ' ' || letter == '\n' || letter == '\t' || letter == '\r';
}
bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

// The first letter from `at` on that is no plain part of a string: a quote, a backslash, a control
// letter or one outside of ASCII, whose UTF-8 has to be checked. Eight letters at a time.
const char* end_of_plain(const char* at, const char* end) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kHigh = 0x8080808080808080;
  while (end - at >= 8) {
    std::uint64_t letters;
    std::memcpy(&letters, at, sizeof(letters));
    const std::uint64_t quote = letters ^ (kOnes * '"');
    const std::uint64_t backslash = letters ^ (kOnes * '\\');
    const std::uint64_t special = ((quote - kOnes) & ~quote) | ((backslash - kOnes) & ~backslash) |
                                  ((letters - kOnes * 0x20) & ~letters) | letters;
    if ((special & kHigh) != 0) break;
    at += 8;
  }
  while (at < end && *at != '"' && *at != '\\' && static_cast<unsigned char>(*at) >= 0x20 &&
         static_cast<unsigned char>(*at) < 0x80) {
    ++at;
  }
  return at;
}

// What an escape of one letter stands for; 0: it is another.
char meaning(char letter) {
  switch (letter) {
    case '"':
    case '\\':
    case '/':
      return letter;
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    default:
      return 0;
  }
}

// Walks over the text of one member. Where it meets something that it does not know, or the end of
// the text, it stops for good; which of the two shows in is_cut().
class Cursor {
 public:
  Cursor(const char* at, const char* end) : at_(at), end_(end) {}

  [[nodiscard]] const char* at() const { return at_; }
  [[nodiscard]] bool is_cut() const { return is_cut_; }

  void space() {
    while (at_ < end_ && is_space(*at_)) ++at_;
  }
  // The next letter that is no space; 0 at the end of the text.
  char peek() {
    space();
    if (at_ < end_) return *at_;
    is_cut_ = true;
    return 0;
  }
  bool letter(char wanted) {
    if (peek() != wanted) return false;
    ++at_;
    return true;
  }
  // A string without escapes.
  bool string(std::string_view& text) {
    if (!letter('"')) return false;
    const char* stop = end_of_plain(at_, end_);
    if (stop == end_) is_cut_ = true;
    if (stop == end_ || *stop != '"') return false;
    text = {at_, static_cast<std::size_t>(stop - at_)};
    at_ = stop + 1;
    return true;
  }
  // A string with escapes of one letter, as JSON within JSON has them; `unescaped` holds it then.
  bool string(std::string_view& text, std::string& unescaped) {
    if (!letter('"')) return false;
    const char* stop = end_of_plain(at_, end_);
    if (stop != end_ && *stop == '"') {
      text = {at_, static_cast<std::size_t>(stop - at_)};
      at_ = stop + 1;
      return true;
    }
    unescaped.clear();
    while (end_ - stop > 1 && *stop == '\\') {
      const char meant = meaning(stop[1]);
      if (meant == 0) return false;
      unescaped.append(at_, stop).push_back(meant);
      at_ = stop + 2;
      stop = end_of_plain(at_, end_);
    }
    if (end_ - stop <= 1) is_cut_ = true;
    if (stop == end_ || *stop != '"') return false;
    text = unescaped.append(at_, stop);
    at_ = stop + 1;
    return true;
  }
  // A whole number without sign, fraction and exponent.
  bool number(std::uint64_t& value) {
    if (!is_digit(peek())) return false;
    const char* start = at_;
    value = 0;
    while (at_ < end_ && is_digit(*at_)) value = value * 10 + static_cast<unsigned>(*at_++ - '0');
    if (at_ == end_) is_cut_ = true;
    const auto digits = static_cast<std::size_t>(at_ - start);
    if (at_ == end_ || digits > kMaxDigits || (digits > 1 && *start == '0')) return false;
    return *at_ == ',' || *at_ == ']' || is_space(*at_);
  }

 private:
  const char* at_;
  const char* end_;
  bool is_cut_ = false;
};

}  // namespace

Error MapScanner::broken(std::size_t at, std::string_view what) const {
  return Error(Code::kInvalidJson, std::string(what) + " at byte " + std::to_string(base_ + at));
}

void MapScanner::drop_read() {
  base_ += at_;
  buffer_.erase(0, at_);
  at_ = 0;
}

Result<void> MapScanner::feed(std::string_view part) {
  drop_read();
  buffer_.append(part);
  while (TRY(step())) {
  }
  return {};
}

Result<void> MapScanner::finish() {
  is_last_ = true;
  while (TRY(step())) {
  }
  if (state_ == State::kEnd && at_ == buffer_.size()) return {};
  if (state_ == State::kStart && !skip_space()) return broken(at_, "a JSON object was expected");
  return broken(buffer_.size(), "the JSON text ends");
}

bool MapScanner::skip_space() {
  while (at_ < buffer_.size() && is_space(buffer_[at_])) ++at_;
  return at_ < buffer_.size();
}

Result<bool> MapScanner::step() {
  switch (state_) {
    case State::kStart:
      if (!skip_space()) return false;
      if (buffer_[at_] != '{') return broken(at_, "a JSON object was expected");
      ++at_;
      state_ = State::kFirst;
      return true;
    case State::kFirst:
      if (!skip_space()) return false;
      state_ = buffer_[at_] == '}' ? State::kAfter : State::kMember;
      return true;
    case State::kMember:
      return begin_member();
    case State::kAfter:
      return after_member();
    case State::kEnd:
      break;
  }
  if (skip_space()) return broken(at_, "more than one JSON value");
  return false;
}

Result<bool> MapScanner::after_member() {
  if (!skip_space()) return false;
  const char letter = buffer_[at_];
  if (letter != ',' && letter != '}') return broken(at_, "neither \",\" nor \"}\"");
  ++at_;
  if (letter == ',') {
    state_ = State::kMember;
  } else {
    state_ = in_refs_ ? State::kAfter : State::kEnd;
    in_refs_ = false;
  }
  return true;
}

Result<bool> MapScanner::begin_member() {
  if (!skip_space()) return false;
  if (looked_ == 0) {
    if (buffer_[at_] != '"') return broken(at_, "no name of a member");
    bool is_done = false;
    if (!in_refs_ && (!TRY(enter_refs(is_done)) || is_done)) return is_done;
    if (!TRY(quick_members(is_done)) || is_done) return is_done;
  }
  return whole_member();
}

// Answers false where more text has to come to tell.
Result<bool> MapScanner::enter_refs(bool& entered) {
  Cursor cursor(buffer_.data() + at_, buffer_.data() + buffer_.size());
  std::string_view name;
  const bool is_named = cursor.string(name) && name == kRefs && cursor.letter(':');
  if (is_named && cursor.peek() == '{') {
    at_ = static_cast<std::size_t>(cursor.at() - buffer_.data()) + 1;
    in_refs_ = true;
    state_ = State::kFirst;
    entered = true;
    TRY(sink_.refs());
    return true;
  }
  // Names are short; one that is not is no "refs"
  constexpr std::size_t kLongName = 64;
  const bool may_be_refs = name.empty() ? buffer_.size() - at_ < kLongName : name == kRefs;
  return !cursor.is_cut() || is_last_ || !may_be_refs;
}

// Takes members of the common forms, as many as follow each other.
Result<bool> MapScanner::quick_members(bool& taken) {
  const char* const end = buffer_.data() + buffer_.size();
  const char* done = buffer_.data() + at_;  // behind the last member that was taken
  Cursor cursor(done, end);
  do {
    std::string_view name;
    if (!cursor.string(name) || !cursor.letter(':')) break;
    std::string_view text;
    if (cursor.peek() == '"') {
      if (!cursor.string(text, unescaped_)) break;
      TRY(sink_.text(in_refs_, name, text));
    } else {
      std::uint64_t offset = 0;
      std::uint64_t length = 0;
      const bool is_range = cursor.letter('[') && cursor.string(text) && cursor.letter(',') &&
                            cursor.number(offset) && cursor.letter(',') && cursor.number(length) &&
                            cursor.letter(']');
      if (!is_range) break;
      TRY(sink_.range(in_refs_, name, text, offset, length));
    }
    done = cursor.at();
    taken = true;
  } while (in_refs_ && cursor.letter(',') && cursor.peek() == '"');
  at_ = static_cast<std::size_t>(done - buffer_.data());
  if (taken) state_ = State::kAfter;
  return true;
}

// Any member: its end is looked for, wherever the text was cut, and base/json reads it.
Result<bool> MapScanner::whole_member() {
  const std::string_view text = std::string_view(buffer_).substr(at_);
  bool is_found = false;
  for (; looked_ < text.size() && !is_found; ++looked_) {
    const char letter = text[looked_];
    if (is_escaped_) {
      is_escaped_ = false;
    } else if (in_string_) {
      if (letter == '\\') is_escaped_ = true;
      if (letter == '"') in_string_ = false;
    } else if (letter == '"') {
      in_string_ = true;
    } else if (letter == '{' || letter == '[') {
      ++depth_;
    } else if (depth_ == 0 && (letter == ',' || letter == '}')) {
      is_found = true;
      --looked_;
    } else if (letter == '}' || letter == ']') {
      if (--depth_ < 0) return broken(at_ + looked_, "a bracket that closes nothing");
    }
  }
  if (!is_found && !is_last_) return false;
  std::string document = "{";
  document.append(text.substr(0, looked_)).append("}");
  Result<json::Value> parsed = json::parse(document);
  if (!parsed.ok()) {
    Error error = std::move(parsed).error();
    error.message += ", in the member at byte " + std::to_string(base_ + at_);
    return error;
  }
  json::Object& members = *parsed.value().as_object();
  if (members.size() != 1) return broken(at_, "no member");
  TRY(sink_.value(in_refs_, members[0].name, std::move(members[0].value)));
  at_ += looked_;
  looked_ = 0;
  depth_ = 0;
  state_ = State::kAfter;
  return true;
}

}  // namespace chunkatlas
