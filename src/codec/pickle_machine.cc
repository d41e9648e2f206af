#include "codec/pickle_machine.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstdlib>

#include "base/utf8.h"
#include "codec/decode_error.h"
#include "codec/pickle_integer.h"
#include "codec/pickle_numpy.h"

namespace chunkatlas::pickle {
namespace {

constexpr std::size_t kMaxValues = std::size_t{1} << 23;
constexpr std::size_t kMaxMarks = 1024;  // lists within lists leave one each
constexpr std::uint64_t kMaxProtocol = 5;
constexpr Id kUnset = ~Id{0};

Error malformed(std::string_view what) { return decode_failed("pickle", what); }
Error unsupported(std::string_view what) {
  return Error(Code::kUnsupported, std::string("pickle: ").append(what));
}

class Machine {
 public:
  explicit Machine(Bytes in);

  Result<Graph> run() {
    while (true) {
      const auto opcode = static_cast<std::uint8_t>(TRY(number(1)));
      if (opcode == '.') break;
      TRY(step(opcode));
    }
    graph_.root = TRY(pop());
    if (!in_.empty()) return malformed("data after its end");
    return std::move(graph_);
  }

 private:
  using Step = Result<void> (Machine::*)();
  struct Opcode {
    std::uint8_t code;
    Step step;
  };
  struct Refused {
    std::uint8_t code;
    std::string_view what;
  };

  Result<void> step(std::uint8_t code);

  // Input.
  Result<Bytes> take(std::uint64_t size) {
    if (size > in_.size()) return malformed("cut short");
    const Bytes bytes = in_.first(static_cast<std::size_t>(size));
    in_ = in_.subspan(bytes.size());
    return bytes;
  }
  // Unsigned, little-endian.
  Result<std::uint64_t> number(std::size_t size) {
    const Bytes bytes = TRY(take(size));
    std::uint64_t value = 0;
    for (std::size_t i = size; i-- > 0;) value = value << 8 | bytes[i];
    return value;
  }
  Result<std::string_view> line() {
    const std::size_t end = as_text(in_).find('\n');
    if (end == std::string_view::npos) return malformed("cut short");
    const std::string_view text = as_text(TRY(take(end + 1)));
    return text.substr(0, end);
  }

  // Values and the stack.
  Result<Id> add(Value value) {
    if (graph_.values.size() >= kMaxValues) {
      return Error(Code::kLimitExceeded,
                   "pickle: more than " + std::to_string(kMaxValues) + " values");
    }
    // What is decoded is about as long as it was; more comes from one text decoded many times.
    if (graph_.text_bytes > 4 * input_bytes_) {
      return Error(Code::kLimitExceeded, "pickle: texts of more bytes than it has itself");
    }
    graph_.values.push_back(std::move(value));
    return static_cast<Id>(graph_.values.size() - 1);
  }
  Result<void> push(Value value) {
    stack_.push_back(TRY(add(std::move(value))));
    return {};
  }
  Result<void> push_id(Id id) {
    stack_.push_back(id);
    return {};
  }
  [[nodiscard]] std::size_t floor() const { return marks_.empty() ? 0 : marks_.back(); }
  Result<Id> pop() {
    if (stack_.size() <= floor()) return malformed("an opcode without its operand");
    const Id id = stack_.back();
    stack_.pop_back();
    return id;
  }
  Result<Id> top() {
    if (stack_.size() <= floor()) return malformed("an opcode without its operand");
    return stack_.back();
  }
  Result<std::vector<Id>> pop_marked() {
    if (marks_.empty()) return malformed("an opcode without its mark");
    const auto begin = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
    std::vector<Id> items(begin, stack_.end());
    stack_.erase(begin, stack_.end());
    marks_.pop_back();
    return items;
  }
  template <typename T>
  Result<T*> top_as() {
    T* value = graph_.as<T>(TRY(top()));
    if (value == nullptr) return malformed("an opcode for a value of another type");
    return value;
  }

