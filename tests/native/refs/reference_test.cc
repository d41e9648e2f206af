// Every form of a value. Expected meanings are fsspec's, except where a comment says otherwise.
#include "refs/reference.h"

#include <catch2/catch_test_macros.hpp>

#include "base/outcome.h"
#include "refs/rows.h"

namespace chunkatlas::testing {
namespace {

Result<KeyTable> added(std::string_view key, std::string_view value,
                       const std::optional<std::string>& target = std::nullopt) {
  KeyTable table;
  TRY(add_reference(key, json::parse(value).value(), target, table));
  return table;
}

Rows rows(std::string_view key, std::string_view value) {
  return rows_of(added(key, value).value());
}

TEST_CASE("a text is its bytes as UTF-8") {
  CHECK(rows("a", R"("text")") == Rows{"a=text"});
  CHECK(rows("a", R"("é")") == Rows{"a=\xc3\xa9"});
  CHECK(rows("a", R"("")") == Rows{"a="});
  CHECK(rows("a", R"("\u0002\u0000x")") == Rows{std::string("a=\x02\0x", 5)});
  CHECK(rows("a", R"("Base64:AQI=")") == Rows{"a=Base64:AQI="});
}

TEST_CASE("a text with the prefix base64: is decoded") {
  CHECK(rows("a", R"("base64:AQI=")") == Rows{"a=\x01\x02"});
  CHECK(rows("a", R"("base64:AQ\nI=\n")") == Rows{"a=\x01\x02"});
  CHECK(rows("a", R"("base64:")") == Rows{"a="});
}

TEST_CASE("a list of a URL is the whole source") {
  CHECK(rows("a", R"(["u"])") == Rows{"a@u"});
  CHECK(rows("a", R"(["a b#%.bin"])") == Rows{"a@a b#%.bin"});
}

TEST_CASE("a list of three is a range") {
  CHECK(rows("a", R"(["u", 40, 8])") == Rows{"a@u:40+8"});
  CHECK(rows("a", R"(["u", 40.0, 8.0])") == Rows{"a@u:40+8"});
  CHECK(rows("a", R"(["u", 4294967296000, 4294967296])") == Rows{"a@u:4294967296000+4294967296"});
  CHECK(rows("a", R"(["u", 9007199254740991, 0])") == Rows{"a@u:9007199254740991+0"});
}

TEST_CASE("a range of no bytes is empty, and not the whole source") {
  CHECK(rows("a", R"(["u", 0, 0])") == Rows{"a@u:0+0"});
}

// fsspec has no such form; the Virtual Data Standards text has.
TEST_CASE("an object that names a source is a range of it") {
  CHECK(rows("a/0", R"({"ref": "u", "offset": 40, "size": 8})") == Rows{"a/0@u:40+8"});
  CHECK(rows("a/0", R"({"size": 8, "ref": "u"})") == Rows{"a/0@u:0+8"});
  CHECK(rows("a/0", R"({"path": "u", "offset": 40, "length": 8})") == Rows{"a/0@u:40+8"});
  CHECK(rows("a/0", R"({"ref": "u"})") == Rows{"a/0@u"});
}

TEST_CASE("any other object is its JSON") {
  CHECK(rows("a/.zgroup", R"({"zarr_format": 2})") == Rows{"a/.zgroup={\"zarr_format\":2}"});
  CHECK(rows("a", R"({"x": [1, NaN]})") == Rows{"a={\"x\":[1,NaN]}"});
  CHECK(rows("a", R"({"ref": "u", "offset": 1, "size": 2, "x": 3})") ==
        Rows{"a={\"ref\":\"u\",\"offset\":1,\"size\":2,\"x\":3}"});
  CHECK(rows("a", R"({})") == Rows{"a={}"});
}

TEST_CASE("an object under a metadata key is the document, whatever its members") {
  for (const std::string key :
       {".zattrs", "a/.zattrs", "a/.zarray", "a/.zgroup", ".zmetadata", "a/zarr.json"}) {
    CHECK(rows(key, R"({"ref": "u", "size": 2})") == Rows{key + "={\"ref\":\"u\",\"size\":2}"});
  }
}

TEST_CASE("numbers in a document stay what they are") {
  CHECK(rows(".zarray", R"({"fill_value": 18446744073709551615})") ==
        Rows{".zarray={\"fill_value\":18446744073709551615}"});
  CHECK(rows(".zarray", R"({"fill_value": -0.0})") == Rows{".zarray={\"fill_value\":-0.0}"});
}

// fsspec fails on null.
TEST_CASE("null adds nothing") { CHECK(rows("a", "null").empty()); }

TEST_CASE("null in place of a URL is the target") {
  CHECK(rows_of(added("a", "[null]", "t").value()) == Rows{"a@t"});
  CHECK(rows_of(added("a", "[null, 40, 8]", "t").value()) == Rows{"a@t:40+8"});
  CHECK(rows_of(added("a", "[\"u\", 40, 8]", "t").value()) == Rows{"a@u:40+8"});
  CHECK(outcome(added("a", "[null, 40]", "t")) == "invalid-reference");
  CHECK(outcome(added("a", "[null, null, 8]", "t")) == "invalid-reference");
  CHECK(outcome(added("a", "[null]", "")) == "invalid-reference");
}

TEST_CASE("without a target, null in place of a URL is an error that says so") {
  for (const std::string_view value : {"[null]", "[null, 0, 5]"}) {
    CHECK(outcome(added("a/0", value)) == "invalid-reference");
    CHECK(message_of(added("a/0", value)).find("target") != std::string::npos);
    CHECK(message_of(added("a/0", value)).find("a/0") != std::string::npos);
  }
}

TEST_CASE("a leading slash is no part of a key") {
  CHECK(rows("/a/0", R"(["u", 40, 8])") == Rows{"a/0@u:40+8"});
  CHECK(rows("/.zgroup", R"({"ref": "u", "size": 2})") ==
        Rows{".zgroup={\"ref\":\"u\",\"size\":2}"});
}

TEST_CASE("one URL is one source") {
  KeyTable table;
  for (const char* key : {"a/0", "a/1", "b/0"}) {
    CHECK(add_reference(key, json::parse(R"(["u", 0, 1])").value(), std::nullopt, table).ok());
  }
  CHECK(table.sources.size() == 2);
}

TEST_CASE("anything else is an error that names the key") {
  for (const std::string_view value : {"5",
                                       "-1.5",
                                       "true",
                                       "NaN",
                                       "[]",
                                       "[\"u\", 1]",
                                       "[\"u\", 1, 2, 3]",
                                       "[null]",
                                       "[null, 0, 5]",
                                       "[5]",
                                       "[5, 0, 1]",
                                       "[\"\"]",
                                       "[\"\", 0, 1]",
                                       "[[\"u\"], 0, 1]",
                                       "[\"u\", -1, 8]",
                                       "[\"u\", 0, -1]",
                                       "[\"u\", \"0\", 1]",
                                       "[\"u\", 0, \"1\"]",
                                       "[\"u\", 0.5, 1]",
                                       "[\"u\", 0, 1.5]",
                                       "[\"u\", null, 1]",
                                       "[\"u\", 0, null]",
                                       "[\"u\", true, 1]",
                                       "[\"u\", NaN, 1]",
                                       "[\"u\", 0, Infinity]",
                                       "[\"u\", 0, 9007199254740992]",
                                       "[\"u\", 9007199254740991, 1]",
                                       "[\"u\", 18446744073709551615, 18446744073709551615]",
                                       "[\"u\", 0, 1e300]",
                                       "{\"ref\": \"u\", \"offset\": 3}",
                                       "{\"ref\": \"u\", \"offset\": -3, \"size\": 1}",
                                       "{\"ref\": \"u\", \"size\": \"1\"}",
                                       "\"base64:AQI\"",
                                       "\"base64:AQ-_\"",
                                       "\"base64:é\""}) {
    CAPTURE(value);
    const Result<KeyTable> result = added("some/key/0", value);
    CHECK(outcome(result) == "invalid-reference");
    CHECK(message_of(result).find("some/key/0") != std::string::npos);
  }
}

TEST_CASE("the length of a key is bounded, and an error names no more than its beginning") {
  const std::string key(100000, 'k');
  const Result<KeyTable> result = added(key, R"("x")");
  CHECK(outcome(result) == "limit-exceeded");
  CHECK(message_of(result).size() < 1000);
  CHECK(added(std::string(1 << 16, 'k'), R"("x")").ok());
  CHECK(message_of(added(std::string(1 << 16, 'k'), "5")).size() < 1000);
}

}  // namespace
}  // namespace chunkatlas::testing
