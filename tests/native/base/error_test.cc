#include "base/error.h"

#include <catch2/catch_test_macros.hpp>
#include <set>

namespace chunkatlas::testing {
namespace {

TEST_CASE("every code has a name of its own") {
  std::set<std::string_view> names;
  for (int code = 0; code <= static_cast<int>(Code::kInternal); ++code) {
    names.insert(code_name(static_cast<Code>(code)));
  }
  const std::set<std::string_view> expected = {
      "invalid-argument",  "invalid-selection", "not-found",        "wrong-kind",
      "invalid-json",      "invalid-reference", "invalid-metadata", "unsupported",
      "unknown-codec",     "link-cycle",        "limit-exceeded",   "decode-failed",
      "checksum-mismatch", "short-read",        "internal"};
  CHECK(names == expected);
}

TEST_CASE("an error takes on the place that a caller knows") {
  const Error error =
      Error(Code::kDecodeFailed, "what").at_path("/a").at_chunk("3.0").at_range(2, 40, 8);
  CHECK(error.code == Code::kDecodeFailed);
  CHECK(error.message == "what");
  CHECK(error.path == "/a");
  CHECK(error.chunk == "3.0");
  CHECK(error.source == 2);
  CHECK(error.offset == 40);
  CHECK(error.length == 8);
}

TEST_CASE("the place that a deeper caller has named stays") {
  const Error error = Error(Code::kInternal, "")
                          .at_path("/deep")
                          .at_path("/shallow")
                          .at_chunk("1")
                          .at_chunk("2")
                          .at_range(0, 1, 2)
                          .at_range(3, 4, 5);
  CHECK(error.path == "/deep");
  CHECK(error.chunk == "1");
  CHECK(error.source == 0);
  CHECK(error.offset == 1);
  CHECK(error.length == 2);
}

TEST_CASE("a message is cut, but not within a letter") {
  const std::string letters(kMaxMessage, 'x');
  CHECK(Error(Code::kInternal, letters).message == letters);
  CHECK(Error(Code::kInternal, letters + "y").message == letters + "...");
  const std::string tail = letters.substr(1) + "\xe2\x82\xac";
  CHECK(Error(Code::kInternal, tail).message == letters.substr(1) + "...");
  CHECK(Error(Code::kInternal, std::string(10000, '\x80')).message == "...");
}

}  // namespace
}  // namespace chunkatlas::testing
