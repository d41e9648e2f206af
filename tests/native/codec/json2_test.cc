// Values against numcodecs are in vectors_test.cc and numcodecs_test.cc.
#include "codec/fixtures.h"

namespace chunkatlas::testing {
namespace {

Result<ObjectValues> values_of(std::string_view id, std::string_view in, std::size_t count) {
  const Data exact = bytes_of(in);
  ObjectValues values;
  TRY(find_codec(id)->make_object(config("{}"), DType{}).value()->decode(exact, count, values));
  return values;
}

void check_refused(std::string_view id, std::string_view in, std::size_t count) {
  CAPTURE(in);
  const auto result = values_of(id, in, count);
  REQUIRE(!result.ok());
  CHECK(result.error().code == Code::kDecodeFailed);
}

TEST_CASE("json2 takes lists apart as deep as its shape, and no deeper") {
  CHECK(values_of("json2", R"([[1,2],[3,4],"|O",[2,2]])", 4).value() ==
        ObjectValues{"1", "2", "3", "4"});
  CHECK(values_of("json2", R"([[1,2],[3,4],"|O",[2]])", 2).value() ==
        ObjectValues{"[1,2]", "[3,4]"});
  CHECK(values_of("json2", R"([[[1],[2]],"|O",[1,2,1]])", 2).value() == ObjectValues{"1", "2"});
  CHECK(values_of("json2", R"([[1,2],"|O",[]])", 1).value() == ObjectValues{"[1,2]"});
}

TEST_CASE("json2 writes what JSON lacks as tagged text") {
  CHECK(values_of("json2", R"([NaN,{"a":-Infinity},9007199254740993,"|O",[3]])", 3).value() ==
        ObjectValues{R"("\u0000nNaN")", R"({"a":"\u0000n-Infinity"})",
                     R"("\u0000i9007199254740993")"});
}

TEST_CASE("json2 refuses lists unlike their shape") {
  check_refused("json2", "", 1);
  check_refused("json2", "[", 1);
  check_refused("json2", "{}", 1);
  check_refused("json2", "[]", 1);
  check_refused("json2", R"(["|O"])", 1);
  check_refused("json2", R"([1,"|O",2])", 1);
  check_refused("json2", R"([1,"|O",[-1]])", 1);
  check_refused("json2", R"([1,"|O",["1"]])", 1);
  check_refused("json2", R"([1,2,"|O",[1]])", 1);
  check_refused("json2", R"([1,"|O",[2]])", 2);
  check_refused("json2", R"([1,2,"|O",[2]])", 3);
  check_refused("json2", R"([[1,2],[3],"|O",[2,2]])", 4);
  check_refused("json2", R"([[1,2],3,"|O",[2,2]])", 4);
  check_refused("json2", R"([1,"|O",[4294967296,4294967296]])", 1);
  check_refused("json2", R"([[],[],"|O",[2,0]])", 1);
  check_refused("json2", std::string(100000, '['), 1);
}

TEST_CASE("json, without a shape, takes lists apart until there are enough elements") {
  CHECK(values_of("json", R"([1,2,"|O"])", 2).value() == ObjectValues{"1", "2"});
  CHECK(values_of("json", R"([[1,2],[3,4],"|O"])", 4).value() == ObjectValues{"1", "2", "3", "4"});
  CHECK(values_of("json", R"([[1,2],[3,4],"|O"])", 2).value() == ObjectValues{"[1,2]", "[3,4]"});
  check_refused("json", R"([[1,2],[3,4],"|O"])", 3);
  check_refused("json", R"([[1,2],[3],"|O"])", 3);
  check_refused("json", R"(["|O"])", 1);
  check_refused("json", R"([[[]],"|O"])", 2);
  check_refused("json", "[]", 1);
}

TEST_CASE("json2 reads UTF-8 only") {
  const auto make = find_codec("json2")->make_object;
  CHECK(make(config(R"({"encoding": "UTF-8"})"), DType{}).ok());
  CHECK(make(config(R"({"encoding": "ascii"})"), DType{}).ok());
  CHECK(make(config(R"({"encoding": "utf-16"})"), DType{}).error().code == Code::kUnsupported);
  CHECK(make(config(R"({"encoding": 8})"), DType{}).error().code == Code::kInvalidMetadata);
}

}  // namespace
}  // namespace chunkatlas::testing
