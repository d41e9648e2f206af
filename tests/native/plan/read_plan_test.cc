// Which requests a read makes. The numbers follow from the shapes; each test says how.
#include "plan/read_plan.h"

#include <catch2/catch_test_macros.hpp>

#include "base/outcome.h"
#include "plan/arrays.h"

namespace chunkatlas::testing {
namespace {

using Texts = std::vector<std::string>;

Texts requests(const Array& array, std::string_view selection) {
  return requests_of(plan_of(array, selection).value());
}

// A raw array of one chunk at offset 1000 of source 1, in C order.
Array contiguous(Lengths shape, std::string_view dtype) {
  Array array = array_of(shape, shape, dtype);
  StridedLayout layout{1, 1000, array.meta.dtype.itemsize, Strides(shape.size())};
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    layout.strides[axis] = static_cast<std::int64_t>(layout.length);
    layout.length *= shape[axis];
  }
  array.layout = layout;
  return array;
}

TEST_CASE("a window of rows is one request of exactly its bytes") {
  const Array array = contiguous({100, 10}, "<i2");
  const ReadPlan plan = plan_of(array, "[30:40]").value();
  CHECK(requests_of(plan) == Texts{"1:1600+200"});
  CHECK(plan.shape == Lengths{10, 10});
  CHECK(plan.elements == 100);
  CHECK(plan.unit == 2);
  CHECK(plan.bytes_wanted == 200);
  CHECK(plan.chunks == 1);
  CHECK(plan.is_covered);
  REQUIRE(plan.pieces.size() == 1);
  CHECK_FALSE(plan.pieces[0].is_encoded);
  CHECK(plan.pieces[0].begin == 0);
  CHECK(plan.pieces[0].length == 200);
  CHECK(plan.pieces[0].src_origin == 0);
  CHECK(plan.pieces[0].dst_origin == 0);
}

TEST_CASE("a window inside a giant chunk moves its rows only") {
  const Array array = contiguous({18000000, 384}, "<i2");
  // 30,000 rows of 768 bytes from row 3,000,000.
  CHECK(requests(array, "[3000000:3030000]") == Texts{"1:2304001000+23040000"});
  CHECK(plan_of(array, "[3000000:3030000]").value().bytes_wanted == 23040000);
}

TEST_CASE("neighbouring channels of a giant chunk come with the gaps between them") {
  const Array array = contiguous({18000000, 384}, "<i2");
  // 3 of 384 channels: the gaps of 762 bytes are smaller than a request is worth.
  const ReadPlan plan = plan_of(array, "[100:200, 5:8]").value();
  CHECK(requests_of(plan) == Texts{"1:77810+76038"});
  CHECK(plan.bytes_wanted == 600);
}

TEST_CASE("what is scattered widely is requests of its own") {
  // Rows of 80,000 bytes, 4 wanted of each: the gaps are beyond 32 KiB.
  CHECK(requests(contiguous({4, 20000}, "<i4"), "[:3, 7]") ==
        Texts{"1:1028+4", "1:81028+4", "1:161028+4"});
}

TEST_CASE("rows and columns in Fortran order change places") {
  Array array = array_of({100, 10}, {100, 10}, "<i2");
  array.meta.axis_order = {1, 0};
  array.layout = StridedLayout{1, 0, 2000, {2, 200}};
  CHECK(requests(array, "[:, 3:5]") == Texts{"1:600+400"});
  CHECK(requests(array, "[10, :]") == Texts{"1:20+1802"});
}

TEST_CASE("raw chunks in Fortran order are addressed in it") {
  Array array = array_of({8, 6}, {4, 6}, "<i2");
  array.meta.axis_order = {1, 0};
  set_chunks(array, {{0, range_at(0, 48)}, {1, range_at(100000, 48)}});
  // Within a chunk a column is 4 elements side by side.
  CHECK(requests(array, "[:, 2]") == Texts{"1:16+8", "1:100016+8"});
}

TEST_CASE("chunks that lie close together share a request") {
  Array array = array_of({4, 4}, {2, 2}, "<i2");
  set_codec(array, "zlib");
  set_chunks(array, {{0, range_at(100, 20)},
                     {1, range_at(120, 20)},
                     {2, range_at(32000, 20)},
                     {3, range_at(200000, 20)}});
  const ReadPlan plan = plan_of(array, "[]").value();
  CHECK(requests_of(plan) == Texts{"1:100+31920", "1:200000+20"});
  CHECK(plan.bytes_wanted == 80);
  CHECK(plan.chunks == 4);
  REQUIRE(plan.pieces.size() == 4);
  CHECK(plan.pieces[1].request == 0);
  CHECK(plan.pieces[1].begin == 20);
  CHECK(plan.pieces[1].length == 20);
  CHECK(plan.pieces[1].is_encoded);
  CHECK(plan.pieces[3].request == 1);
  CHECK(plan.pieces[3].chunk == 3);
}

TEST_CASE("only the chunks that are touched are asked for") {
  Array array = array_of({4, 4}, {2, 2}, "<i2");
  set_codec(array, "zlib");
  set_chunks(array, {{0, range_at(0, 20)}, {1, range_at(100000, 20)}, {3, range_at(300000, 20)}});
  CHECK(requests(array, "[0, 3]") == Texts{"1:100000+20"});
  CHECK(requests(array, "[3, 3]") == Texts{"1:300000+20"});
}

TEST_CASE("a step larger than a chunk leaves out what lies between") {
  Array array = array_of({1000}, {10}, "<i2");
  set_codec(array, "zlib");
  std::vector<ChunkRow> rows;
  for (std::uint64_t i = 0; i < 100; ++i) rows.push_back({i, range_at(i * 100000, 20)});
  set_chunks(array, rows);
  const ReadPlan plan = plan_of(array, "[5::400]").value();
  CHECK(requests_of(plan) == Texts{"1:0+20", "1:4000000+20", "1:8000000+20"});
  CHECK(plan.chunks == 3);
}

TEST_CASE("one range that several chunks share is asked for once") {
  Array array = array_of({4}, {2}, "<i2");
  set_codec(array, "zlib");
  set_chunks(array, {{0, range_at(50, 20)}, {1, range_at(50, 20)}});
  CHECK(requests(array, "[]") == Texts{"1:50+20"});
}

TEST_CASE("chunks of several sources are requests of each") {
  Array array = array_of({4}, {1}, "<i2");
  set_codec(array, "zlib");
  set_chunks(array, {{0, range_at(0, 5, 2)}, {1, range_at(0, 5, 1)}, {2, range_at(5, 5, 2)}});
  CHECK(requests(array, "[]") == Texts{"1:0+5", "2:0+10"});
}

TEST_CASE("the pieces of a split array are read as one, the last one short") {
  // LINDI: 300 rows of 28 bytes in pieces of 107 rows, the last of 86.
  Array array = array_of({300, 7}, {107, 7}, "<f4");
  set_chunks(array,
             {{0, range_at(4096, 2996)}, {1, range_at(7092, 2996)}, {2, range_at(10088, 2408)}});
  CHECK(requests(array, "[]") == Texts{"1:4096+8400"});
  CHECK(requests(array, "[100:110]") == Texts{"1:6896+280"});
  CHECK(requests(array, "[-1]") == Texts{"1:12468+28"});
}

TEST_CASE("a missing chunk asks for nothing, and leaves the fill value") {
  Array array = array_of({4}, {2}, "<i2");
  set_chunks(array, {{1, range_at(8, 4)}});
  const ReadPlan plan = plan_of(array, "[]").value();
  CHECK(requests_of(plan) == Texts{"1:8+4"});
  CHECK(plan.chunks == 2);
  CHECK(plan.missing == 1);
  CHECK_FALSE(plan.is_covered);
  CHECK(plan_of(array, "[2:]").value().is_covered);
  CHECK(plan_of(array, "[2:]").value().missing == 0);
  CHECK(requests(array, "[:2]").empty());
}

TEST_CASE("an encoded chunk that is a whole source is asked for as a whole, once") {
  Array array = array_of({4}, {1}, "<i2");
  set_codec(array, "zlib");
  set_chunks(array, {{0, whole_of(3)}, {1, whole_of(2)}, {2, whole_of(3)}, {3, range_at(1, 2, 2)}});
  CHECK(requests(array, "[]") == Texts{"2:1+2", "3:whole", "2:whole"});
}

TEST_CASE("of a raw chunk that is a whole source only what is wanted is asked for") {
  Array array = array_of({1000}, {500}, "<i2");
  set_chunks(array, {{0, whole_of(3)}, {1, whole_of(4)}});
  CHECK(requests(array, "[510:520]") == Texts{"4:20+20"});
}

TEST_CASE("in a store of files a chunk is a key that may be missing") {
  SourceTable sources;
  Array array = array_of({10, 10}, {5, 5}, "<i2");
  set_codec(array, "zlib");
  array.layout = ChunksLayout{KeyRule{"g/a/", '.'}};
  const ReadPlan plan = plan_of(array, "[7, :]", sources).value();
  CHECK(requests_of(plan) == Texts{"1:whole?", "2:whole?"});
  CHECK(sources.at(1).kind == Source::Kind::kKey);
  CHECK(sources.at(1).name == "g/a/1.0");
  CHECK(sources.at(2).name == "g/a/1.1");
  CHECK_FALSE(plan.is_covered);
}

TEST_CASE("in a store of files raw chunks are windows of keys, with the array's separator") {
  SourceTable sources;
  Array array = array_of({10, 10}, {5, 5}, "<i2");
  array.layout = ChunksLayout{KeyRule{"", '/'}};
  CHECK(requests_of(plan_of(array, "[7, 2:4]", sources).value()) == Texts{"1:24+4?"});
  CHECK(sources.at(1).name == "1/0");
}

TEST_CASE("inline bytes ask for nothing") {
  Array array = array_of({2, 2}, {2, 2}, "<i2");
  array.layout = InlineLayout{inline_at(70, 8)};
  const ReadPlan plan = plan_of(array, "[1, 0]").value();
  CHECK(plan.requests.empty());
  REQUIRE(plan.pieces.size() == 1);
  CHECK(plan.pieces[0].request == kInlineRequest);
  CHECK(plan.pieces[0].begin == 70);
  CHECK(plan.pieces[0].length == 8);
  CHECK(plan.pieces[0].src_origin == 4);
  CHECK(plan.bytes_wanted == 0);
}

TEST_CASE("inline chunks come after those that have to be fetched") {
  Array array = array_of({3}, {1}, "<i2");
  set_codec(array, "zlib");
  set_chunks(array, {{0, inline_at(0, 9)}, {1, range_at(5, 9)}, {2, inline_at(9, 9)}});
  const ReadPlan plan = plan_of(array, "[]").value();
  REQUIRE(plan.pieces.size() == 3);
  CHECK(plan.pieces[0].chunk == 1);
  CHECK(plan.pieces[1].chunk == 0);
  CHECK(plan.pieces[2].chunk == 2);
  CHECK(plan.pieces[2].is_encoded);
}

TEST_CASE("the dataset of another file cannot be read") {
  Array array = array_of({4}, {2}, "<i2");
  array.layout = ExternalLayout{1, "g/d"};
  const auto plan = plan_of(array, "[]");
  CHECK(outcome(plan) == "unsupported");
  CHECK(message_of(plan).find("g/d") != std::string::npos);
  CHECK(message_of(plan).find("u1") != std::string::npos);
}

TEST_CASE("a range too short for what is wanted is an error that names chunk and range") {
  Array array = array_of({8}, {4}, "<i2");
  set_chunks(array, {{0, range_at(100, 6)}, {1, range_at(200, 8)}});
  CHECK(requests(array, "[:3]") == Texts{"1:100+6"});
  const auto plan = plan_of(array, "[3]");
  CHECK(outcome(plan) == "invalid-reference");
  CHECK(plan.error().chunk == "0");
  CHECK(plan.error().source == 1);
  CHECK(plan.error().offset == 100);
  CHECK(plan.error().length == 6);
}

TEST_CASE("a range too long for its raw chunk is an error") {
  Array array = array_of({8, 8}, {4, 4}, "<i2");
  set_chunks(array, {{2, range_at(100, 33)}});
  const auto plan = plan_of(array, "[4, 0]");
  CHECK(outcome(plan) == "invalid-reference");
  CHECK(plan.error().chunk == "1.0");
}

TEST_CASE("inline bytes too long for their raw chunk are an error") {
  Array array = array_of({8}, {4}, "<i2");
  set_chunks(array, {{1, inline_at(0, 9)}});
  const auto plan = plan_of(array, "[4]");
  CHECK(outcome(plan) == "decode-failed");
  CHECK(plan.error().chunk == "1");
  CHECK(plan.error().source == kNoSource);
}

TEST_CASE("reversed axes ask for the same bytes, and are placed from the end") {
  const Array array = contiguous({10, 4}, "<i2");
  const ReadPlan plan = plan_of(array, "[5:2:-1, ::-1]").value();
  CHECK(requests_of(plan) == Texts{"1:1024+24"});
  REQUIRE(plan.pieces.size() == 1);
  // The first stored element is the last of the result.
  CHECK(plan.pieces[0].dst_origin == 22);
  CHECK(plan.src_strides == Strides{8, 2});
  CHECK(plan.dst_strides == Strides{-8, -2});
}

TEST_CASE("integers drop their axes, also of a scalar result") {
  const Array array = contiguous({10, 4}, "<i2");
  const ReadPlan plan = plan_of(array, "[3, -1]").value();
  CHECK(plan.shape.empty());
  CHECK(plan.elements == 1);
  CHECK(requests_of(plan) == Texts{"1:1030+2"});
}

TEST_CASE("an array without axes is its one element") {
  const Array array = contiguous({}, "<f8");
  const ReadPlan plan = plan_of(array, "[]").value();
  CHECK(plan.elements == 1);
  CHECK(plan.chunks == 1);
  CHECK(requests_of(plan) == Texts{"1:1000+8"});
}

TEST_CASE("an empty selection asks for nothing") {
  for (const Array& array : {contiguous({10, 4}, "<i2"), array_of({0, 4}, {1, 4}, "<i2")}) {
    const ReadPlan plan = plan_of(array, "[0:0]").value();
    CHECK(plan.shape == Lengths{0, 4});
    CHECK(plan.requests.empty());
    CHECK(plan.pieces.empty());
    CHECK(plan.elements == 0);
    CHECK(plan.is_covered);
  }
}

TEST_CASE("the unit of objects is an element") {
  Array array = array_of({4}, {2}, "|O");
  set_codec(array, "json2");
  set_chunks(array, {{0, range_at(0, 30)}, {1, range_at(30, 40)}});
  const ReadPlan plan = plan_of(array, "[1:3]").value();
  CHECK(plan.unit == 1);
  CHECK(plan.src_strides == Strides{1});
  REQUIRE(plan.pieces.size() == 2);
  CHECK(plan.pieces[0].src_origin == 1);
  CHECK(plan.pieces[1].dst_origin == 1);
}

TEST_CASE("chunks are named as Zarr names them") {
  const Array array = array_of({10, 10}, {3, 5}, "<i2");
  CHECK(chunk_name(0, array.meta, '.') == "0.0");
  CHECK(chunk_name(5, array.meta, '.') == "2.1");
  CHECK(chunk_name(7, array.meta, '/') == "3/1");
  CHECK(chunk_name(0, array_of({}, {}, "<i2").meta, '.') == "0");
}

}  // namespace
}  // namespace chunkatlas::testing
