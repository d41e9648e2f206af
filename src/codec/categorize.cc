// categorize: texts from a list, stored as their number in it. Number k is labels[k - 1]; 0 and any
// other number is the empty text.
// Configuration: `labels`, `dtype` of the decoded texts ("<U4", or "|O" for an array of objects)
// and `astype` of the numbers (default "u1"), an integer type. Labels longer than the type are cut.
// Source: numcodecs, categorize.py.
#include <algorithm>
#include <optional>

#include "base/utf8.h"
#include "codec/decode_error.h"
#include "codec/decoders.h"
#include "codec/numpy_dtype.h"

namespace chunkatlas {
namespace {

constexpr std::string_view kName = "categorize";

Error invalid(std::string what) {
  return Error(Code::kInvalidMetadata, "categorize: " + std::move(what));
}

// The stored numbers.
class Codes {
 public:
  Codes(const DType& dtype, std::size_t labels)
      : size_(dtype.itemsize), big_endian_(dtype.big_endian), largest_(labels) {
    const auto bits = static_cast<unsigned>(8 * size_);
    // Beyond it the bytes of a signed type are a negative number, which is no label's.
    const std::uint64_t positive = (std::uint64_t{1} << (bits - 1)) - 1;
    if (dtype.kind == DTypeKind::kInt) largest_ = std::min(largest_, positive);
  }

  [[nodiscard]] Result<std::size_t> count(Bytes in) const {
    if (in.size() % size_ != 0) return decode_failed(kName, "no whole number of codes");
    return in.size() / size_;
  }

  // Index of a label; nullopt: the empty text.
  [[nodiscard]] std::optional<std::size_t> label(Bytes in, std::size_t index) const {
    std::uint64_t code = 0;
    for (std::size_t i = 0; i < size_; ++i) {
      code = code << 8 | in[index * size_ + (big_endian_ ? i : size_ - 1 - i)];
    }
    if (code == 0 || code > largest_) return std::nullopt;
    return static_cast<std::size_t>(code - 1);
  }

 private:
  std::size_t size_;
  bool big_endian_;
  std::uint64_t largest_;
};

// Labels as tagged JSON.
class CategorizeObjectDecoder : public ObjectDecoder {
 public:
  CategorizeObjectDecoder(Codes codes, std::vector<std::string> labels)
      : codes_(codes), labels_(std::move(labels)) {}

  bool is_memory_order() const override { return true; }
  Result<void> decode(Bytes in, std::size_t count, ObjectValues& out) const override {
    if (TRY(codes_.count(in)) != count) {
      return decode_failed(kName, "another number of codes than the chunk has elements");
    }
    out.reserve(out.size() + count);
    std::size_t total = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const auto label = codes_.label(in, i);
      out.push_back(label ? labels_[*label] : "\"\"");
      total += out.back().size();
      if (total > kMaxObjectText) return too_much_text(kName);
    }
    return {};
  }

 private:
  Codes codes_;
  std::vector<std::string> labels_;
};

// Labels as elements of a fixed width.
class CategorizeDecoder : public BytesDecoder {
 public:
  CategorizeDecoder(Codes codes, std::vector<std::uint8_t> labels, std::size_t width)
      : codes_(codes), labels_(std::move(labels)), width_(width) {}

  Result<void> decode(Bytes in, SizeLimit limit, Buffer& out) const override {
    const std::size_t count = TRY(codes_.count(in));
    if (count > limit.max / width_) return decodes_to_more(kName, limit.max);
    TRY(out.resize(count * width_));
    for (std::size_t i = 0; i < count; ++i) {
      const auto label = codes_.label(in, i);
      std::uint8_t* to = out.data() + i * width_;
      if (label) {
        std::memcpy(to, labels_.data() + *label * width_, width_);
      } else {
        std::memset(to, 0, width_);
      }
    }
    return {};
  }

 private:
  Codes codes_;
  std::vector<std::uint8_t> labels_;
  std::size_t width_;
};

struct Setup {
  DType dtype;
  std::vector<std::string> labels;  // as text
  Codes codes;
};

Result<Setup> read_config(const json::Value& config) {
  const json::Value* labels = config.find("labels");
  const json::Array* list = labels == nullptr ? nullptr : labels->as_array();
  if (list == nullptr) return invalid("labels are no list");
  std::vector<std::string> texts;
  for (const json::Value& label : *list) {
    if (label.as_string() == nullptr) return invalid("a label that is no text");
    texts.push_back(*label.as_string());
  }
  const json::Value* dtype = config.find("dtype");
  if (dtype == nullptr) return invalid("no dtype");
  DType decoded = TRY(parse_numpy_dtype(*dtype));
  const json::Value* astype = config.find("astype");
  const DType stored =
      TRY(parse_numpy_dtype(astype == nullptr ? json::Value(std::string("|u1")) : *astype));
  if (stored.kind != DTypeKind::kInt && stored.kind != DTypeKind::kUInt) {
    return Error(Code::kUnsupported, "categorize: codes of type " + to_string(stored));
  }
  const Codes codes(stored, texts.size());
  return Setup{std::move(decoded), std::move(texts), codes};
}

// The label as UTF-32 in the byte order of the type, cut or padded to its width.
void append_letters(std::string_view label, const DType& dtype, std::vector<std::uint8_t>& out) {
  const std::size_t begin = out.size();
  out.resize(begin + dtype.itemsize);
  std::size_t at = begin;
  while (!label.empty() && at < out.size()) {
    const std::uint32_t letter = take_letter(label);
    store_le(&out[at], dtype.big_endian ? __builtin_bswap32(letter) : letter);
    at += sizeof letter;
  }
}

}  // namespace

MadeBytesDecoder make_categorize(const json::Value& config, const DType&) {
  Setup setup = TRY(read_config(config));
  if (setup.dtype.kind != DTypeKind::kUnicode || setup.dtype.itemsize == 0) {
    return invalid("texts of type " + to_string(setup.dtype));
  }
  const std::size_t width = setup.dtype.itemsize;
  if (setup.labels.size() > kMaxObjectText / width) return too_much_text(kName);
  std::vector<std::uint8_t> letters;
  for (const std::string& label : setup.labels) append_letters(label, setup.dtype, letters);
  return bytes_decoder<CategorizeDecoder>(setup.codes, std::move(letters), width);
}

MadeObjectDecoder make_categorize_objects(const json::Value& config, const DType&) {
  Setup setup = TRY(read_config(config));
  if (!setup.dtype.is_object()) return invalid("objects of type " + to_string(setup.dtype));
  for (std::string& label : setup.labels) {
    label = json::to_text(json::Value(std::move(label)), json::Style::kTagged);
  }
  return object_decoder<CategorizeObjectDecoder>(setup.codes, std::move(setup.labels));
}

}  // namespace chunkatlas
