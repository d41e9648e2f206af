#include "codec/registry.h"

#include "codec/fixtures.h"

namespace chunkatlas::testing {
namespace {

TEST_CASE("every codec has a maker and is found by its id") {
  CHECK(codec_table().size() == 33);
  for (const CodecEntry& entry : codec_table()) {
    CAPTURE(entry.id);
    const bool has_maker = entry.make_bytes != nullptr || entry.make_object != nullptr;
    CHECK(has_maker);
    CHECK(find_codec(entry.id) == &entry);
  }
  CHECK(find_codec("") == nullptr);
  CHECK(find_codec("wavpack") == nullptr);
}

TEST_CASE("configuration that only matters for encoding is not looked at") {
  const json::Value odd =
      config(R"({"level": "high", "acceleration": -1, "cname": 3, "extra": []})");
  for (const char* id : {"base64", "bitround", "blosc", "deflate", "fletcher32", "gzip", "lz4",
                         "lzf", "packbits", "zlib", "zstd"}) {
    CHECK(find_codec(id)->make_bytes(odd, DType{}).ok());
  }
  for (const char* id :
       {"json", "json2", "msgpack", "msgpack2", "pickle", "vlen-bytes", "vlen-utf8"}) {
    CHECK(find_codec(id)->make_object(odd, DType{}).ok());
  }
}

}  // namespace
}  // namespace chunkatlas::testing
