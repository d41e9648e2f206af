// libFuzzer: any bytes into the codecs of objects whose input is a small language of its own, or
// names elements of a list. The first byte chooses the codec, the second is the number of elements.
// Whatever they give is JSON.
//
//   build/fuzz/object_codec_fuzz -max_total_time=60
#include <cstdlib>
#include <iterator>

#include "codec/registry.h"

using namespace chunkatlas;

namespace {

constexpr std::string_view kConfigs[] = {
    R"({"id": "pickle"})",
    R"({"id": "msgpack2"})",
    R"({"id": "msgpack2", "raw": true})",
    R"({"id": "msgpack"})",
    R"({"id": "vlen-array", "dtype": "<f2"})",
    R"({"id": "categorize", "labels": ["a", "b"], "dtype": "|O", "astype": "<i2"})",
    R"({"id": "fill_hdf_strings", "dtype": "[('n', '<U2'), ('f', '>f4')]", "id_map": "c"})",
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const json::Value config = json::parse(kConfigs[data[0] % std::size(kConfigs)]).value();
  const CodecEntry* entry = find_codec(*config.find("id")->as_string());
  const auto decoder = entry->make_object(config, DType{}).value();
  ObjectValues values;
  const std::size_t count = data[1];
  if (!decoder->decode({data + 2, size - 2}, count, values).ok()) return 0;
  if (values.size() != count) std::abort();
  for (const std::string& value : values) {
    if (!json::parse(value).ok()) std::abort();
  }
  return 0;
}