  // Constants and numbers.
  Result<void> none() { return push_id(kNone); }
  Result<void> new_true() { return push_id(kTrue); }
  Result<void> new_false() { return push_id(kFalse); }
  template <std::size_t kSize>
  Result<void> small_integer() {
    return push(static_cast<std::int64_t>(TRY(number(kSize))));
  }
  Result<void> signed_integer() {
    return push(std::int64_t{static_cast<std::int32_t>(TRY(number(4)))});
  }
  Result<void> push_integer(const Integer& integer) {
    if (integer.value) return push(*integer.value);
    return push(BigInt{graph_.keep(integer.digits)});
  }
  // "00" and "01" were the booleans of protocols 0 and 1.
  Result<void> integer_line() {
    const std::string_view text = TRY(line());
    if (text == "00") return new_false();
    if (text == "01") return new_true();
    return push_integer(TRY(integer_from_text(text)));
  }
  Result<void> long_line() {
    std::string_view text = TRY(line());
    if (!text.empty() && text.back() == 'L') text.remove_suffix(1);
    return push_integer(TRY(integer_from_text(text)));
  }
  template <std::size_t kSize>
  Result<void> long_bytes() {
    return push_integer(TRY(integer_from_bytes(TRY(take(TRY(number(kSize)))))));
  }
  Result<void> big_endian_float() {
    return push(std::bit_cast<double>(__builtin_bswap64(TRY(number(8)))));
  }
  Result<void> float_line() {
    const std::string text(TRY(line()));
    const bool is_word = text == "nan" || text == "inf" || text == "-inf";
    const bool is_number =
        !text.empty() && text.find_first_not_of("0123456789+-.e") == std::string::npos;
    if (!is_word && !is_number) return malformed("a line that is no number");
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (end != text.c_str() + text.size()) return malformed("a line that is no number");
    return push(value);
  }

  // Texts and bytes.
  Result<void> push_text(std::string_view text) {
    if (!is_utf8(as_bytes(text))) return malformed("a text that is not UTF-8");
    return push(Text{text});
  }
  template <std::size_t kSize>
  Result<void> text() {
    return push_text(as_text(TRY(take(TRY(number(kSize))))));
  }
  template <std::size_t kSize>
  Result<void> bytes() {
    return push(ByteString{TRY(take(TRY(number(kSize))))});
  }
  // Texts of Python 2, which were bytes: Python 3 takes them for ASCII.
  template <std::size_t kSize>
  Result<void> ascii() {
    const Bytes text = TRY(take(TRY(number(kSize))));
    const bool is_ascii =
        std::all_of(text.begin(), text.end(), [](auto byte) { return byte < 128; });
    if (!is_ascii) return unsupported("a text of Python 2 that is not ASCII");
    return push(Text{as_text(text)});
  }
  // Latin-1 in which \u and \U are escapes, and nothing else is.
  Result<void> escaped_line() {
    std::string_view left = TRY(line());
    std::string text;
    while (!left.empty()) {
      const auto letter = static_cast<std::uint8_t>(left[0]);
      const char escape = letter == '\\' && left.size() > 1 ? left[1] : '\0';
      if (escape == 'u' || escape == 'U') {
        TRY(escaped_letter(left, escape == 'u' ? 4 : 8, text));
        continue;
      }
      const std::size_t plain = escape == '\0' ? 1 : 2;  // a backslash before a letter, and both
      for (char each : left.substr(0, plain)) {
        (void)append_utf8(static_cast<std::uint8_t>(each), text);
      }
      left.remove_prefix(plain);
    }
    return push(Text{graph_.keep(std::move(text))});
  }
  static Result<void> escaped_letter(std::string_view& left, std::size_t digits,
                                     std::string& text) {
    std::uint32_t letter = 0;
    const std::string_view hex = left.substr(2, digits);
    const auto [end, status] = std::from_chars(hex.data(), hex.data() + hex.size(), letter, 16);
    if (hex.size() < digits || status != std::errc() || end != hex.data() + digits ||
        !append_utf8(letter, text)) {
      return malformed("a text with an escape that is no letter");
    }
    left.remove_prefix(2 + digits);
    return {};
  }

