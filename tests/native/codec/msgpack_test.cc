// Values against numcodecs are in vectors_test.cc and numcodecs_test.cc.
#include "codec/fixtures.h"

namespace chunkatlas::testing {
namespace {

using namespace std::string_literals;

Result<ObjectValues> values_of(std::string_view id, std::string_view in, std::size_t count,
                               std::string_view settings = "{}") {
  const Data exact = bytes_of(in);
  ObjectValues values;
  TRY(find_codec(id)->make_object(config(settings), DType{}).value()->decode(exact, count, values));
  return values;
}

Code code_of(std::string_view id, std::string_view in, std::size_t count) {
  const auto result = values_of(id, in, count);
  REQUIRE(!result.ok());
  return result.error().code;
}

// [value, "|O", [1]]
std::string one(const std::string& value) { return "\x93" + value + "\xA2|O\x91\x01"; }

TEST_CASE("msgpack2 takes arrays apart as deep as its shape, and no deeper") {
  CHECK(values_of("msgpack2", "\x94\x92\x01\x02\x92\x03\x04\xA2|O\x92\x02\x02", 4).value() ==
        ObjectValues{"1", "2", "3", "4"});
  CHECK(values_of("msgpack2", "\x94\x92\x01\x02\x92\x03\x04\xA2|O\x91\x02", 2).value() ==
        ObjectValues{"[1,2]", "[3,4]"});
  CHECK(values_of("msgpack2", "\x93\x92\x01\x02\xA2|O\x90", 1).value() == ObjectValues{"[1,2]"});
}

TEST_CASE("msgpack, without a shape, takes arrays apart until there are enough elements") {
  CHECK(values_of("msgpack", "\x93\x01\xA1z\xA2|O", 2).value() == ObjectValues{"1", R"("z")"});
  CHECK(values_of("msgpack", "\x93\x92\x01\x02\x92\x03\x04\xA2|O", 4).value() ==
        ObjectValues{"1", "2", "3", "4"});
  CHECK(values_of("msgpack", "\x93\x92\x01\x02\x92\x03\x04\xA2|O", 2).value() ==
        ObjectValues{"[1,2]", "[3,4]"});
  CHECK(code_of("msgpack", "\x93\x92\x01\x02\x91\x03\xA2|O", 3) == Code::kDecodeFailed);
  CHECK(code_of("msgpack", "\x91\xA2|O", 1) == Code::kDecodeFailed);
  CHECK(code_of("msgpack", "\x92" + std::string(100000, '\x91') + "\x01\xA2|O", 2) ==
        Code::kDecodeFailed);
}

TEST_CASE("msgpack2 refuses arrays unlike their shape") {
  for (const std::string& bad : {""s,
                                 "\x01"s,
                                 "\x90"s,
                                 "\x91\x90"s,
                                 "\x92\xA2|O\x90"s,
                                 "\x93\x01\xA2|O\x01"s,
                                 "\x93\x01\xA2|O\x91\xFF"s,
                                 "\x93\x01\xA2|O\x91\xA1"
                                 "1"s,
                                 "\x93\x01\xA2|O\x91\x02"s,
                                 "\x94\x01\x02\xA2|O\x91\x01"s,
                                 "\x93\x01\xA2|O\x92\x01\x02"s,
                                 one("\x01") + "\x01",
                                 "\x93\x01\xA2|O\x91\xCF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s,
                                 "\xDD\xFF\xFF\xFF\xFF\x01"s,
                                 "\x93\xDD\xFF\xFF\xFF\xFF\xA2|O\x91\x01"s,
                                 "\x93\xDF\xFF\xFF\xFF\xFF\xA2|O\x91\x01"s,
                                 "\x93\xDB\xFF\xFF\xFF\xFFz\xA2|O\x91\x01"s,
                                 "\x93\xC6\xFF\xFF\xFF\xFFz\xA2|O\x91\x01"s,
                                 one("\xC1"),
                                 one("\xA1\xFF")}) {
    CAPTURE(bad);
    CHECK(code_of("msgpack2", bad, 1) == Code::kDecodeFailed);
  }
  const std::string good =
      one("\x82\xA1"
          "a\xCB\x3F\xF8\0\0\0\0\0\0\xA1"
          "b\xCD\x01\x02"s);
  REQUIRE(values_of("msgpack2", good, 1).value() == ObjectValues{R"({"a":1.5,"b":258})"});
  for (std::size_t size = 0; size < good.size(); ++size) {
    CHECK(code_of("msgpack2", std::string_view(good).substr(0, size), 1) == Code::kDecodeFailed);
  }
}

TEST_CASE("msgpack2 refuses what has no word in JSON") {
  for (const std::string& refused :
       {one("\xD4\x01\x00"s), one("\xD6\xFF\x00\x00\x00\x00"s), one("\xC7\x01\x05z"s),
        one("\x81\x01\x02"), one("\x81\xC0\x02"), one("\x81\xC4\x01\xFF\x02")}) {
    CAPTURE(refused);
    CHECK(code_of("msgpack2", refused, 1) == Code::kUnsupported);
  }
}

TEST_CASE("msgpack2 reads values nested up to a limit") {
  CHECK(values_of("msgpack2", one(std::string(json::kMaxDepth - 1, '\x91') + "\x90"), 1).ok());
  CHECK(code_of("msgpack2", one(std::string(json::kMaxDepth, '\x91') + "\x90"), 1) ==
        Code::kLimitExceeded);
  CHECK(code_of("msgpack2", one(std::string(1000000, '\x91') + "\x90"), 1) == Code::kLimitExceeded);
}

TEST_CASE("msgpack2 gives texts as bytes where they are raw") {
  const std::string in = one("\x81\xA1k\xA1v");
  CHECK(values_of("msgpack2", in, 1).value() == ObjectValues{R"({"k":"v"})"});
  CHECK(values_of("msgpack2", in, 1, R"({"raw": true})").value() ==
        ObjectValues{R"({"k":"\u0000bdg=="})"});
  CHECK(find_codec("msgpack2")->make_object(config(R"({"raw": 1})"), DType{}).error().code ==
        Code::kInvalidMetadata);
  CHECK(find_codec("msgpack")
            ->make_object(config(R"({"encoding": "utf-16"})"), DType{})
            .error()
            .code == Code::kUnsupported);
}

}  // namespace
}  // namespace chunkatlas::testing
