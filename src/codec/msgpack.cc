// msgpack2, and its predecessor msgpack: elements as one MessagePack array.
//
//   msgpack2   [elements..., dtype, shape]     elements of an n-dimensional shape are nested arrays
//   msgpack    [elements..., dtype]            the shape is what the nested arrays show
//
// Elements are nil, booleans, numbers, texts, bytes, arrays, and maps by text or bytes; extension
// types are kUnsupported. Values are not built: arrays are taken apart where they lie, and elements
// written as text. Configuration: of msgpack2 `raw`, texts are bytes; of msgpack `encoding` of the
// texts, as for json2. Sources: the MessagePack specification; numcodecs, msgpacks.py.
#include <bit>
#include <optional>

#include "base/checked.h"
#include "base/utf8.h"
#include "codec/decode_error.h"
#include "codec/decoders.h"
#include "codec/text_encoding.h"

namespace chunkatlas {
namespace {

enum class Kind { kNil, kBool, kInt, kUInt, kFloat, kText, kBytes, kArray, kMap };

// One value without its members, of which `members` follow (a map's are twice its size).
struct Head {
  Kind kind = Kind::kNil;
  std::uint64_t bits = 0;  // of a number
  Bytes payload;           // of a text or bytes
  std::uint64_t members = 0;
};

// Reads values one after another.
class Reader {
 public:
  Reader(std::string_view codec, Bytes in) : codec_(codec), in_(in) {}

  [[nodiscard]] Bytes rest() const { return in_; }

  Result<Head> head() {
    if (in_.empty()) return cut_short();
    const std::uint8_t code = in_[0];
    in_ = in_.subspan(1);
    if (code < 0x80) return Head{Kind::kInt, code, {}, 0};
    if (code >= 0xE0) return Head{Kind::kInt, sign_extended(code, 1), {}, 0};
    if (code < 0x90) return container(Kind::kMap, code & 15);
    if (code < 0xA0) return container(Kind::kArray, code & 15);
    if (code < 0xC0) return payload(Kind::kText, code & 31);
    return long_head(code);
  }

  // The bytes of the next value, members included.
  Result<Bytes> value() {
    const Bytes start = in_;
    for (std::uint64_t left = 1; left > 0; --left) {
      const Head next = TRY(head());
      left += next.members;
      if (left > in_.size() + 1) return cut_short();
    }
    return start.first(start.size() - in_.size());
  }

 private:
  Result<Head> long_head(std::uint8_t code) {
    switch (code) {
      case 0xC0:
        return Head{};
      case 0xC2:
      case 0xC3:
        return Head{Kind::kBool, code & 1u, {}, 0};
      case 0xC4:
      case 0xC5:
      case 0xC6:
        return payload(Kind::kBytes, TRY(number(std::size_t{1} << (code - 0xC4))));
      case 0xCA:
        return Head{Kind::kFloat, widened(TRY(number(4))), {}, 0};
      case 0xCB:
        return Head{Kind::kFloat, TRY(number(8)), {}, 0};
      case 0xCC:
      case 0xCD:
      case 0xCE:
      case 0xCF:
        return Head{Kind::kUInt, TRY(number(std::size_t{1} << (code - 0xCC))), {}, 0};
      case 0xD0:
      case 0xD1:
      case 0xD2:
      case 0xD3: {
        const std::size_t size = std::size_t{1} << (code - 0xD0);
        return Head{Kind::kInt, sign_extended(TRY(number(size)), size), {}, 0};
      }
      case 0xD9:
      case 0xDA:
      case 0xDB:
        return payload(Kind::kText, TRY(number(std::size_t{1} << (code - 0xD9))));
      case 0xDC:
      case 0xDD:
        return container(Kind::kArray, TRY(number(code == 0xDC ? 2 : 4)));
      case 0xDE:
      case 0xDF:
        return container(Kind::kMap, TRY(number(code == 0xDE ? 2 : 4)));
      case 0xC1:
        return decode_failed(codec_, "a byte 0xc1, which begins no value");
      default:
        return Error(Code::kUnsupported, std::string(codec_) + ": a value of an extension type");
    }
  }

  // Unsigned, big-endian.
  Result<std::uint64_t> number(std::size_t size) {
    if (in_.size() < size) return cut_short();
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < size; ++i) bits = bits << 8 | in_[i];
    in_ = in_.subspan(size);
    return bits;
  }

