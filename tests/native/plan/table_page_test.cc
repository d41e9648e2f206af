#include "plan/table_page.h"

#include <catch2/catch_test_macros.hpp>

#include "base/outcome.h"
#include "plan/packed_rows.h"

namespace chunkatlas::testing {
namespace {

PageNeed need_of(std::uint64_t first, std::uint64_t rows) {
  return {.id = {}, .name = "x/refs.3.parq", .where = {Location::Kind::kRange, 1, first, rows}};
}

Result<Page> read(const PackedRows& packed, std::uint64_t rows = 10) {
  return read_table_page(need_of(0, rows), packed.bytes());
}

PackedRows sound() {
  return {{{0}, {1, 0, 3}, {2, 40, 8, 1}, {2, 0, 0, 0}, {1, 0, 0}, {1, 0, 2}},
          {"a.h5", "https://h/b.h5"},
          "abcde"};
}

TEST_CASE("rows are missing, inline, ranges and whole sources") {
  const Page page = read(sound()).value();
  REQUIRE(page.entries.size() == 6);
  CHECK(page.urls == std::vector<std::string>{"a.h5", "https://h/b.h5"});
  CHECK(page.entries[0].kind == Location::Kind::kMissing);
  CHECK(page.entries[1].kind == Location::Kind::kInline);
  CHECK(page.entries[1].length == 3);
  CHECK(page.entries[2].kind == Location::Kind::kRange);
  CHECK(page.entries[2].source == 1);
  CHECK(page.entries[2].offset == 40);
  CHECK(page.entries[2].length == 8);
  CHECK(page.entries[3].kind == Location::Kind::kWhole);
  CHECK(page.entries[3].source == 0);
  CHECK(page.entries[4].length == 0);
  CHECK(as_text(Bytes(page.bytes).subspan(page.entries[5].offset, 2)) == "de");
}

TEST_CASE("a table may end before the rows that were asked for, but not before the first") {
  CHECK(read(sound(), 6).ok());
  const Result<Page> none = read_table_page(need_of(400, 10), PackedRows{}.bytes());
  CHECK(outcome(none) == "invalid-reference");
  CHECK(message_of(none) == "table \"x/refs.3.parq\" has no row 400");
}

TEST_CASE("a range that no file has is an error that names table and row") {
  constexpr std::uint64_t kMinusOne = ~std::uint64_t{0};
  for (const PackedRows::Row row :
       {PackedRows::Row{2, kMinusOne, 8}, PackedRows::Row{2, 8, kMinusOne},
        PackedRows::Row{2, kMaxOffset, 1}}) {
    const Result<Page> page =
        read_table_page(need_of(100, 4), PackedRows{{{0}, row}, {"u"}, ""}.bytes());
    CHECK(outcome(page) == "invalid-reference");
    CHECK(message_of(page).starts_with("row 101 of table \"x/refs.3.parq\": no file has "));
  }
}

TEST_CASE("bytes that are cut anywhere, or have some behind them, are no page") {
  const std::vector<std::uint8_t> bytes = sound().bytes();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CHECK(outcome(read_table_page(need_of(0, 10), Bytes(bytes).first(size))) == "internal");
  }
  std::vector<std::uint8_t> longer = bytes;
  longer.push_back(0);
  CHECK(outcome(read_table_page(need_of(0, 10), longer)) == "internal");
}

TEST_CASE("counts that do not fit the bytes are no page") {
  for (std::size_t field = 0; field < 4; ++field) {
    std::vector<std::uint8_t> bytes = sound().bytes();
    for (std::size_t i = 0; i < 4; ++i) bytes[field * 4 + i] = 0xFF;
    CHECK(outcome(read_table_page(need_of(0, 10), bytes)) == "internal");
  }
}

TEST_CASE("rows that contradict the rest are no page") {
  CHECK(outcome(read(sound(), 5)) == "internal");                   // more than were asked for
  CHECK(outcome(read({{{3}}, {}, ""})) == "internal");              // of no kind
  CHECK(outcome(read({{{2, 0, 4, 1}}, {"u"}, ""})) == "internal");  // of no URL
  CHECK(outcome(read({{{1, 0, 3}}, {}, "ab"})) == "internal");      // beyond the inline bytes
  CHECK(outcome(read({{{1, 0, ~std::uint64_t{0}}}, {}, "ab"})) == "internal");
  CHECK(outcome(read({{{1, 0, 1}}, {}, "ab"})) == "internal");  // bytes of no row
}

TEST_CASE("ends of URLs that go back, or beyond the text, are no page") {
  const std::size_t ends = 16 + 20;  // of one row
  for (const std::uint8_t end : {std::uint8_t{9}, std::uint8_t{0}}) {
    std::vector<std::uint8_t> bytes = PackedRows{{{0}}, {"ab", "c"}, ""}.bytes();
    bytes[ends + (end == 0 ? 4 : 0)] = end;
    CHECK(outcome(read_table_page(need_of(0, 10), bytes)) == "internal");
  }
}

}  // namespace
}  // namespace chunkatlas::testing
