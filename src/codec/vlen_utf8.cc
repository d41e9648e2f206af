// vlen-utf8: strings of any length as UTF-8. No configuration. Bytes that are no UTF-8 are an
// error.
#include "base/utf8.h"
#include "codec/decode_error.h"
#include "codec/decoders.h"
#include "codec/vlen_items.h"

namespace chunkatlas {
namespace {

constexpr std::string_view kName = "vlen-utf8";

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