  // Containers.
  Result<void> mark() {
    if (marks_.size() >= kMaxMarks) {
      return Error(Code::kLimitExceeded,
                   "pickle: more than " + std::to_string(kMaxMarks) + " open marks");
    }
    marks_.push_back(stack_.size());
    return {};
  }
  Result<void> pop_one() {
    if (stack_.size() > floor()) {
      stack_.pop_back();
      return {};
    }
    return pop_to_mark();
  }
  Result<void> pop_to_mark() {
    TRY(pop_marked());
    return {};
  }
  Result<void> duplicate() { return push_id(TRY(top())); }
  Result<void> empty_list() { return push(List{}); }
  Result<void> empty_dict() { return push(Dict{}); }
  Result<void> empty_tuple() { return push_id(kEmptyTuple); }
  Result<void> marked_list() { return push(List{TRY(pop_marked())}); }
  Result<void> marked_tuple() { return push(Tuple{TRY(pop_marked())}); }
  Result<void> marked_dict() {
    std::vector<Id> items = TRY(pop_marked());
    if (items.size() % 2 != 0) return malformed("a dict of an odd number of values");
    return push(Dict{std::move(items)});
  }
  template <std::size_t kSize>
  Result<void> short_tuple() {
    std::vector<Id> items(kSize);
    for (std::size_t i = kSize; i-- > 0;) items[i] = TRY(pop());
    return push(Tuple{std::move(items)});
  }
  Result<void> append() {
    const Id item = TRY(pop());
    List* list = TRY(top_as<List>());
    list->items.push_back(item);
    return {};
  }
  Result<void> append_marked() {
    const std::vector<Id> items = TRY(pop_marked());
    List* list = TRY(top_as<List>());
    list->items.insert(list->items.end(), items.begin(), items.end());
    return {};
  }
  Result<void> set_item() {
    const Id value = TRY(pop());
    const Id key = TRY(pop());
    Dict* dict = TRY(top_as<Dict>());
    dict->items.push_back(key);
    dict->items.push_back(value);
    return {};
  }
  Result<void> set_marked() {
    const std::vector<Id> items = TRY(pop_marked());
    if (items.size() % 2 != 0) return malformed("a dict of an odd number of values");
    Dict* dict = TRY(top_as<Dict>());
    dict->items.insert(dict->items.end(), items.begin(), items.end());
    return {};
  }

  // The memo. Picklers number its entries from 0, so that no number reaches the size of the input.
  Result<void> put(std::uint64_t index) {
    if (index >= input_bytes_) return malformed("a memo's number that is too large");
    const Id id = TRY(top());
    if (index >= memo_.size()) memo_.resize(static_cast<std::size_t>(index) + 1, kUnset);
    memo_[static_cast<std::size_t>(index)] = id;
    return {};
  }
  Result<void> get(std::uint64_t index) {
    const Id id = index < memo_.size() ? memo_[static_cast<std::size_t>(index)] : kUnset;
    if (id == kUnset) return malformed("a memo's number that was not set");
    return push_id(id);
  }
  Result<std::uint64_t> number_line() {
    const Integer integer = TRY(integer_from_text(TRY(line())));
    if (!integer.value || *integer.value < 0) return malformed("a memo's number");
    return static_cast<std::uint64_t>(*integer.value);
  }
  Result<void> put_line() { return put(TRY(number_line())); }
  Result<void> get_line() { return get(TRY(number_line())); }
  template <std::size_t kSize>
  Result<void> put_number() {
    return put(TRY(number(kSize)));
  }
  template <std::size_t kSize>
  Result<void> get_number() {
    return get(TRY(number(kSize)));
  }
  Result<void> memoize() { return put(memo_.size()); }

  // Calls.
  Result<void> global() {
    const std::string_view module = TRY(line());
    return push(TRY(find_global(module, TRY(line()))));
  }
  Result<void> stack_global() {
    const Text* name = TRY(top_as<Text>());
    TRY(pop());
    const Text* module = TRY(top_as<Text>());
    TRY(pop());
    return push(TRY(find_global(module->utf8, name->utf8)));
  }
  // The same as a global that is called at once; what is called so is a class.
  Result<void> instance() {
    const std::string_view module = TRY(line());
    TRY(find_global(module, TRY(line())));
    return unsupported("an object made by INST");
  }
  Result<void> reduce() {
    const Tuple* arguments = TRY(top_as<Tuple>());
    TRY(pop());
    return push(TRY(call(graph_, TRY(pop()), arguments->items)));
  }
  Result<void> build() {
    const Id state = TRY(pop());
    return set_state(graph_, TRY(top()), state);
  }

