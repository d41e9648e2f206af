// Values against numcodecs are in vectors_test.cc and numcodecs_test.cc.
#include "codec/fixtures.h"

namespace chunkatlas::testing {
namespace {

Result<ObjectValues> values_of(std::string_view id, const Data& in, std::size_t count) {
  const Data exact(in.begin(), in.end());
  ObjectValues values;
  TRY(find_codec(id)->make_object(config("{}"), DType{}).value()->decode(exact, count, values));
  return values;
}

Data item(std::string_view characters) {
  return joined({u32(static_cast<std::uint32_t>(characters.size())), bytes_of(characters)});
}

TEST_CASE("vlen codecs read items of any length") {
  const Data in = joined({u32(3), item(""), item("ab"), item("c")});
  CHECK(values_of("vlen-utf8", in, 3).value() == ObjectValues{R"("")", R"("ab")", R"("c")"});
  CHECK(values_of("vlen-bytes", in, 3).value() ==
        ObjectValues{R"("\u0000b")", R"("\u0000bYWI=")", R"("\u0000bYw==")"});
}

TEST_CASE("vlen codecs refuse counts and lengths that lie") {
  for (const char* id : {"vlen-utf8", "vlen-bytes"}) {
    CAPTURE(id);
    const auto refused = [&](const Data& in, std::size_t count) {
      const auto result = values_of(id, in, count);
      return !result.ok() && result.error().code == Code::kDecodeFailed;
    };
    CHECK(refused({}, 1));
    CHECK(refused({1, 0, 0}, 1));
    CHECK(refused(u32(1), 1));
    CHECK(refused(joined({u32(2), item("a")}), 2));
    CHECK(refused(joined({u32(1), item("a")}), 2));
    CHECK(refused(joined({u32(2), item("a"), item("b")}), 1));
    CHECK(refused(joined({u32(1), item("a"), {0}}), 1));
    CHECK(refused(joined({u32(1), u32(2), {'a'}}), 1));
    CHECK(refused(joined({u32(1), u32(0xFFFFFFFF), {'a'}}), 1));
    CHECK(refused(joined({u32(0xFFFFFFFF), item("a")}), 0xFFFFFFFF));
    CHECK(refused(joined({u32(2), item("abcd"), {0, 0}}), 2));
  }
}

TEST_CASE("vlen-utf8 takes UTF-8 and nothing else") {
  const auto is_taken = [](std::string_view characters) {
    return values_of("vlen-utf8", joined({u32(1), item(characters)}), 1).ok();
  };
  for (const char* good :
       {"\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
        "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    CHECK(is_taken(good));
  }
  for (const char* bad :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC2\x41", "\xE0\x9F\xBF", "\xE2\x82",
        "\xE2\x82\x41", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF0\x9F\x98", "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80", "\xFF"}) {
    CHECK(!is_taken(bad));
  }
}

}  // namespace
}  // namespace chunkatlas::testing
