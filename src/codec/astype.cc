// astype and quantize: both are undone by a cast.
//   astype: numbers stored as `encode_dtype`, read as `decode_dtype` (default: the array's)
//   quantize: floats stored as `astype` (default: dtype), read as `dtype` (default: the array's);
//   what it has rounded stays rounded
#include "codec/cast.h"
#include "codec/decode_error.h"
#include "codec/decoders.h"

namespace chunkatlas {
namespace {

class CastDecoder : public BytesDecoder {
 public:
  CastDecoder(std::string_view name, NumberType stored, NumberType decoded)
      : name_(name), stored_(stored), decoded_(decoded) {}

  Result<void> decode(Bytes in, SizeLimit limit, Buffer& out) const override {
    if (in.size() % stored_.itemsize() != 0) {
      return decode_failed(name_, "no whole number of values");
    }
    const std::size_t count = in.size() / stored_.itemsize();
    if (count > limit.max / decoded_.itemsize()) return decodes_to_more(name_, limit.max);
    TRY(out.resize(count * decoded_.itemsize()));
    if (!Cast(stored_, decoded_).run(in.data(), count, out.data())) {
      return decode_failed(name_, Cast::kMisfit);
    }
    return {};
  }

 private:
  std::string_view name_;
  NumberType stored_;
  NumberType decoded_;
};

}  // namespace

MadeBytesDecoder make_astype(const json::Value& config, const DType& dtype) {
  constexpr std::string_view kName = "astype";
  const NumberType stored = TRY(number_member(kName, config, "encode_dtype"));
  const NumberType decoded = TRY(number_member_or(kName, config, "decode_dtype", dtype));
  return bytes_decoder<CastDecoder>(kName, stored, decoded);
}

MadeBytesDecoder make_quantize(const json::Value& config, const DType& dtype) {
  constexpr std::string_view kName = "quantize";
  const NumberType decoded = TRY(number_member_or(kName, config, "dtype", dtype));
  const NumberType stored = TRY(number_member_or(kName, config, "astype", decoded));
  if (!stored.is_float() || !decoded.is_float()) {
    return Error(Code::kInvalidMetadata, "quantize: its types must be floats");
  }
  return bytes_decoder<CastDecoder>(kName, stored, decoded);
}

}  // namespace chunkatlas