  Result<Head> payload(Kind kind, std::uint64_t size) {
    if (in_.size() < size) return cut_short();
    const Bytes bytes = in_.first(static_cast<std::size_t>(size));
    in_ = in_.subspan(bytes.size());
    return Head{kind, 0, bytes, 0};
  }

  Result<Head> container(Kind kind, std::uint64_t size) {
    const std::uint64_t members = kind == Kind::kMap ? 2 * size : size;
    if (members > in_.size()) return cut_short();  // each has a byte at least
    return Head{kind, 0, {}, members};
  }

  static std::uint64_t sign_extended(std::uint64_t bits, std::size_t size) {
    const auto unused = static_cast<int>(64 - 8 * size);
    return static_cast<std::uint64_t>(static_cast<std::int64_t>(bits << unused) >> unused);
  }
  static std::uint64_t widened(std::uint64_t bits) {
    const double wide = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
    return std::bit_cast<std::uint64_t>(wide);
  }

  Error cut_short() const { return decode_failed(codec_, "cut short"); }

  std::string_view codec_;
  Bytes in_;
};

// Writes values as tagged JSON.
class Writer {
 public:
  Writer(std::string_view codec, bool is_raw) : codec_(codec), is_raw_(is_raw) {}

  Result<void> write(Bytes value, std::string& out) const {
    Reader reader(codec_, value);
    return write_next(reader, 0, out);
  }

 private:
  Result<void> write_next(Reader& reader, int depth, std::string& out) const {
    const Head head = TRY(reader.head());
    switch (head.kind) {
      case Kind::kArray:
      case Kind::kMap:
        return write_members(head, reader, depth + 1, out);
      case Kind::kText:
        if (!is_raw_) {
          if (!is_utf8(head.payload)) return decode_failed(codec_, "a text that is not UTF-8");
          json::write_string(as_text(head.payload), json::Style::kTagged, out);
          return {};
        }
        [[fallthrough]];
      case Kind::kBytes:
        json::write_bytes(head.payload, out);
        return {};
      default:
        json::write(scalar(head), json::Style::kTagged, out);
        return {};
    }
  }

  static json::Value scalar(const Head& head) {
    switch (head.kind) {
      case Kind::kBool:
        return json::Value(head.bits != 0);
      case Kind::kInt:
        return json::Value(static_cast<std::int64_t>(head.bits));
      case Kind::kUInt:
        return json::Value(head.bits);
      case Kind::kFloat:
        return json::Value(std::bit_cast<double>(head.bits));
      default:
        return {};
    }
  }

  Result<void> write_members(const Head& head, Reader& reader, int depth, std::string& out) const {
    if (depth > json::kMaxDepth) {
      return Error(Code::kLimitExceeded, std::string(codec_) + ": values nested deeper than " +
                                             std::to_string(json::kMaxDepth) + " levels");
    }
    const bool is_map = head.kind == Kind::kMap;
    out.push_back(is_map ? '{' : '[');
    for (std::uint64_t i = 0; i < head.members; ++i) {
      const bool is_key = is_map && i % 2 == 0;
      if (i > 0) out.push_back(is_map && !is_key ? ':' : ',');
      if (is_key) {
        TRY(write_key(reader, out));
      } else {
        TRY(write_next(reader, depth, out));
      }
    }
    out.push_back(is_map ? '}' : ']');
    return {};
  }

  // Bytes as keys are what `raw` makes of texts.
  Result<void> write_key(Reader& reader, std::string& out) const {
    const Head key = TRY(reader.head());
    const bool is_text = key.kind == Kind::kText || key.kind == Kind::kBytes;
    if (!is_text || !is_utf8(key.payload)) {
      return Error(Code::kUnsupported, std::string(codec_) + ": a map whose keys are no texts");
    }
    json::write_string(as_text(key.payload), json::Style::kPython, out);
    return {};
  }

