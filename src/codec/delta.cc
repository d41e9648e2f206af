// delta: numcodecs' running differences, undone by a cumulative sum.
// Configuration: `dtype` of the decoded values, `astype` of the stored differences (default:
// dtype).
//
// As NumPy's cumsum does it, each difference is cast to the decoded type and added in that type:
// integers wrap, floats are summed one after another, booleans are or-ed (which does not undo the
// encoder's exclusive or: numcodecs loses them likewise). Values run in memory order.
// Integers and booleans of any width, 4- and 8-byte floats.
#include "codec/cast.h"
#include "codec/decode_error.h"
#include "codec/decoders.h"
#include "codec/running_sum.h"

namespace chunkatlas {
namespace {

class DeltaDecoder : public BytesDecoder {
 public:
  DeltaDecoder(NumberType stored, NumberType decoded)
      : stored_(stored), decoded_(decoded), sum_up_(find_running_sum(decoded.number)) {}

  Result<void> decode(Bytes in, SizeLimit limit, Buffer& out) const override {
    const std::size_t itemsize = decoded_.itemsize();
    if (in.size() % stored_.itemsize() != 0) {
      return decode_failed("delta", "no whole number of values");
    }
    const std::size_t count = in.size() / stored_.itemsize();
    if (count > limit.max / itemsize) return decodes_to_more("delta", limit.max);
    TRY(out.resize(count * itemsize));
    const Cast cast(stored_, NumberType{decoded_.number, false});
    if (!cast.run(in.data(), count, out.data())) return decode_failed("delta", Cast::kMisfit);
    sum_up_(out.data(), count, 1);
    if (decoded_.big_endian) swap_bytes(itemsize, out.data(), count, out.data());
    return {};
  }

 private:
  NumberType stored_;
  NumberType decoded_;
  RunningSum sum_up_;
};

// NumPy sums no floats up as integers, and 2-byte floats otherwise than they come.
bool is_summed(NumberType stored, NumberType decoded) {
  if (stored.number == Number::kF16 || decoded.number == Number::kF16) return false;
  return !stored.is_float() || decoded.is_float() || decoded.number == Number::kBool;
}

}  // namespace

MadeBytesDecoder make_delta(const json::Value& config, const DType&) {
  const NumberType decoded = TRY(number_member("delta", config, "dtype"));
  const NumberType stored = TRY(number_member_or("delta", config, "astype", decoded));
  if (!is_summed(stored, decoded)) {
    return Error(Code::kUnsupported, "delta: differences of its astype for values of its dtype");
  }
  return bytes_decoder<DeltaDecoder>(stored, decoded);
}

}  // namespace chunkatlas
