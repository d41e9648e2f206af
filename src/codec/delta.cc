// delta: numcodecs' running differences, undone by a cumulative sum.
// Configuration: `dtype` of the decoded values, `astype` of the stored differences (default:
// dtype).
//
// As NumPy's cumsum does it, each difference is cast to the decoded type and added in that type:
// integers wrap, floats are summed one after another, booleans are or-ed (which does not undo the
// encoder's exclusive or: numcodecs loses them likewise). Values run in memory order.
// Integers and booleans of any width, 4- and 8-byte floats.
#include <type_traits>

#include "codec/decode_error.h"
#include "codec/decoders.h"

namespace chunkatlas {
namespace {

template <std::size_t kSize>
using Unsigned = std::conditional_t<
    kSize == 1, std::uint8_t,
    std::conditional_t<kSize == 2, std::uint16_t,
                       std::conditional_t<kSize == 4, std::uint32_t, std::uint64_t>>>;

template <typename U>
U reverse_bytes(U value) {
  if constexpr (sizeof(U) == 2) return __builtin_bswap16(value);
  if constexpr (sizeof(U) == 4) return __builtin_bswap32(value);
  if constexpr (sizeof(U) == 8) return __builtin_bswap64(value);
  return value;
}

template <typename T>
T load_number(const std::uint8_t* at, bool big_endian) {
  if constexpr (std::is_same_v<T, bool>) {
    return *at != 0;
  } else {
    auto bits = load_le<Unsigned<sizeof(T)>>(at);
    if (big_endian) bits = reverse_bytes(bits);
    return __builtin_bit_cast(T, bits);
  }
}

template <typename T>
void store_number(std::uint8_t* at, T value, bool big_endian) {
  auto bits = __builtin_bit_cast(Unsigned<sizeof(T)>, value);
  store_le(at, big_endian ? reverse_bytes(bits) : bits);
}

template <typename Value>
Value add(Value sum, Value difference) {
  if constexpr (std::is_same_v<Value, bool>) return sum || difference;
  return static_cast<Value>(sum + difference);
}

template <typename Stored, typename Value>
void sum_up(Bytes in, bool in_big_endian, std::uint8_t* out, bool out_big_endian) {
  const std::size_t count = in.size() / sizeof(Stored);
  Value sum{};
  for (std::size_t i = 0; i < count; ++i) {
    const auto stored = load_number<Stored>(in.data() + i * sizeof(Stored), in_big_endian);
    // The first value is taken as it is: added to zero, a negative zero would lose its sign.
    sum = i == 0 ? static_cast<Value>(stored) : add(sum, static_cast<Value>(stored));
    store_number(out + i * sizeof(Value), sum, out_big_endian);
  }
}

using SumUp = void (*)(Bytes, bool, std::uint8_t*, bool);

// The loop for differences stored as `stored`; nullptr where there is none.
template <typename Value>
SumUp find_for_stored(const DType& stored) {
  constexpr bool kTakesFloats = std::is_floating_point_v<Value> || std::is_same_v<Value, bool>;
  const std::uint32_t size = stored.itemsize;
  if (stored.kind == DTypeKind::kBool) return sum_up<bool, Value>;
  if (stored.kind == DTypeKind::kInt) {
    if (size == 1) return sum_up<std::int8_t, Value>;
    if (size == 2) return sum_up<std::int16_t, Value>;
    if (size == 4) return sum_up<std::int32_t, Value>;
    return sum_up<std::int64_t, Value>;
  }
  if (stored.kind == DTypeKind::kUInt) {
    if (size == 1) return sum_up<std::uint8_t, Value>;
    if (size == 2) return sum_up<std::uint16_t, Value>;
    if (size == 4) return sum_up<std::uint32_t, Value>;
    return sum_up<std::uint64_t, Value>;
  }
  if constexpr (kTakesFloats) {
    if (stored.kind == DTypeKind::kFloat && size == 4) return sum_up<float, Value>;
    if (stored.kind == DTypeKind::kFloat && size == 8) return sum_up<double, Value>;
  }
  return nullptr;
}

// Signs make no difference to the decoded integers, since they wrap.
SumUp find_sum_up(const DType& decoded, const DType& stored) {
  switch (decoded.kind) {
    case DTypeKind::kBool:
      return find_for_stored<bool>(stored);
    case DTypeKind::kInt:
    case DTypeKind::kUInt:
      if (decoded.itemsize == 1) return find_for_stored<std::uint8_t>(stored);
      if (decoded.itemsize == 2) return find_for_stored<std::uint16_t>(stored);
      if (decoded.itemsize == 4) return find_for_stored<std::uint32_t>(stored);
      return find_for_stored<std::uint64_t>(stored);
    case DTypeKind::kFloat:
      if (decoded.itemsize == 4) return find_for_stored<float>(stored);
      if (decoded.itemsize == 8) return find_for_stored<double>(stored);
      return nullptr;
    default:
      return nullptr;
  }
}

class DeltaDecoder : public BytesDecoder {
 public:
  DeltaDecoder(SumUp sum_up, const DType& decoded, const DType& stored)
      : sum_up_(sum_up),
        decoded_size_(decoded.itemsize),
        stored_size_(stored.itemsize),
        decoded_big_endian_(decoded.big_endian),
        stored_big_endian_(stored.big_endian) {}

  Result<void> decode(Bytes in, SizeLimit limit, Buffer& out) const override {
    if (in.size() % stored_size_ != 0) return decode_failed("delta", "no whole number of values");
    const std::size_t count = in.size() / stored_size_;
    if (count > limit.max / decoded_size_) return decodes_to_more("delta", limit.max);
    TRY(out.resize(count * decoded_size_));
    sum_up_(in, stored_big_endian_, out.data(), decoded_big_endian_);
    return {};
  }

 private:
  SumUp sum_up_;
  std::size_t decoded_size_;
  std::size_t stored_size_;
  bool decoded_big_endian_;
  bool stored_big_endian_;
};

}  // namespace

MadeBytesDecoder make_delta(const json::Value& config, const DType&) {
  const json::Value* dtype = config.find("dtype");
  if (dtype == nullptr) return Error(Code::kInvalidMetadata, "delta: no dtype");
  const json::Value* astype = config.find("astype");
  const DType decoded = TRY(parse_dtype(*dtype));
  const DType stored = astype == nullptr ? decoded : TRY(parse_dtype(*astype));
  const SumUp sum_up = find_sum_up(decoded, stored);
  if (sum_up == nullptr) {
    return Error(Code::kUnsupported, "delta: differences of type " + to_string(stored) +
                                         " for values of type " + to_string(decoded));
  }
  return bytes_decoder<DeltaDecoder>(sum_up, decoded, stored);
}

}  // namespace chunkatlas
