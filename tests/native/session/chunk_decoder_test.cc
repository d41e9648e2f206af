// Chunks decoded apart from any read, from metadata or from the recipe that is made of it, and
// codecs that the core has not. Those of these tests turn every bit ("not") or put the bytes in
// reverse
// ("turn"), so that the encoded form is plain to see.
#include "session/chunk_decoder.h"

#include "session/memory.h"
#include "session/recipe.h"

namespace chunkatlas::testing {
namespace {

using Int16s = std::vector<std::int16_t>;
const std::vector<std::string> kForeign = {"not", "turn"};

Data turned(Bytes bytes) { return {bytes.rbegin(), bytes.rend()}; }
Data inverted(Bytes bytes) {
  Data out(bytes.begin(), bytes.end());
  for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>(~byte);
  return out;
}
Data copy_of(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

const Foreign kCodecs = {{"not", inverted}, {"turn", turned}};

// An array "a" of six int16 in chunks of two. Filters are a JSON list, in order of encoding.
std::string map_of(std::string_view filters, std::string_view refs) {
  std::string text = R"({"version": 1, "refs": {".zgroup": {"zarr_format": 2},
      "a/.zarray": {"zarr_format": 2, "order": "C", "dtype": "<i2", "fill_value": -1, "shape": [6],
                    "chunks": [2], "compressor": null, "filters": )";
  text.append(filters).append("}, ").append(refs).append("}}");
  return text;
}

ArrayMeta meta_of(std::string_view dtype, const std::vector<std::string>& codecs,
                  std::vector<std::uint64_t> chunks = {2}) {
  ArrayMeta meta;
  meta.shape = meta.chunks = std::move(chunks);
  meta.dtype = parse_dtype(json::parse(dtype).value()).value();
  for (const std::string& text : codecs) {
    json::Value config = json::parse(text).value();
    meta.codecs.push_back({*config.find("id")->as_string(), config});
  }
  return meta;
}

ChunkDecoder decoder_of(const ArrayMeta& meta) {
  return ChunkDecoder::make(meta, kForeign).value();
}

constexpr std::string_view kNot = R"([{"id": "not", "level": 3}])";
constexpr std::string_view kAll = R"("a/0": ["d", 0, 4], "a/1": ["d", 4, 4], "a/2": ["d", 8, 4])";

Result<Data> read_foreign(Opened& opened, std::vector<std::string> foreign = kForeign) {
  const NodeId node = opened.file.manifest().resolve("/a").value();
  Read read(opened.file.manifest(), node, "[]", std::move(foreign));
  if (read.poll() == Poll::kError) return read.error();
  Assembly assembly(read, kCodecs);
  TRY(run(opened, read, assembly));
  return assembly.bytes();
}

TEST_CASE("elements come out as results have them") {
  ChunkDecoder big = decoder_of(meta_of(R"(">i2")", {}));
  CHECK_FALSE(big.is_native());
  CHECK(copy_of(big.decode(Data{1, 2, 3, 4}).value().bytes) == Data{2, 1, 4, 3});
  CHECK(copy_of(big.convert(Data{1, 2}).value()) == Data{2, 1});
  ChunkDecoder half = decoder_of(meta_of(R"(">f2")", {}));
  CHECK(half.stored_unit() == 2);
  CHECK(half.unit() == 4);
  CHECK(numbers<float>(copy_of(half.decode(Data{0x3C, 0, 0, 1}).value().bytes)) ==
        std::vector<float>{1.0F, 0x1p-24F});
  ChunkDecoder structure = decoder_of(meta_of(R"([["a", ">i2"], ["b", "<i2"]])", {}, {1}));
  CHECK(copy_of(structure.decode(Data{1, 2, 3, 4}).value().bytes) == Data{2, 1, 3, 4});
  for (const std::string_view dtype : {R"("<i2")", R"("|u1")", R"([["a", "<i2"], ["b", "|S3"]])"}) {
    CHECK(decoder_of(meta_of(dtype, {})).is_native());
  }
}

TEST_CASE("a decoder serves chunk after chunk") {
  ChunkDecoder decoder = decoder_of(meta_of(R"("<i2")", {R"({"id": "base64"})"}));
  for (int round = 0; round < 3; ++round) {
    CHECK(copy_of(decoder.decode(data_of("CgALAA==")).value().bytes) == bytes_of(Int16s{10, 11}));
    CHECK(outcome(decoder.decode(data_of("CgA="))) == "decode-failed");
  }
}

TEST_CASE("a recipe makes the same decoder") {
  const ArrayMeta metas[] = {
      meta_of(R"(">i2")", {R"({"id": "delta", "dtype": ">i2"})", R"({"id": "base64"})"}),
      meta_of(R"([["a", ">i2", [2, 1]], ["b \u00e9", [["c", "|S3"]]], ["d", "<M8[25us]"]])", {}),
      meta_of(R"("|O")", {R"({"id": "json2", "x": NaN})"}),
      meta_of(R"("<U3")", {}, {}),
  };
  for (ArrayMeta meta : metas) {
    meta.axis_order = {1, 0};
    if (!meta.codecs.empty()) meta.codecs[0].may_skip = true;
    const std::string recipe = recipe_of(meta);
    CAPTURE(recipe);
    const ArrayMeta made = parse_recipe(recipe).value();
    CHECK(recipe_of(made) == recipe);
    CHECK(made.chunks == meta.chunks);
    CHECK(made.axis_order == meta.axis_order);
    CHECK(json::to_text(describe_dtype(made.dtype), json::Style::kPython) ==
          json::to_text(describe_dtype(meta.dtype), json::Style::kPython));
    REQUIRE(made.codecs.size() == meta.codecs.size());
    for (std::size_t i = 0; i < made.codecs.size(); ++i) {
      CHECK(made.codecs[i].id == meta.codecs[i].id);
      CHECK(made.codecs[i].may_skip == meta.codecs[i].may_skip);
    }
  }
  CHECK(copy_of(ChunkDecoder::make(parse_recipe(recipe_of(metas[0])).value())
                    .value()
                    .decode(data_of("AAEAAQ=="))
                    .value()
                    .bytes) == bytes_of(Int16s{1, 2}));
}

TEST_CASE("a text that is no recipe is an error") {
  for (const std::string_view text :
       {"", "[]", "{}", R"({"chunks": [2], "axisOrder": [], "dtype": "<i2"})",
        R"({"chunks": [-2], "axisOrder": [], "dtype": "<i2", "codecs": []})",
        R"({"chunks": [2], "axisOrder": [], "dtype": "<i2", "codecs": [{"id": "zlib"}]})",
        R"({"chunks": [2], "axisOrder": [], "dtype": "<q2", "codecs": []})"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_recipe(text).ok());
  }
}

TEST_CASE("a chunk stops at a codec that the core has not") {
  ChunkDecoder decoder = decoder_of(meta_of(R"("<i2")", {R"({"id": "not", "level": 3})"}));
  const Data stored = {1, 2, 3, 4};
  const Decoded waiting = decoder.decode(stored).value();
  REQUIRE(waiting.foreign != nullptr);
  CHECK(json::to_text(waiting.foreign->config, json::Style::kPython) ==
        R"({"id":"not","level":3})");
  CHECK(waiting.max == 4);
  CHECK(copy_of(waiting.bytes) == stored);
  const Data made = {9, 8, 7, 6};
  const Decoded done = decoder.resume(waiting.step, made).value();
  CHECK(done.foreign == nullptr);
  CHECK(copy_of(done.bytes) == made);
}

TEST_CASE("foreign codecs stand anywhere among the others, and behind each other") {
  // base64 of the bytes; the core's own codec.
  const std::string letters = "CgALAA==";
  const struct {
    std::string_view filters;
    Data stored;
  } cases[] = {
      {R"([{"id": "base64"}, {"id": "not"}])", inverted(data_of(letters))},
      {R"([{"id": "turn"}, {"id": "base64"}])", data_of("AAsACg==")},
      {R"([{"id": "turn"}, {"id": "not"}])", inverted(Data{0, 11, 0, 10})},
      {R"([{"id": "not"}, {"id": "base64"}, {"id": "turn"}, {"id": "not"}])",
       inverted(turned(data_of("9f/0/w==")))},
  };
  for (const auto& [filters, stored] : cases) {
    CAPTURE(filters);
    const std::string size = std::to_string(stored.size());
    Opened opened(map_of(filters, "\"a/0\": [\"d\", 0, " + size + "]"), {{"d", stored}});
    CHECK(numbers<std::int16_t>(read_foreign(opened).value()) == Int16s{10, 11, -1, -1, -1, -1});
  }
}

TEST_CASE("inline chunks come to foreign codecs as well, and missing ones are fill") {
  Opened opened(map_of(kNot, R"("a/0": "base64:9f/0/w==", "a/2": ["d", 0, 4])"),
                {{"d", inverted(bytes_of(Int16s{14, 15}))}});
  CHECK(numbers<std::int16_t>(read_foreign(opened).value()) == Int16s{10, 11, -1, -1, 14, 15});
}

TEST_CASE("objects behind a foreign codec") {
  ChunkDecoder decoder = decoder_of(meta_of(R"("|O")", {R"({"id": "json2"})", R"({"id": "not"})"}));
  const Decoded waiting = decoder.decode(Data{1}).value();
  CHECK(waiting.max == std::size_t{64} << 20);
  const Data made = data_of(R"(["x", "y", "|O", [2]])");
  const Decoded done = decoder.resume(waiting.step, made).value();
  CHECK(decoder.objects(done).value() == R"(["x","y"])");
}

TEST_CASE("foreign bytes of the wrong size are an error") {
  ChunkDecoder decoder = decoder_of(meta_of(R"("<i2")", {R"({"id": "not"})"}));
  for (const auto& [size, words] :
       {std::pair{3, "comes to 3 bytes instead of 4"}, std::pair{5, "decodes to more than 4 bytes"},
        std::pair{0, "comes to 0 bytes instead of 4"}}) {
    const Decoded waiting = decoder.decode(Data(4)).value();
    const auto done = decoder.resume(waiting.step, Data(static_cast<std::size_t>(size)));
    CHECK(outcome(done) == "decode-failed");
    CHECK(message_of(done).find(words) != std::string::npos);
  }
}

TEST_CASE("between two codecs a foreign one may produce somewhat more than the chunk has") {
  ChunkDecoder decoder =
      decoder_of(meta_of(R"("<i2")", {R"({"id": "base64"})", R"({"id": "not"})"}));
  const Decoded waiting = decoder.decode(Data(4)).value();
  CHECK(waiting.max == 2 * 4 + (std::size_t{1} << 20));
  CHECK(outcome(decoder.resume(waiting.step, Data(waiting.max + 1))) == "decode-failed");
}

TEST_CASE("an id that nobody has is unknown, whatever others are foreign") {
  Opened opened(map_of(R"([{"id": "not"}, {"id": "nobody"}])", kAll));
  const auto unknown = read_foreign(opened);
  CHECK(outcome(unknown) == "unknown-codec");
  CHECK(message_of(unknown) == "unknown codec \"nobody\"");
  CHECK(outcome(read_foreign(opened, {})) == "unknown-codec");
}

TEST_CASE("the core's codecs are its own, also where they are said to be foreign") {
  Opened opened(map_of(R"([{"id": "base64"}])", R"("a/0": "CgALAA==")"));
  CHECK(numbers<std::int16_t>(read_foreign(opened, {"base64"}).value()) ==
        Int16s{10, 11, -1, -1, -1, -1});
}

TEST_CASE("a decoder elsewhere has no foreign codecs") {
  for (const auto& [filters, has_foreign] :
       {std::pair{kNot, true}, {"[{\"id\": \"base64\"}]", false}}) {
    Opened opened(map_of(filters, kAll));
    const NodeId node = opened.file.manifest().resolve("/a").value();
    Read read(opened.file.manifest(), node, "[]", kForeign);
    REQUIRE(read.poll() == Poll::kDone);
    CHECK(read.has_foreign() == has_foreign);
  }
}

TEST_CASE("a foreign codec cannot make objects") {
  std::string map = map_of(kNot, kAll);
  map.replace(map.find("\"<i2\""), 5, "\"|O\"");
  Opened opened(map);
  CHECK(outcome(read_foreign(opened)) == "unsupported");
}

}  // namespace
}  // namespace chunkatlas::testing
