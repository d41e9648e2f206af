// What the codec tests share: files, numcodecs' fixtures, and decoding with a codec by its id.
//
// numcodecs' fixtures are in the folder that the environment variable CHUNKATLAS_NUMCODECS_FIXTURES
// names, else where scripts/setup-numcodecs-fixtures.sh puts them. A missing file fails the test.
#pragma once

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "base/base64.h"
#include "codec/registry.h"

namespace chunkatlas::testing {

using Data = std::vector<std::uint8_t>;

inline Data read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) FAIL("cannot read " << path);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline json::Value read_json(const std::filesystem::path& path) {
  const Data text = read_file(path);
  return json::parse(as_text(text)).value();
}

inline std::filesystem::path fixtures() { return CHUNKATLAS_FIXTURES; }

inline std::filesystem::path numcodecs_fixtures() {
  if (const char* folder = std::getenv("CHUNKATLAS_NUMCODECS_FIXTURES")) return folder;
  return fixtures() / "../../.toolchain/numcodecs-fixtures/fixture";
}

// Members of a JSON object that a fixture must have.
inline const json::Value& member(const json::Value& object, std::string_view name) {
  const json::Value* value = object.find(name);
  if (value == nullptr) FAIL("no member " << name);
  return *value;
}
inline const std::string& text(const json::Value& object, std::string_view name) {
  return *member(object, name).as_string();
}
inline std::uint64_t count(const json::Value& object, std::string_view name) {
  return *member(object, name).as_count();
}
inline Data base64(const json::Value& object, std::string_view name) {
  return decode_base64(text(object, name)).value();
}

// What scripts/goldens/codec_filters.py writes.
inline const json::Value& filters() {
  static const json::Value document = read_json(fixtures() / "codec/filters.json");
  return document;
}

inline std::unique_ptr<BytesDecoder> bytes_decoder_of(const json::Value& config) {
  const CodecEntry* entry = find_codec(text(config, "id"));
  REQUIRE(entry != nullptr);
  REQUIRE(entry->make_bytes != nullptr);
  return entry->make_bytes(config, DType{}).value();
}

inline std::unique_ptr<ObjectDecoder> object_decoder_of(const json::Value& config) {
  const CodecEntry* entry = find_codec(text(config, "id"));
  REQUIRE(entry != nullptr);
  REQUIRE(entry->make_object != nullptr);
  return entry->make_object(config, DType{}).value();
}

inline json::Value config(std::string_view text) { return json::parse(text).value(); }

// The decoded bytes. The input is in a block of its own size, so that a sanitizer sees any read
// beyond it.
inline Result<Data> decode(const BytesDecoder& decoder, Bytes in, SizeLimit limit) {
  const Data exact(in.begin(), in.end());
  Buffer out;
  TRY(decoder.decode(exact, limit, out));
  return Data(out.view().begin(), out.view().end());
}
inline Result<Data> decode(std::string_view config_text, Bytes in, SizeLimit limit) {
  return decode(*bytes_decoder_of(config(config_text)), in, limit);
}

inline Code code_of(const Result<Data>& result) {
  REQUIRE(!result.ok());
  return result.error().code;
}

// The code of a configuration that no decoder is made of.
inline Code code_of_config(std::string_view config_text) {
  const json::Value value = config(config_text);
  const auto made = find_codec(text(value, "id"))->make_bytes(value, DType{});
  REQUIRE(!made.ok());
  return made.error().code;
}

inline Data bytes_of(std::string_view characters) { return {characters.begin(), characters.end()}; }

inline Data joined(std::initializer_list<Data> parts) {
  Data all;
  for (const Data& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

inline Data u32(std::uint32_t value) {
  Data bytes(sizeof value);
  store_le(bytes.data(), value);
  return bytes;
}

}  // namespace chunkatlas::testing
