// delta2D: running differences along one axis of an array of samples by channels, as the package
// delta2D_numcodecs writes them. Configuration: `dtype` of values and differences, `num_channels`,
// `axis` (1 when absent): 0 for differences in time of each channel, 1 for those between channels.
// Values are in C order. Types and sums are those of delta.
#include <limits>

#include "codec/cast.h"
#include "codec/decode_error.h"
#include "codec/decoders.h"
#include "codec/running_sum.h"

namespace chunkatlas {
namespace {

constexpr std::string_view kName = "delta2D";

class Delta2dDecoder : public BytesDecoder {
 public:
  Delta2dDecoder(NumberType type, std::size_t channels, bool in_time)
      : type_(type),
        channels_(channels),
        in_time_(in_time),
        sum_up_(find_running_sum(type.number)) {}

  Result<void> decode(Bytes in, SizeLimit limit, Buffer& out) const override {
    const std::size_t itemsize = type_.itemsize();
    const std::size_t count = in.size() / itemsize;
    if (in.size() % itemsize != 0 || count % channels_ != 0) {
      return decode_failed(kName, "no whole number of samples of all channels");
    }
    if (in.size() > limit.max) return decodes_to_more(kName, limit.max);
    TRY(out.resize(in.size()));
    // Between orders of bytes, which never fails.
    const Cast cast(type_, NumberType{type_.number, false});
    if (!cast.run(in.data(), count, out.data())) return decode_failed(kName, Cast::kMisfit);
    const std::size_t run = in_time_ ? count : channels_;
    for (std::size_t start = 0; start < count; start += run) {
      sum_up_(out.data() + start * itemsize, run, in_time_ ? channels_ : 1);
    }
    if (type_.big_endian) swap_bytes(itemsize, out.data(), count, out.data());
    return {};
  }

 private:
  NumberType type_;
  std::size_t channels_;  // >= 1
  bool in_time_;
  RunningSum sum_up_;
};

}  // namespace

MadeBytesDecoder make_delta2d(const json::Value& config, const DType&) {
  const NumberType type = TRY(number_member(kName, config, "dtype"));
  if (type.number == Number::kF16) {
    return Error(Code::kUnsupported, "delta2D: differences of 2-byte floats");
  }
  const json::Value* channels = config.find("num_channels");
  const auto width = channels == nullptr ? std::nullopt : channels->as_count();
  if (!width || *width == 0 || *width > std::numeric_limits<std::uint32_t>::max()) {
    return Error(Code::kInvalidMetadata, "delta2D: num_channels is no number of channels");
  }
  const json::Value* member = config.find("axis");
  const auto axis = member == nullptr ? 1 : member->as_count();
  if (!axis || *axis > 1) return Error(Code::kInvalidMetadata, "delta2D: axis is neither 0 nor 1");
  return bytes_decoder<Delta2dDecoder>(type, static_cast<std::size_t>(*width), *axis == 0);
}

}  // namespace chunkatlas
