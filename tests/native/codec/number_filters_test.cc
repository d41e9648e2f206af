// Configurations and sizes of the filters that convert and sum numbers. Values against NumPy are in
// filters_test.cc.
#include "codec/fixtures.h"

namespace chunkatlas::testing {
namespace {

TEST_CASE("filters of numbers refuse a cut value") {
  for (const char* config_text :
       {R"({"id": "astype", "encode_dtype": "<i4", "decode_dtype": "<i8"})",
        R"({"id": "quantize", "digits": 1, "dtype": "<f8", "astype": "<f4"})",
        R"({"id": "fixedscaleoffset", "scale": 1, "offset": 0, "dtype": "<f8", "astype": "<i4"})",
        R"({"id": "delta2D", "dtype": "<i4", "num_channels": 1})"}) {
    CAPTURE(config_text);
    CHECK(code_of(decode(config_text, Data(7), {0, 99})) == Code::kDecodeFailed);
    CHECK(decode(config_text, {}, {0, 0}).value().empty());
  }
  CHECK(code_of(decode(R"({"id": "delta2D", "dtype": "<i2", "num_channels": 3})", Data(8),
                       {0, 99})) == Code::kDecodeFailed);
}

TEST_CASE("types are spelt as NumPy takes them") {
  const Data one = {1, 0, 0, 0};
  for (const char* type : {"<i4", "i4", "int32"}) {
    const std::string text =
        std::string(R"({"id": "astype", "decode_dtype": "|u1", "encode_dtype": ")") + type + "\"}";
    CHECK(decode(text, one, {0, 1}).value() == Data{1});
  }
}

TEST_CASE("a type that is left out is the array's") {
  DType dtype;
  dtype.kind = DTypeKind::kFloat;
  dtype.itemsize = 4;
  for (const char* text : {R"({"id": "astype", "encode_dtype": "|i1", "decode_dtype": null})",
                           R"({"id": "quantize", "digits": 1})",
                           R"({"id": "fixedscaleoffset", "scale": 1, "offset": 0})"}) {
    CAPTURE(text);
    const json::Value value = config(text);
    const CodecEntry* entry = find_codec(testing::text(value, "id"));
    CHECK(entry->make_bytes(value, dtype).ok());
    const auto without = entry->make_bytes(value, DType{});
    CHECK((!without.ok() && without.error().code == Code::kUnsupported));
  }
}

TEST_CASE("filters of numbers refuse configurations that they cannot follow") {
  for (const char* text :
       {R"({"id": "astype", "decode_dtype": "<i4"})", R"({"id": "astype", "encode_dtype": ""})",
        R"({"id": "astype", "encode_dtype": 4, "decode_dtype": "<i4"})",
        R"({"id": "quantize", "digits": 1, "dtype": "<i4"})",
        R"({"id": "quantize", "digits": 1, "dtype": "<f4", "astype": "<i4"})",
        R"({"id": "fixedscaleoffset", "offset": 1, "dtype": "<f8"})",
        R"({"id": "fixedscaleoffset", "scale": "2", "offset": 1, "dtype": "<f8"})",
        R"({"id": "fixedscaleoffset", "scale": 2, "offset": null, "dtype": "<f8"})",
        R"({"id": "delta2D", "num_channels": 2})", R"({"id": "delta2D", "dtype": "<i2"})",
        R"({"id": "delta2D", "dtype": "<i2", "num_channels": 0})",
        R"({"id": "delta2D", "dtype": "<i2", "num_channels": 4294967296})",
        R"({"id": "delta2D", "dtype": "<i2", "num_channels": 2, "axis": 2})",
        R"({"id": "delta2D", "dtype": "<i2", "num_channels": 2, "axis": -1})"}) {
    CAPTURE(text);
    CHECK(code_of_config(text) == Code::kInvalidMetadata);
  }
  for (const char* text :
       {R"({"id": "astype", "encode_dtype": "|S4", "decode_dtype": "<i4"})",
        R"({"id": "astype", "encode_dtype": "<i4", "decode_dtype": "<c8"})",
        R"({"id": "astype", "encode_dtype": "<i4", "decode_dtype": "<f16"})",
        R"({"id": "astype", "encode_dtype": "<i8", "decode_dtype": "<M8[ns]"})",
        R"({"id": "astype", "encode_dtype": [["a", "<i4"]], "decode_dtype": "<i4"})",
        R"({"id": "fixedscaleoffset", "scale": 1, "offset": 0, "dtype": "<f8", "astype": "<f2"})",
        R"({"id": "delta2D", "dtype": "<f2", "num_channels": 2})"}) {
    CAPTURE(text);
    CHECK(code_of_config(text) == Code::kUnsupported);
  }
}

}  // namespace
}  // namespace chunkatlas::testing
