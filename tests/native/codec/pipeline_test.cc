#include "codec/pipeline.h"

#include "codec/fixtures.h"

namespace chunkatlas::testing {
namespace {

ArrayMeta meta_of(std::string_view dtype, std::vector<std::uint64_t> chunks,
                  std::vector<std::string_view> codecs) {
  ArrayMeta meta;
  meta.shape = chunks;
  meta.chunks = std::move(chunks);
  meta.dtype = parse_dtype(json::Value(std::string(dtype))).value();
  for (std::string_view codec : codecs) {
    json::Value value = config(codec);
    meta.codecs.push_back({text(value, "id"), std::move(value)});
  }
  return meta;
}

constexpr std::string_view kBase64 = R"({"id": "base64"})";
constexpr std::string_view kShuffle = R"({"id": "shuffle", "elementsize": 2})";
constexpr std::string_view kUtf8 = R"({"id": "vlen-utf8"})";

Error make_error(const ArrayMeta& meta) {
  auto made = Pipeline::make(meta);
  REQUIRE(!made.ok());
  return std::move(made).error();
}

std::string decoded(const Pipeline& pipeline, std::string_view stored) {
  Scratch scratch;
  const auto bytes = pipeline.decode(as_bytes(stored), scratch);
  return bytes.ok() ? std::string(as_text(bytes.value())) : bytes.error().message;
}

TEST_CASE("a pipeline without codecs gives the stored bytes themselves") {
  const Pipeline raw = Pipeline::make(meta_of("<i2", {3}, {})).value();
  CHECK(raw.is_raw());
  CHECK(!raw.is_object());
  const Data stored = bytes_of("abcdef");
  Scratch scratch;
  CHECK(raw.decode(stored, scratch).value().data() == stored.data());
  CHECK(code_of([&]() -> Result<Data> {
          TRY(raw.decode(Bytes(stored).first(5), scratch));
          return Data{};
        }()) == Code::kDecodeFailed);
}

TEST_CASE("a pipeline decodes from the last codec to the first") {
  // Shuffled, then written as base64, twice.
  const Pipeline pipeline =
      Pipeline::make(meta_of("<i2", {3}, {kShuffle, kBase64, kBase64})).value();
  CHECK(!pipeline.is_raw());
  CHECK(decoded(pipeline, "WVdObFltUm0=") == "abcdef");
}

TEST_CASE("a chunk must come to the size of its elements") {
  const Pipeline pipeline = Pipeline::make(meta_of("<i2", {3}, {kBase64})).value();
  CHECK(decoded(pipeline, "YWNlYmRm") == "acebdf");
  CHECK(decoded(pipeline, "YWNlYmQ=") == "the chunk comes to 5 bytes instead of 6");
  CHECK(decoded(pipeline, "YWNlYmRmZw==") == "base64: decodes to more than 6 bytes");
}

TEST_CASE("a scalar has one element") {
  CHECK(decoded(Pipeline::make(meta_of("<i2", {}, {kBase64})).value(), "YWI=") == "ab");
}

TEST_CASE("objects are decoded by the first filter") {
  const Pipeline pipeline = Pipeline::make(meta_of("|O", {2}, {kUtf8, kBase64})).value();
  CHECK(pipeline.is_object());
  CHECK(!pipeline.is_raw());
  const std::string stored =
      encode_base64(joined({u32(2), u32(1), bytes_of("a"), u32(2), bytes_of("bc")}));
  Scratch scratch;
  ObjectValues values;
  REQUIRE(pipeline.decode_objects(as_bytes(stored), scratch, values).ok());
  CHECK(values == ObjectValues{R"("a")", R"("bc")"});
}

TEST_CASE("a pipeline names what it cannot decode") {
  const Error unknown = make_error(meta_of("<i2", {3}, {R"({"id": "wavpack"})"}));
  CHECK(unknown.code == Code::kUnknownCodec);
  CHECK(unknown.message.find("wavpack") != std::string::npos);
  CHECK(make_error(meta_of("<i2", {3}, {kUtf8})).code == Code::kInvalidMetadata);
  CHECK(make_error(meta_of("|O", {3}, {})).code == Code::kInvalidMetadata);
  CHECK(make_error(meta_of("|O", {3}, {kBase64})).code == Code::kInvalidMetadata);
  CHECK(make_error(meta_of("|O", {3}, {kBase64, kUtf8})).code == Code::kInvalidMetadata);
  CHECK(make_error(meta_of("<i2", {3}, {R"({"id": "delta"})"})).code == Code::kInvalidMetadata);
}

TEST_CASE("a pipeline stops at foreign codecs") {
  const std::vector<std::string> foreign = {"mine", "base64"};
  const ArrayMeta meta = meta_of("<i2", {3}, {kShuffle, R"({"id": "mine"})", kBase64});
  const Pipeline pipeline = Pipeline::make(meta, foreign).value();
  CHECK(!pipeline.is_raw());
  CHECK(decoded(pipeline, "YWJjZA==") == "unknown codec \"mine\"");

  Scratch scratch;
  Stage stage{as_bytes("YWJjZA==")};
  REQUIRE(pipeline.advance(stage, scratch).ok());
  REQUIRE(pipeline.foreign_at(stage) != nullptr);
  CHECK(pipeline.foreign_at(stage)->id == "mine");
  CHECK(as_text(stage.bytes) == "abcd");
  const Data answer = bytes_of("acebdf");
  stage = pipeline.passed(stage.next, answer).value();
  REQUIRE(pipeline.advance(stage, scratch).ok());
  CHECK(pipeline.foreign_at(stage) == nullptr);
  CHECK(as_text(pipeline.elements(stage).value()) == "abcdef");
}

TEST_CASE("a pipeline bounds the size of encoded chunks") {
  const std::uint64_t most = kMaxChunkBytes / 8;
  CHECK(Pipeline::make(meta_of("<f8", {most}, {kBase64})).ok());
  CHECK(make_error(meta_of("<f8", {most + 1}, {kBase64})).code == Code::kLimitExceeded);
  CHECK(Pipeline::make(meta_of("<f8", {most + 1}, {})).ok());
  const std::uint64_t huge = std::uint64_t{1} << 62;
  CHECK(make_error(meta_of("<f8", {huge}, {})).code == Code::kLimitExceeded);
  CHECK(make_error(meta_of("<f8", {huge, huge}, {})).code == Code::kLimitExceeded);
  CHECK(make_error(meta_of("|O", {huge}, {kUtf8})).code == Code::kLimitExceeded);
}

TEST_CASE("objects in Fortran order are decoded where the codec keeps the order of memory") {
  constexpr std::string_view kJson2 = R"({"id": "json2"})";
  const auto in_fortran_order = [](ArrayMeta meta) {
    meta.axis_order =
        meta.chunks.size() == 2 ? std::vector<std::uint8_t>{1, 0} : std::vector<std::uint8_t>{};
    return meta;
  };
  CHECK(Pipeline::make(in_fortran_order(meta_of("|O", {2, 2}, {kUtf8}))).ok());
  CHECK(Pipeline::make(in_fortran_order(meta_of("|O", {4}, {kJson2}))).ok());
  CHECK(make_error(in_fortran_order(meta_of("|O", {2, 2}, {kJson2}))).code == Code::kUnsupported);
}

}  // namespace
}  // namespace chunkatlas::testing
