// Reads whose chunks come to codecs that the core has not. The codecs of these tests turn every bit
// ("not") or put the bytes in reverse ("turn"), so that the encoded form is plain to see.
#include "session/memory.h"

namespace chunkatlas::testing {
namespace {

using Int16s = std::vector<std::int16_t>;
const std::vector<std::string> kForeign = {"not", "turn"};

Data turned(Data bytes) {
  std::reverse(bytes.begin(), bytes.end());
  return bytes;
}
Data inverted(Data bytes) {
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(~byte);
  return bytes;
}

// An array "a" of six int16 in chunks of two. Filters are a JSON list, in order of encoding.
std::string map_of(std::string_view filters, std::string_view refs) {
  std::string text = R"({"version": 1, "refs": {".zgroup": {"zarr_format": 2},
      "a/.zarray": {"zarr_format": 2, "order": "C", "dtype": "<i2", "fill_value": -1, "shape": [6],
                    "chunks": [2], "compressor": null, "filters": )";
  text.append(filters).append("}, ").append(refs).append("}}");
  return text;
}

constexpr std::string_view kNot = R"([{"id": "not", "level": 3}])";
constexpr std::string_view kAll = R"("a/0": ["d", 0, 4], "a/1": ["d", 4, 4], "a/2": ["d", 8, 4])";
const Int16s kValues = {10, 11, 12, 13, 14, 15};

Read planned_with(Opened& opened, std::vector<std::string> foreign = kForeign) {
  const NodeId node = opened.file.manifest().resolve("/a").value();
  return Read(opened.file.manifest(), node, "[]", std::move(foreign));
}

// Feeds all requests, and answers no job.
void fetch_all(Opened& opened, Read& read) {
  REQUIRE(read.poll() == Poll::kDone);
  read.begin();
  for (std::size_t i = 0; i < read.needs().size(); ++i) {
    const Need& need = read.needs()[i];
    read.feed(i, *fetch(opened.contents, opened.file.source(need.source), need));
  }
}

struct Taken {
  std::size_t piece;
  std::string id;
  std::size_t max;
  Data input;
};

std::vector<Taken> take(Read& read) {
  std::vector<Taken> taken;
  for (const DecodeJob& job : read.jobs()) {
    const Bytes input = job.input.view();
    taken.push_back(
        {job.piece, read.foreign_codec(job.step).id, job.max, Data(input.begin(), input.end())});
  }
  read.jobs_taken();
  return taken;
}

// Answers all jobs, the last first, and those that come of them.
void answer_all(Read& read) {
  while (!read.jobs().empty()) {
    std::vector<Taken> jobs = take(read);
    for (std::size_t i = jobs.size(); i-- > 0;) {
      const Taken& job = jobs[i];
      read.feed_decoded(job.piece, job.id == "not" ? inverted(job.input) : turned(job.input));
    }
  }
}

std::string outcome_of(Read& read) {
  switch (read.poll()) {
    case Poll::kDone:
      return "ok";
    case Poll::kNeed:
      return "waiting";
    case Poll::kError:
      break;
  }
  return std::string(code_name(read.error().code));
}

Int16s result_of(Read& read) {
  REQUIRE(outcome_of(read) == "ok");
  const Bytes bytes = read.finish().value();
  return numbers<std::int16_t>(Data(bytes.begin(), bytes.end()));
}

TEST_CASE("a read waits for the chunks that it cannot decode itself") {
  Opened opened(map_of(kNot, kAll), {{"d", inverted(bytes_of(kValues))}});
  Read read = planned_with(opened);
  fetch_all(opened, read);
  CHECK(read.poll() == Poll::kNeed);
  CHECK(json::to_text(read.foreign_codec(0).config, json::Style::kPython) ==
        R"({"id":"not","level":3})");

  const std::vector<Taken> jobs = take(read);
  REQUIRE(jobs.size() == 3);
  CHECK(read.jobs().empty());
  CHECK(jobs[1].input == inverted(bytes_of(Int16s{12, 13})));
  CHECK(jobs[1].max == 4);
  for (const std::size_t i : {2, 0, 1}) {
    CHECK(read.poll() == Poll::kNeed);
    read.feed_decoded(jobs[i].piece, inverted(jobs[i].input));
  }
  CHECK(result_of(read) == kValues);
}

TEST_CASE("inline chunks wait as well, and missing ones are fill") {
  Opened opened(map_of(kNot, R"("a/0": "base64:9f/0/w==", "a/2": ["d", 0, 4])"),
                {{"d", inverted(bytes_of(Int16s{14, 15}))}});
  Read read = planned_with(opened);
  REQUIRE(read.poll() == Poll::kDone);
  read.begin();
  CHECK(read.jobs().size() == 1);
  answer_all(read);
  CHECK(read.poll() == Poll::kNeed);
  read.feed(0,
            *fetch(opened.contents, opened.file.source(read.needs()[0].source), read.needs()[0]));
  answer_all(read);
  CHECK(result_of(read) == Int16s{10, 11, -1, -1, 14, 15});
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
      {R"([{"id": "turn"}, {"id": "not"}])", inverted({0, 11, 0, 10})},
      {R"([{"id": "not"}, {"id": "base64"}, {"id": "turn"}, {"id": "not"}])",
       inverted(turned(data_of("9f/0/w==")))},
  };
  for (const auto& [filters, stored] : cases) {
    CAPTURE(filters);
    const std::string size = std::to_string(stored.size());
    Opened opened(map_of(filters, "\"a/0\": [\"d\", 0, " + size + "]"), {{"d", stored}});
    Read read = planned_with(opened);
    fetch_all(opened, read);
    answer_all(read);
    CHECK(result_of(read) == Int16s{10, 11, -1, -1, -1, -1});
  }
}

TEST_CASE("objects behind a foreign codec") {
  std::string map = map_of(R"([{"id": "json2"}, {"id": "not"}])", R"("a/0": ["d"])");
  map.replace(map.find("\"<i2\""), 5, "\"|O\"");
  Opened opened(map, {{"d", inverted(data_of(R"(["x", "y", "|O", [2]])"))}});
  Read read = planned_with(opened);
  fetch_all(opened, read);
  CHECK(read.jobs()[0].max == std::size_t{64} << 20);
  answer_all(read);
  REQUIRE(outcome_of(read) == "ok");
  CHECK(read.objects() == R"(["x","y",-1,-1,-1,-1])");
}

TEST_CASE("decoded bytes of the wrong size are an error of the place") {
  for (const auto& [size, words] :
       {std::pair{3, "comes to 3 bytes instead of 4"}, std::pair{5, "decodes to more than 4 bytes"},
        std::pair{0, "comes to 0 bytes instead of 4"}}) {
    Opened opened(map_of(kNot, kAll), {{"d", Data(12)}});
    Read read = planned_with(opened);
    fetch_all(opened, read);
    read.feed_decoded(take(read)[1].piece, Data(static_cast<std::size_t>(size)));
    REQUIRE(outcome_of(read) == "decode-failed");
    CHECK(read.error().message.find(words) != std::string::npos);
    CHECK(read.error().path == "/a");
    CHECK(read.error().chunk == "1");
    CHECK(read.error().offset == 4);
    CHECK(read.error().length == 4);
  }
}

TEST_CASE("between two codecs a foreign one may produce somewhat more than the chunk has") {
  Opened opened(map_of(R"([{"id": "base64"}, {"id": "not"}])", kAll), {{"d", Data(12)}});
  Read read = planned_with(opened);
  fetch_all(opened, read);
  const Taken job = take(read)[0];
  CHECK(job.max == 2 * 4 + (std::size_t{1} << 20));
  read.feed_decoded(job.piece, Data(job.max + 1));
  CHECK(outcome_of(read) == "decode-failed");
}

TEST_CASE("a failure is told with its place, and the rest of the read is dropped") {
  Opened opened(map_of(kNot, kAll), {{"d", Data(12)}});
  Read read = planned_with(opened);
  fetch_all(opened, read);
  const std::vector<Taken> jobs = take(read);
  read.fail_decoded(jobs[2].piece, "it is Monday");
  REQUIRE(outcome_of(read) == "decode-failed");
  CHECK(read.error().message == "not: it is Monday");
  CHECK(read.error().chunk == "2");
  CHECK(read.error().offset == 8);
  read.feed_decoded(jobs[0].piece, Data(4));
  read.fail_decoded(jobs[1].piece, "later");
  CHECK(read.error().message == "not: it is Monday");
}

TEST_CASE("an answer that nobody waits for is a fault") {
  Opened opened(map_of(kNot, kAll), {{"d", Data(12)}});
  for (const bool is_failure : {false, true}) {
    Read read = planned_with(opened);
    fetch_all(opened, read);
    const std::size_t piece = take(read)[0].piece;
    read.feed_decoded(piece, Data(4));
    if (is_failure) {
      read.fail_decoded(piece, "again");
    } else {
      read.feed_decoded(piece, Data(4));
    }
    CHECK(outcome_of(read) == "internal");
  }
}

TEST_CASE("an id that nobody has is unknown, whatever others are foreign") {
  Opened opened(map_of(R"([{"id": "not"}, {"id": "nobody"}])", kAll));
  Read read = planned_with(opened);
  REQUIRE(outcome_of(read) == "unknown-codec");
  CHECK(read.error().message == "unknown codec \"nobody\"");
  Read none = planned_with(opened, {});
  CHECK(outcome_of(none) == "unknown-codec");
}

TEST_CASE("the core's codecs are its own, also where they are said to be foreign") {
  Opened opened(map_of(R"([{"id": "base64"}])", R"("a/0": "CgALAA==")"));
  Read read = planned_with(opened, {"base64"});
  fetch_all(opened, read);
  CHECK(result_of(read) == Int16s{10, 11, -1, -1, -1, -1});
}

TEST_CASE("a foreign codec cannot make objects") {
  std::string map = map_of(kNot, kAll);
  map.replace(map.find("\"<i2\""), 5, "\"|O\"");
  Opened opened(map);
  Read read = planned_with(opened);
  CHECK(outcome_of(read) == "unsupported");
}

}  // namespace
}  // namespace chunkatlas::testing
