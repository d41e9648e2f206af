#include "model/key_table.h"

#include <catch2/catch_test_macros.hpp>

namespace chunkatlas::testing {
namespace {

TEST_CASE("keys keep their order, and may come again") {
  KeyTable table;
  table.add("b/0", {Location::Kind::kRange, 1, 40, 8});
  table.add("a", {Location::Kind::kWhole, 2, 0, 0});
  table.add("b/0", {Location::Kind::kRange, 1, 50, 9});
  REQUIRE(table.size() == 3);
  CHECK(table.key(0) == "b/0");
  CHECK(table.key(1) == "a");
  CHECK(table.key(2) == "b/0");
  CHECK(table.where(2).offset == 50);
}

TEST_CASE("inline values are the bytes that were given, NULs and all") {
  KeyTable table;
  const std::string_view value("a\0\xff", 3);
  table.add_inline("x", as_bytes(value));
  table.add_inline("empty", {});
  CHECK(table.where(0).kind == Location::Kind::kInline);
  CHECK(as_text(table.inline_bytes(table.where(0))) == value);
  CHECK(table.inline_bytes(table.where(1)).empty());
}

TEST_CASE("bytes that were fetched take the place of a range") {
  KeyTable table;
  table.add(".zattrs", {Location::Kind::kRange, 1, 40, 8});
  table.add_inline("x", as_bytes("kept"));
  table.set_inline(0, as_bytes("{}"));
  CHECK(table.key(0) == ".zattrs");
  CHECK(as_text(table.inline_bytes(table.where(0))) == "{}");
  CHECK(as_text(table.inline_bytes(table.where(1))) == "kept");
}

TEST_CASE("leading slashes are dropped, other letters are ordinary") {
  KeyTable table;
  table.add("//a/0", {});
  table.add("/", {});
  table.add("__proto__/a b#%/\xc3\xa9/..//", {});
  CHECK(table.key(0) == "a/0");
  CHECK(table.key(1).empty());
  CHECK(table.key(2) == "__proto__/a b#%/\xc3\xa9/..//");
}

}  // namespace
}  // namespace chunkatlas::testing
