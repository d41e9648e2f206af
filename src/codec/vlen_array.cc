// vlen-array: arrays of any length, each a list of its numbers. Configuration: `dtype` of the
// numbers. Source: numcodecs, vlen.pyx.
#include "codec/decode_error.h"
#include "codec/decoders.h"
#include "codec/element_text.h"
#include "codec/numpy_dtype.h"
#include "codec/vlen_items.h"

namespace chunkatlas {
namespace {

constexpr std::string_view kName = "vlen-array";

class VlenArrayDecoder : public ObjectDecoder {
 public:
  explicit VlenArrayDecoder(DType dtype) : dtype_(std::move(dtype)) {}

  bool is_memory_order() const override { return true; }
  Result<void> decode(Bytes in, std::size_t count, ObjectValues& out) const override {
    const std::vector<Bytes> items = TRY(vlen_items(kName, in, count));
    out.reserve(out.size() + items.size());
    std::size_t total = 0;
    for (Bytes item : items) {
      TRY(write_list(item, out.emplace_back()));
      total += out.back().size();
      if (total > kMaxObjectText) return too_much_text(kName);
    }
    return {};
  }

 private:
  Result<void> write_list(Bytes item, std::string& out) const {
    const std::size_t size = dtype_.itemsize;
    if (item.size() % size != 0) return decode_failed(kName, "no whole number of values");
    out.push_back('[');
    for (std::size_t at = 0; at < item.size(); at += size) {
      if (at > 0) out.push_back(',');
      TRY(write_element(kName, dtype_, item.subspan(at, size), out));
    }
    out.push_back(']');
    return {};
  }

  DType dtype_;
};

}  // namespace

MadeObjectDecoder make_vlen_array(const json::Value& config, const DType&) {
  const json::Value* dtype = config.find("dtype");
  if (dtype == nullptr) return Error(Code::kInvalidMetadata, "vlen-array: no dtype");
  DType values = TRY(parse_numpy_dtype(*dtype));
  TRY(check_element_text(kName, values));
  if (values.itemsize == 0) return Error(Code::kInvalidMetadata, "vlen-array: values of no size");
  return object_decoder<VlenArrayDecoder>(std::move(values));
}

}  // namespace chunkatlas