  // Framing.
  Result<void> protocol() {
    const std::uint64_t version = TRY(number(1));
    if (version <= kMaxProtocol) return {};
    return unsupported("protocol " + std::to_string(version));
  }
  Result<void> frame() {
    if (TRY(number(8)) > in_.size()) return malformed("cut short");
    return {};
  }

  static const Opcode kOpcodes[];
  static const Refused kRefused[];
  std::array<Step, 256> steps_ = {};  // by opcode

  Bytes in_;
  std::size_t input_bytes_;
  Graph graph_;
  std::vector<Id> stack_;
  std::vector<std::size_t> marks_;  // sizes of the stack
  std::vector<Id> memo_;            // kUnset where a number was left out
};

const Machine::Opcode Machine::kOpcodes[] = {
    {'N', &Machine::none},
    {0x88, &Machine::new_true},
    {0x89, &Machine::new_false},
    {'K', &Machine::small_integer<1>},
    {'M', &Machine::small_integer<2>},
    {'J', &Machine::signed_integer},
    {'I', &Machine::integer_line},
    {'L', &Machine::long_line},
    {0x8A, &Machine::long_bytes<1>},
    {0x8B, &Machine::long_bytes<4>},
    {'G', &Machine::big_endian_float},
    {'F', &Machine::float_line},
    {0x8C, &Machine::text<1>},
    {'X', &Machine::text<4>},
    {0x8D, &Machine::text<8>},
    {'V', &Machine::escaped_line},
    {'C', &Machine::bytes<1>},
    {'B', &Machine::bytes<4>},
    {0x8E, &Machine::bytes<8>},
    {0x96, &Machine::bytes<8>},  // a bytearray
    {'U', &Machine::ascii<1>},
    {'T', &Machine::ascii<4>},
    {'(', &Machine::mark},
    {'0', &Machine::pop_one},
    {'1', &Machine::pop_to_mark},
    {'2', &Machine::duplicate},
    {']', &Machine::empty_list},
    {'}', &Machine::empty_dict},
    {')', &Machine::empty_tuple},
    {'l', &Machine::marked_list},
    {'t', &Machine::marked_tuple},
    {'d', &Machine::marked_dict},
    {0x85, &Machine::short_tuple<1>},
    {0x86, &Machine::short_tuple<2>},
    {0x87, &Machine::short_tuple<3>},
    {'a', &Machine::append},
    {'e', &Machine::append_marked},
    {'s', &Machine::set_item},
    {'u', &Machine::set_marked},
    {'p', &Machine::put_line},
    {'q', &Machine::put_number<1>},
    {'r', &Machine::put_number<4>},
    {0x94, &Machine::memoize},
    {'g', &Machine::get_line},
    {'h', &Machine::get_number<1>},
    {'j', &Machine::get_number<4>},
    {'c', &Machine::global},
    {0x93, &Machine::stack_global},
    {'i', &Machine::instance},
    {'R', &Machine::reduce},
    {'b', &Machine::build},
    {0x80, &Machine::protocol},
    {0x95, &Machine::frame},
};

const Machine::Refused Machine::kRefused[] = {
    {'S', "a text of Python 2 in protocol 0"},
    {'P', "a persistent id"},
    {'Q', "a persistent id"},
    {'o', "an object made by OBJ"},
    {0x81, "an object made by NEWOBJ"},
    {0x92, "an object made by NEWOBJ_EX"},
    {0x82, "an object of the extension registry"},
    {0x83, "an object of the extension registry"},
    {0x84, "an object of the extension registry"},
    {0x8F, "a set"},
    {0x90, "a set"},
    {0x91, "a set"},
    {0x97, "a buffer from outside"},
    {0x98, "a buffer from outside"},
};

Machine::Machine(Bytes in) : in_(in), input_bytes_(in.size()) {
  for (const Opcode& opcode : kOpcodes) steps_[opcode.code] = opcode.step;
}

Result<void> Machine::step(std::uint8_t code) {
  if (steps_[code] != nullptr) return (this->*steps_[code])();
  for (const Refused& refused : kRefused) {
    if (refused.code == code) return unsupported(refused.what);
  }
  return malformed("an opcode that there is none of, " + std::to_string(code));
}

}  // namespace

Result<Graph> run(Bytes in) { return Machine(in).run(); }

}  // namespace chunkatlas::pickle
