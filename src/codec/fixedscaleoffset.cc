// fixedscaleoffset: numbers stored as (value - offset) * scale, rounded.
// Configuration: `scale`, `offset`, `dtype` of the values (default: the array's), `astype` of what
// is stored (default: dtype).
//
// As NumPy does it, stored / scale + offset is computed in doubles, or in 4-byte floats where these
// are stored, and then cast to dtype. Versions of NumPy differ in how they compute with 2-byte
// floats, so those are not supported as stored numbers.
#include <algorithm>
#include <array>

#include "codec/cast.h"
#include "codec/decode_error.h"
#include "codec/decoders.h"

namespace chunkatlas {
namespace {

constexpr std::string_view kName = "fixedscaleoffset";
constexpr std::size_t kBlock = 512;  // numbers computed at a time

// `Real` is the type that is computed in.
template <typename Real>
class ScaleOffsetDecoder : public BytesDecoder {
 public:
  ScaleOffsetDecoder(NumberType stored, NumberType decoded, double scale, double offset)
      : stored_(stored),
        decoded_(decoded),
        scale_(static_cast<Real>(scale)),
        offset_(static_cast<Real>(offset)) {}

  Result<void> decode(Bytes in, SizeLimit limit, Buffer& out) const override {
    if (in.size() % stored_.itemsize() != 0) {
      return decode_failed(kName, "no whole number of values");
    }
    const std::size_t count = in.size() / stored_.itemsize();
    if (count > limit.max / decoded_.itemsize()) return decodes_to_more(kName, limit.max);
    TRY(out.resize(count * decoded_.itemsize()));
    bool all_fit = true;
    for (std::size_t i = 0; i < count; i += kBlock) {
      all_fit &= decode_block(in.data() + i * stored_.itemsize(), std::min(kBlock, count - i),
                              out.data() + i * decoded_.itemsize());
    }
    if (!all_fit) return decode_failed(kName, Cast::kMisfit);
    return {};
  }

 private:
  [[nodiscard]] bool decode_block(const std::uint8_t* in, std::size_t count,
                                  std::uint8_t* out) const {
    constexpr NumberType kReal{sizeof(Real) == 4 ? Number::kF32 : Number::kF64, false};
    std::array<std::uint8_t, kBlock * sizeof(Real)> values;
    const bool is_read = Cast(stored_, kReal).run(in, count, values.data());
    for (std::size_t i = 0; i < count * sizeof(Real); i += sizeof(Real)) {
      store_le(&values[i], load_le<Real>(&values[i]) / scale_ + offset_);
    }
    return Cast(kReal, decoded_).run(values.data(), count, out) && is_read;
  }

  NumberType stored_;
  NumberType decoded_;
  Real scale_;
  Real offset_;
};

Result<double> number_of(const json::Value& config, std::string_view name) {
  const json::Value* value = config.find(name);
  const auto number = value == nullptr ? std::nullopt : value->as_number();
  if (number) return *number;
  return Error(Code::kInvalidMetadata,
               std::string(kName).append(": ").append(name).append(" is no number"));
}

}  // namespace

MadeBytesDecoder make_fixedscaleoffset(const json::Value& config, const DType& dtype) {
  const double scale = TRY(number_of(config, "scale"));
  const double offset = TRY(number_of(config, "offset"));
  const NumberType decoded = TRY(number_member_or(kName, config, "dtype", dtype));
  const NumberType stored = TRY(number_member_or(kName, config, "astype", decoded));
  if (stored.number == Number::kF16) {
    return Error(Code::kUnsupported, "fixedscaleoffset: stored 2-byte floats");
  }
  if (stored.number == Number::kF32) {
    return bytes_decoder<ScaleOffsetDecoder<float>>(stored, decoded, scale, offset);
  }
  return bytes_decoder<ScaleOffsetDecoder<double>>(stored, decoded, scale, offset);
}

}  // namespace chunkatlas
