// categorize, fill_hdf_strings, record_member and vlen-array: configurations and chunks that they
// refuse. Values against numcodecs and Kerchunk are in vectors_test.cc and numcodecs_test.cc.
#include "codec/fixtures.h"
#include "codec/pipeline.h"

namespace chunkatlas::testing {
namespace {

Code bytes_error(std::string_view settings) {
  const json::Value value = config(settings);
  const auto made = find_codec(text(value, "id"))->make_bytes(value, DType{});
  REQUIRE(!made.ok());
  return made.error().code;
}
Code object_error(std::string_view settings) {
  const json::Value value = config(settings);
  const auto made = find_codec(text(value, "id"))->make_object(value, DType{});
  REQUIRE(!made.ok());
  return made.error().code;
}

Result<ObjectValues> values_of(std::string_view settings, const Data& in, std::size_t count) {
  ObjectValues values;
  TRY(object_decoder_of(config(settings))->decode(in, count, values));
  return values;
}
Code decode_error(std::string_view settings, const Data& in, std::size_t count) {
  const auto result = values_of(settings, in, count);
  REQUIRE(!result.ok());
  return result.error().code;
}

TEST_CASE("categorize is a codec of objects or of bytes, as the array is") {
  ArrayMeta meta;
  meta.shape = meta.chunks = {2};
  meta.dtype = parse_dtype(json::Value(std::string("<U1"))).value();
  const auto add = [&](std::string_view settings) {
    meta.codecs = {{"categorize", config(settings)}};
  };
  add(R"({"id": "categorize", "labels": ["a"], "dtype": "<U1"})");
  CHECK(!Pipeline::make(meta).value().is_object());
  meta.dtype.kind = DTypeKind::kObject;
  CHECK(Pipeline::make(meta).error().code == Code::kInvalidMetadata);
  add(R"({"id": "categorize", "labels": ["a"], "dtype": "|O"})");
  CHECK(Pipeline::make(meta).value().is_object());
  meta.dtype = parse_dtype(json::Value(std::string("<U1"))).value();
  CHECK(Pipeline::make(meta).error().code == Code::kInvalidMetadata);
}

TEST_CASE("categorize refuses other configurations and chunks") {
  CHECK(bytes_error(R"({"id": "categorize"})") == Code::kInvalidMetadata);
  CHECK(bytes_error(R"({"id": "categorize", "labels": "a"})") == Code::kInvalidMetadata);
  CHECK(bytes_error(R"({"id": "categorize", "labels": [1]})") == Code::kInvalidMetadata);
  CHECK(bytes_error(R"({"id": "categorize", "labels": []})") == Code::kInvalidMetadata);
  CHECK(bytes_error(R"({"id": "categorize", "labels": [], "dtype": "<i4"})") ==
        Code::kInvalidMetadata);
  CHECK(bytes_error(R"({"id": "categorize", "labels": [], "dtype": "<U0"})") ==
        Code::kInvalidMetadata);
  CHECK(bytes_error(R"({"id": "categorize", "labels": [], "dtype": "<U4", "astype": "<f4"})") ==
        Code::kUnsupported);
  CHECK(bytes_error(R"({"id": "categorize", "labels": ["a", "b"], "dtype": "<U200000000"})") ==
        Code::kLimitExceeded);
  const auto odd = decode(R"({"id": "categorize", "labels": ["a"], "dtype": "<U1",
                              "astype": "<i2"})",
                          Data{1, 0, 1}, {0, 100});
  CHECK(code_of(odd) == Code::kDecodeFailed);
  const auto large =
      decode(R"({"id": "categorize", "labels": ["a"], "dtype": "<U1"})", Data{1, 1, 1}, {0, 8});
  CHECK(code_of(large) == Code::kDecodeFailed);
  constexpr std::string_view kObjects = R"({"id": "categorize", "labels": ["a"], "dtype": "|O"})";
  CHECK(decode_error(kObjects, {1, 1}, 1) == Code::kDecodeFailed);
  const std::string long_label =
      R"({"id": "categorize", "dtype": "|O", "labels": [")" + std::string(1 << 20, 'x') + R"("]})";
  CHECK(decode_error(long_label, Data(300, 1), 300) == Code::kLimitExceeded);
}