  std::string_view codec_;
  bool is_raw_;
};

// Each axis goes over the whole chunk again.
constexpr std::size_t kMaxRank = 32;

using Level = std::vector<Bytes>;

// The members of all arrays of a level; nullopt where a value of the level is no array of `length`.
// Whole values were read before, so that nothing else can fail.
std::optional<Level> descend(std::string_view codec, const Level& level, std::uint64_t length) {
  Level next;
  for (Bytes value : level) {
    Reader reader(codec, value);
    const Result<Head> head = reader.head();
    if (!head.ok() || head.value().kind != Kind::kArray || head.value().members != length) {
      return std::nullopt;
    }
    for (std::uint64_t i = 0; i < length; ++i) next.push_back(reader.value().value());
  }
  return next;
}

// The members of the array that `in` is: `trailing` of them after at most `count` elements.
Result<Level> read_members(std::string_view codec, Bytes in, std::size_t trailing,
                           std::size_t count) {
  Reader reader(codec, in);
  const Head head = TRY(reader.head());
  if (head.kind != Kind::kArray || head.members < trailing) {
    return decode_failed(codec, "no array of elements");
  }
  if (head.members - trailing > count) return decode_failed(codec, "more elements than the chunk");
  Level members;
  for (std::uint64_t i = 0; i < head.members; ++i) members.push_back(TRY(reader.value()));
  if (!reader.rest().empty()) return decode_failed(codec, "data after the array");
  return members;
}

Result<void> write_level(const Writer& writer, const Level& level, ObjectValues& out) {
  out.reserve(out.size() + level.size());
  for (Bytes value : level) TRY(writer.write(value, out.emplace_back()));
  return {};
}

class Msgpack2Decoder : public ObjectDecoder {
 public:
  explicit Msgpack2Decoder(bool is_raw) : writer_(kName, is_raw) {}

  bool is_memory_order() const override { return false; }
  Result<void> decode(Bytes in, std::size_t count, ObjectValues& out) const override {
    Level level = TRY(read_members(kName, in, 2, count));
    const std::vector<std::uint64_t> shape = TRY(read_shape(level.back(), count));
    level.resize(level.size() - 2);
    if (level.size() != (shape.empty() ? 1 : shape.front())) return unlike_shape();
    for (std::size_t axis = 1; axis < shape.size(); ++axis) {
      auto next = descend(kName, level, shape[axis]);
      if (!next) return unlike_shape();
      level = *std::move(next);
    }
    return write_level(writer_, level, out);
  }

 private:
  static constexpr std::string_view kName = "msgpack2";

  static Error unlike_shape() { return decode_failed(kName, "elements unlike the shape"); }

  static Result<std::vector<std::uint64_t>> read_shape(Bytes value, std::size_t count) {
    Reader reader(kName, value);
    const Head head = TRY(reader.head());
    if (head.kind != Kind::kArray || head.members > kMaxRank) {
      return decode_failed(kName, "no shape at the end");
    }
    std::vector<std::uint64_t> shape;
    for (std::uint64_t i = 0; i < head.members; ++i) {
      const Head length = TRY(reader.head());
      const bool is_integer = length.kind == Kind::kInt || length.kind == Kind::kUInt;
      if (!is_integer || length.bits > kMaxOffset) {
        return decode_failed(kName, "a shape that is none");
      }
      shape.push_back(length.bits);
    }
    if (checked_product(shape) != count) {
      return decode_failed(kName, "a shape of another number of elements than the chunk has");
    }
    return shape;
  }

  Writer writer_;
};

class MsgpackDecoder : public ObjectDecoder {
 public:
  bool is_memory_order() const override { return false; }
  Result<void> decode(Bytes in, std::size_t count, ObjectValues& out) const override {
    Level level = TRY(read_members(kName, in, 1, count));
    level.pop_back();
    for (std::size_t axis = 1; axis < kMaxRank && level.size() < count; ++axis) {
      if (level.empty()) break;
      const Result<Head> first = Reader(kName, level.front()).head();
      auto next = descend(kName, level, first.ok() ? first.value().members : 0);
      if (!next) break;
      level = *std::move(next);
    }
    if (level.size() != count) {
      return decode_failed(kName, "another number of elements than the chunk has");
    }
    return write_level(Writer(kName, false), level, out);
  }

 private:
  static constexpr std::string_view kName = "msgpack";
};

}  // namespace

MadeObjectDecoder make_msgpack2(const json::Value& config, const DType&) {
  const json::Value* raw = config.find("raw");
  if (raw != nullptr && raw->as_bool() == nullptr) {
    return Error(Code::kInvalidMetadata, "msgpack2: raw is neither true nor false");
  }
  return object_decoder<Msgpack2Decoder>(raw != nullptr && *raw->as_bool());
}

MadeObjectDecoder make_msgpack(const json::Value& config, const DType&) {
  TRY(check_text_encoding("msgpack", config));
  return object_decoder<MsgpackDecoder>();
}

}  // namespace chunkatlas
