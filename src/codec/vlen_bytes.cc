// vlen-bytes: byte strings of any length. No configuration.
#include "codec/decoders.h"
#include "codec/vlen_items.h"

namespace chunkatlas {
namespace {

class VlenBytesDecoder : public ObjectDecoder {
 public:
  bool is_memory_order() const override { return true; }
  Result<void> decode(Bytes in, std::size_t count, ObjectValues& out) const override {
    const std::vector<Bytes> items = TRY(vlen_items("vlen-bytes", in, count));
    out.reserve(out.size() + items.size());
    for (Bytes item : items) json::write_bytes(item, out.emplace_back());
    return {};
  }
};

}  // namespace

MadeObjectDecoder make_vlen_bytes(const json::Value&, const DType&) {
  return object_decoder<VlenBytesDecoder>();
}

}  // namespace chunkatlas