TEST_CASE("record_member refuses other configurations and chunks") {
  CHECK(bytes_error(R"({"id": "record_member"})") == Code::kInvalidMetadata);
  CHECK(bytes_error(R"({"id": "record_member", "member": "a"})") == Code::kInvalidMetadata);
  CHECK(bytes_error(R"({"id": "record_member", "member": "a", "dtype": "<i2"})") ==
        Code::kInvalidMetadata);
  CHECK(bytes_error(R"({"id": "record_member", "member": "a", "dtype": [["b", "<i2"]]})") ==
        Code::kInvalidMetadata);
  CHECK(bytes_error(R"({"id": "record_member", "member": "a", "dtype": [["a", "<i2", [0]]]})") ==
        Code::kInvalidMetadata);
  CHECK(bytes_error(R"({"id": "record_member", "member": "a", "dtype": [["a", "|O"]]})") ==
        Code::kUnsupported);
  constexpr std::string_view kMember =
      R"({"id": "record_member", "member": "b", "dtype": [["a", "int16"], ["b", "u1"]]})";
  CHECK(decode(kMember, Data{1, 2, 3, 4, 5, 6}, {2, 2}).value() == Data{3, 6});
  CHECK(code_of(decode(kMember, Data{1, 2, 3, 4}, {2, 2})) == Code::kDecodeFailed);
}

TEST_CASE("fill_hdf_strings refuses other configurations and chunks") {
  CHECK(object_error(R"({"id": "fill_hdf_strings"})") == Code::kInvalidMetadata);
  CHECK(object_error(R"({"id": "fill_hdf_strings", "dtype": "<i4"})") == Code::kInvalidMetadata);
  CHECK(object_error(R"({"id": "fill_hdf_strings", "dtype": "S0"})") == Code::kInvalidMetadata);
  CHECK(object_error(R"({"id": "fill_hdf_strings", "dtype": "<U4", "id_map": {}})") ==
        Code::kUnsupported);
  for (const char* dtype :
       {"[", "[]", "[(", "[('a', 'S1')", "[('a', 'S1')] x", "[('a' 'S1')]", "[('a', S1)]",
        "[('a\\\\n', 'S1')]", "[('a', 'S1'), 5]", "[('a', 'S1', (-1,))]", "[['a', 'nonsense']]"}) {
    CAPTURE(dtype);
    const Code code =
        object_error(R"({"id": "fill_hdf_strings", "dtype": ")" + std::string(dtype) + "\"}");
    const bool is_expected = code == Code::kInvalidMetadata || code == Code::kUnsupported;
    CHECK(is_expected);
  }
  CHECK(object_error(R"({"id": "fill_hdf_strings", "dtype": ")" + std::string(100000, '[') +
                     "\"}") == Code::kInvalidMetadata);
  CHECK(object_error(R"({"id": "fill_hdf_strings", "dtype": "[('a', 'S1', (2,))]"})") ==
        Code::kUnsupported);
  CHECK(object_error(R"({"id": "fill_hdf_strings", "dtype": "[('a', 'O')]"})") ==
        Code::kUnsupported);

  constexpr std::string_view kIds =
      R"({"id": "fill_hdf_strings", "dtype": "S2", "id_map": {"ab": "label"}})";
  CHECK(values_of(kIds, bytes_of("abab"), 2).value() == ObjectValues{R"("label")", R"("label")"});
  CHECK(decode_error(kIds, bytes_of("abac"), 2) == Code::kDecodeFailed);
  CHECK(decode_error(kIds, {0xFF, 0xFF}, 1) == Code::kDecodeFailed);
  CHECK(decode_error(kIds, bytes_of("aba"), 2) == Code::kDecodeFailed);
  CHECK(decode_error(kIds, bytes_of("abab"), 1) == Code::kDecodeFailed);
  const std::string long_label = R"({"id": "fill_hdf_strings", "dtype": "S1", "id_map": ")" +
                                 std::string(1 << 20, 'x') + "\"}";
  CHECK(decode_error(long_label, Data(300, 1), 300) == Code::kLimitExceeded);
}

TEST_CASE("vlen-array refuses other configurations and chunks") {
  CHECK(object_error(R"({"id": "vlen-array"})") == Code::kInvalidMetadata);
  CHECK(object_error(R"({"id": "vlen-array", "dtype": "|S0"})") == Code::kInvalidMetadata);
  CHECK(object_error(R"({"id": "vlen-array", "dtype": "|O"})") == Code::kUnsupported);
  CHECK(object_error(R"({"id": "vlen-array", "dtype": "<M8[ns]"})") == Code::kUnsupported);
  constexpr std::string_view kShorts = R"({"id": "vlen-array", "dtype": "<i2"})";
  CHECK(values_of(kShorts, joined({u32(2), u32(0), u32(4), {1, 0, 255, 255}}), 2).value() ==
        ObjectValues{"[]", "[1,-1]"});
  CHECK(decode_error(kShorts, joined({u32(1), u32(3), {1, 0, 2}}), 1) == Code::kDecodeFailed);
  CHECK(decode_error(kShorts, joined({u32(1), u32(4), {1, 0}}), 1) == Code::kDecodeFailed);
}

}  // namespace
}  // namespace chunkatlas::testing
