// tests/fixtures/codec/vectors.json: what numcodecs and HDF5 encode beyond numcodecs' fixtures.
#include "codec/fixtures.h"
#include "codec/pipeline.h"

namespace chunkatlas::testing {
namespace {

const json::Value& vectors() {
  static const json::Value document = read_json(fixtures() / "codec/vectors.json");
  return document;
}

const json::Array& rows(std::string_view name) { return *member(vectors(), name).as_array(); }

Data expected_bytes(const json::Value& row) {
  if (row.find("decoded") != nullptr) return base64(row, "decoded");
  Data source = base64(member(vectors(), "sources"), text(row, "source"));
  source.resize(count(row, "size"));
  return source;
}

std::string message(const Result<Data>& result) {
  return result.ok() ? "" : result.error().message;
}

TEST_CASE("vectors of bytes decode") {
  CHECK(rows("bytes").size() == 162);
  for (const json::Value& row : rows("bytes")) {
    CAPTURE(text(row, "name"));
    const Data encoded = base64(row, "encoded");
    const Data expected = expected_bytes(row);
    const auto decoder = bytes_decoder_of(member(row, "codec"));
    for (const SizeLimit limit :
         {SizeLimit{expected.size(), expected.size()}, SizeLimit{0, 2 * expected.size() + 1000},
          SizeLimit{expected.size() + 4, expected.size() + 1000}}) {
      const auto decoded = decode(*decoder, encoded, limit);
      CHECK(message(decoded) == "");
      const bool is_equal = decoded.ok() && decoded.value() == expected;
      CHECK(is_equal);
    }
  }
}

TEST_CASE("a part of what is decoded is that part") {
  for (const json::Value& row : rows("bytes")) {
    CAPTURE(text(row, "name"));
    const Data encoded = base64(row, "encoded");
    const Data expected = expected_bytes(row);
    const std::size_t size = expected.size();
    const auto decoder = bytes_decoder_of(member(row, "codec"));
    for (const ByteSpan wanted :
         {ByteSpan{0, size}, ByteSpan{size / 3, size / 3}, ByteSpan{size / 3, size - size / 4},
          ByteSpan{0, size / 2}, ByteSpan{size - size / 5, size}}) {
      Buffer out;
      REQUIRE(decoder->decode_part(encoded, {size, size}, wanted, out).ok());
      REQUIRE(out.size() == size);
      const auto begin = static_cast<std::ptrdiff_t>(wanted.begin);
      const auto end = static_cast<std::ptrdiff_t>(wanted.end);
      const bool is_equal =
          std::equal(expected.begin() + begin, expected.begin() + end, out.view().begin() + begin);
      CHECK(is_equal);
    }
  }
}

TEST_CASE("a decoder writes no more than its limit") {
  for (const json::Value& row : rows("bytes")) {
    CAPTURE(text(row, "name"));
    const Data expected = expected_bytes(row);
    if (expected.empty()) continue;
    const std::size_t max = expected.size() - 1;
    const auto decoded =
        decode(*bytes_decoder_of(member(row, "codec")), base64(row, "encoded"), {max, max});
    CHECK(message(decoded).find("decodes to more than") != std::string::npos);
    CHECK((!decoded.ok() && decoded.error().code == Code::kDecodeFailed));
  }
}

std::string expected_value(const json::Value& value) {
  if (const std::string* json_text = value.as_string()) {
    return json::to_text(config(*json_text), json::Style::kTagged);
  }
  std::string out;
  if (value.find("integer") != nullptr) {
    json::write_big_integer(text(value, "integer"), out);
    return out;
  }
  json::write_bytes(base64(value, "bytes"), out);
  return out;
}

TEST_CASE("vectors of objects decode") {
  CHECK(rows("objects").size() == 86);
  for (const json::Value& row : rows("objects")) {
    CAPTURE(text(row, "name"));
    const json::Array& expected = *member(row, "values").as_array();
    ObjectValues values = {"\"kept\""};
    const auto decoder = object_decoder_of(member(row, "codec"));
    const auto result = decoder->decode(base64(row, "encoded"), expected.size(), values);
    REQUIRE((result.ok() ? "" : result.error().message) == "");
    REQUIRE(values.size() == expected.size() + 1);
    CHECK(values[0] == "\"kept\"");
    for (std::size_t i = 0; i < expected.size(); ++i) {
      CHECK(values[i + 1] == expected_value(expected[i]));
    }
    for (const std::size_t wrong : {expected.size() + 1, expected.size() - 1}) {
      const auto miscounted = decoder->decode(base64(row, "encoded"), wrong, values);
      CHECK((!miscounted.ok() && miscounted.error().code == Code::kDecodeFailed));
    }
  }
}

ArrayMeta meta_of(const json::Value& row) {
  ArrayMeta meta;
  for (const json::Value& length : *member(row, "shape").as_array()) {
    meta.shape.push_back(*length.as_count());
  }
  meta.chunks = meta.shape;
  meta.dtype = parse_dtype(member(row, "dtype")).value();
  for (const json::Value& codec : *member(row, "codecs").as_array()) {
    meta.codecs.push_back({text(codec, "id"), codec});
  }
  return meta;
}

TEST_CASE("chunks of HDF5 files decode through their filters") {
  CHECK(rows("chunks").size() == 6);
  Scratch scratch;  // reused, as between chunks
  for (const json::Value& row : rows("chunks")) {
    CAPTURE(text(row, "name"));
    const Pipeline pipeline = Pipeline::make(meta_of(row)).value();
    const Data encoded = base64(row, "encoded");
    const Data expected = base64(row, "decoded");
    const Bytes decoded = pipeline.decode(encoded, scratch).value();
    const bool is_equal =
        std::equal(decoded.begin(), decoded.end(), expected.begin(), expected.end());
    CHECK(is_equal);
  }
}

}  // namespace
}  // namespace chunkatlas::testing
