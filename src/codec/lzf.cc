// The codecs lzf (the bare stream; no configuration) and imagecodecs_lzf, whose `header` (true when
// absent) says that the decoded size, as u32, comes first.
#include "codec/lzf.h"

#include "codec/decode_error.h"
#include "codec/decoders.h"

namespace chunkatlas {
namespace {

// A run of literals, or a match that repeats what was decoded `distance` bytes ago.
struct Token {
  std::size_t in_size;   // of the token, literals included
  std::size_t length;    // of what it decodes to
  std::size_t distance;  // 0: literals
};

// Literals: the length less 1 in a byte below 32, and they follow. Matches: the length less 2 in
// the top three bits, 7 meaning that a byte more of it follows; the distance less 1 in the other
// five bits and the last byte.
bool read_token(Bytes in, Token& token) {
  const std::size_t control = in[0];
  if (control < 32) {
    token = {control + 2, control + 1, 0};
    return token.in_size <= in.size();
  }
  const bool is_long = control >> 5 == 7;
  token.in_size = is_long ? 3 : 2;
  if (token.in_size > in.size()) return false;
  token.length = (control >> 5) + 2 + (is_long ? in[1] : 0);
  token.distance = ((control & 31) << 8 | in[token.in_size - 1]) + 1;
  return true;
}

void repeat(std::uint8_t* to, std::size_t distance, std::size_t length) {
  const std::uint8_t* from = to - distance;
  if (distance >= length) {
    std::memcpy(to, from, length);
    return;
  }
  for (std::size_t i = 0; i < length; ++i) to[i] = from[i];
}

class LzfDecoder : public BytesDecoder {
 public:
  LzfDecoder(std::string_view name, bool has_header) : name_(name), has_header_(has_header) {}

  Result<void> decode(Bytes in, SizeLimit limit, Buffer& out) const override {
    std::optional<std::uint32_t> declared;
    if (has_header_) {
      if (in.size() < sizeof(std::uint32_t)) return decode_failed(name_, "no header");
      declared = load_le<std::uint32_t>(in.data());
      in = in.subspan(sizeof(std::uint32_t));
    }
    const auto size = measure_lzf(in);
    if (!size) return decode_failed(name_, "the stream is cut short");
    if (*size > limit.max) return decodes_to_more(name_, limit.max);
    if (declared && *declared != *size) return decode_failed(name_, "not as long as it says");
    TRY(out.resize(static_cast<std::size_t>(*size)));
    if (!decode_lzf(in, out.span())) return decode_failed(name_, "the stream is corrupt");
    return {};
  }

 private:
  std::string_view name_;
  bool has_header_;
};

}  // namespace

std::optional<std::uint64_t> measure_lzf(Bytes in) {
  std::uint64_t size = 0;
  Token token;
  for (; !in.empty(); in = in.subspan(token.in_size)) {
    if (!read_token(in, token)) return std::nullopt;
    size += token.length;
  }
  return size;
}

bool decode_lzf(Bytes in, MutableBytes out) {
  std::size_t used = 0;
  Token token;
  for (; !in.empty(); in = in.subspan(token.in_size)) {
    if (!read_token(in, token) || token.length > out.size() - used || token.distance > used) {
      return false;
    }
    if (token.distance == 0) {
      std::memcpy(out.data() + used, in.data() + 1, token.length);
    } else {
      repeat(out.data() + used, token.distance, token.length);
    }
    used += token.length;
  }
  return used == out.size();
}

MadeBytesDecoder make_lzf(const json::Value&, const DType&) {
  return bytes_decoder<LzfDecoder>("lzf", false);
}

MadeBytesDecoder make_imagecodecs_lzf(const json::Value& config, const DType&) {
  const json::Value* header = config.find("header");
  if (header != nullptr && header->as_bool() == nullptr) {
    return Error(Code::kInvalidMetadata, "imagecodecs_lzf: header is neither true nor false");
  }
  return bytes_decoder<LzfDecoder>("imagecodecs_lzf", header == nullptr || *header->as_bool());
}

}  // namespace chunkatlas
