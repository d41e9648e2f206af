// libFuzzer: any bytes into any decoder. The first byte chooses the codec, the rest is its input.
#include "codec/registry.h"

namespace {

using namespace chunkatlas;

constexpr std::size_t kMax = 1 << 16;

void decode_bytes(const CodecEntry& entry, const json::Value& config, Bytes in) {
  auto decoder = entry.make_bytes(config, DType{});
  if (!decoder.ok()) return;
  Buffer out;
  const Result<void> result = decoder.value()->decode(in, {kMax / 4, kMax}, out);
  if (result.ok() && out.size() > kMax) std::abort();
}

// The number of elements is what the input itself may say, in either of its forms.
void decode_objects(const CodecEntry& entry, const json::Value& config, Bytes in) {
  auto decoder = entry.make_object(config, DType{});
  if (!decoder.ok()) return;
  const std::size_t stored = in.size() >= 4 ? load_le<std::uint32_t>(in.data()) : 0;
  for (const std::size_t count : {std::size_t{1}, std::size_t{4}, stored}) {
    ObjectValues values;
    const Result<void> result = decoder.value()->decode(in, count, values);
    if (result.ok() && values.size() != count) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto table = codec_table();
  const CodecEntry& entry = table[data[0] % table.size()];
  const json::Value config =
      json::parse(R"({"dtype": "<i2", "astype": "|i1", "elementsize": 4})").value();
  const Bytes in(data + 1, size - 1);
  if (entry.make_bytes != nullptr) {
    decode_bytes(entry, config, in);
  } else {
    decode_objects(entry, config, in);
  }
  return 0;
}
