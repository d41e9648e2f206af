// vlen-utf8: strings of any length as UTF-8. No configuration. Bytes that are no UTF-8 are an
// error.
#include "codec/decode_error.h"
#include "codec/decoders.h"
#include "codec/vlen_items.h"

namespace chunkatlas {
namespace {

constexpr std::string_view kName = "vlen-utf8";

// Bytes of the sequence at the start of `text`; 0 where there is no valid one. RFC 3629, table in
// section 4: the second byte's range excludes overlong forms, surrogates, and what is past
// U+10FFFF.
std::size_t sequence_length(Bytes text) {
  const std::uint8_t lead = text[0];
  if (lead < 0x80) return 1;
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  const std::uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const std::uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (text[1] < low || text[1] > high) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if ((text[i] & 0xC0) != 0x80) return 0;
  }
  return length;
}

bool is_utf8(Bytes text) {
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0) return false;
    text = text.subspan(length);
  }
  return true;
}

class VlenUtf8Decoder : public ObjectDecoder {
 public:
  bool is_memory_order() const override { return true; }
  Result<void> decode(Bytes in, std::size_t count, ObjectValues& out) const override {
    const std::vector<Bytes> items = TRY(vlen_items(kName, in, count));
    out.reserve(out.size() + items.size());
    for (Bytes item : items) {
      if (!is_utf8(item)) return decode_failed(kName, "an item is not UTF-8");
      json::write_string(as_text(item), json::Style::kTagged, out.emplace_back());
    }
    return {};
  }
};

}  // namespace

MadeObjectDecoder make_vlen_utf8(const json::Value&, const DType&) {
  return object_decoder<VlenUtf8Decoder>();
}

}  // namespace chunkatlas
