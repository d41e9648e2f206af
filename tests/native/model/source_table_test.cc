#include "model/source_table.h"

#include <catch2/catch_test_macros.hpp>

namespace chunkatlas::testing {
namespace {

TEST_CASE("source 0 is what was opened") {
  const SourceTable sources;
  CHECK(sources.size() == 1);
  CHECK(sources.at(kOpenedSource).kind == Source::Kind::kOpened);
}

TEST_CASE("a source keeps the number that it was first given") {
  SourceTable sources;
  const SourceId a = sources.intern(Source::Kind::kUrl, "a");
  const SourceId b = sources.intern(Source::Kind::kUrl, "b");
  CHECK(sources.intern(Source::Kind::kUrl, "a") == a);
  CHECK(a != b);
  CHECK(sources.at(a).name == "a");
  CHECK(sources.at(b).kind == Source::Kind::kUrl);
  CHECK(sources.size() == 3);
}

TEST_CASE("a key and a URL of one name are two sources") {
  SourceTable sources;
  const SourceId url = sources.intern(Source::Kind::kUrl, "a");
  const SourceId key = sources.intern(Source::Kind::kKey, "a");
  CHECK(url != key);
  CHECK(sources.at(key).kind == Source::Kind::kKey);
}

TEST_CASE("a source can be renamed") {
  SourceTable sources;
  const SourceId id = sources.intern(Source::Kind::kUrl, "{{u}}/a");
  sources.rename(id, "https://h/a");
  CHECK(sources.at(id).name == "https://h/a");
  CHECK(sources.intern(Source::Kind::kUrl, "https://h/a") == id);
  CHECK(sources.intern(Source::Kind::kUrl, "{{u}}/a") != id);
}

TEST_CASE("of two sources with one name the first keeps it") {
  SourceTable sources;
  const SourceId first = sources.intern(Source::Kind::kUrl, "a");
  const SourceId second = sources.intern(Source::Kind::kUrl, "b");
  sources.rename(second, "a");
  CHECK(sources.at(second).name == "a");
  CHECK(sources.intern(Source::Kind::kUrl, "a") == first);
}

}  // namespace
}  // namespace chunkatlas::testing
