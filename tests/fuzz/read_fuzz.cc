// A file from its first byte to the values of its arrays. Every source holds the same few bytes.
//
// The input is what was opened; its last byte chooses how replies are cut short.
//
//   build/fuzz/read_fuzz -max_total_time=60
#include <algorithm>
#include <cstdlib>

#include "base/checked.h"
#include "session/assembly.h"
#include "session/describe.h"
#include "session/file.h"

using namespace chunkatlas;

namespace {

// Larger chunks and results are sound, but would only slow the search down.
constexpr std::uint64_t kMaxBytes = std::uint64_t{1} << 16;
constexpr NodeId kMaxNodes = 32;

void require(bool condition) {
  if (!condition) std::abort();
}

std::vector<std::uint8_t> reply_to(const Need& need, std::uint8_t cut) {
  const std::uint64_t length = need.is_whole ? 40 : std::min(need.length, kMaxBytes);
  std::vector<std::uint8_t> bytes(length);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i * 7);
  if (cut % 8 == 7 && !bytes.empty()) bytes.resize(bytes.size() - 1);
  return bytes;
}

bool open(File& file, Bytes input, std::uint8_t cut) {
  while (true) {
    const Poll poll = file.poll();
    if (poll != Poll::kNeed) return poll == Poll::kDone;
    const std::vector<Need> needs(file.needs().begin(), file.needs().end());
    require(!needs.empty());
    for (std::size_t i = needs.size(); i-- > 0;) {
      const Source::Kind kind = file.source(needs[i].source).kind;
      if (kind == Source::Kind::kUrl) {
        file.feed(i, reply_to(needs[i], cut));
      } else if (needs[i].is_whole) {
        file.feed(i, input);
      } else {
        file.feed(i, input.first(std::min<std::uint64_t>(input.size(), needs[i].length)));
      }
    }
  }
}

bool is_small(const Array& array) {
  const auto elements = checked_product(array.meta.chunks);
  const auto bytes =
      elements ? checked_multiply(*elements, array.meta.dtype.itemsize + 1) : std::nullopt;
  return array.meta.codecs.empty() || (bytes && *bytes <= kMaxBytes);
}

void read(File& file, NodeId node, std::string selection, std::uint8_t cut) {
  Read read(file.manifest(), node, std::move(selection));
  while (read.poll() == Poll::kNeed) {
    for (std::size_t i = read.needs().size(); i-- > 0;) {
      const Need need = read.needs()[i];
      if (need.is_optional && cut % 3 == 0) {
        read.feed_missing(i);
      } else {
        read.feed(i, reply_to(need, cut));
      }
    }
  }
  if (read.poll() == Poll::kError) {
    require(!read.error().path.empty());
    return;
  }
  const ReadPlan& plan = read.plan();
  if (plan.elements * plan.unit > kMaxBytes || plan.requests.size() > 1000) return;
  if (cut % 4 == 1) read.drop(std::vector<std::uint8_t>(plan.pieces.size(), cut & 1));
  testing::Assembly assembly(read);
  bool is_sound = assembly.begin().ok();
  for (std::uint32_t i = 0; is_sound && i < plan.requests.size(); ++i) {
    const Request& request = plan.requests[i];
    if (request.is_optional && cut % 3 == 0) continue;
    const Need need{.length = request.length, .is_whole = request.is_whole};
    is_sound = assembly.feed(i, reply_to(need, cut)).ok();
  }
  if (is_sound) require(json::parse(assembly.objects()).ok());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::uint8_t cut = data[size - 1];
  const bool is_store = cut % 5 == 4;
  File file({.name = is_store ? "a.zarr" : "", .template_overrides = {}});
  if (!open(file, {data, size - 1}, cut)) return 0;
  Manifest& manifest = file.manifest();
  for (NodeId id = 0; id < std::min<std::size_t>(manifest.size(), kMaxNodes); ++id) {
    (void)describe_node(manifest, manifest.at(id).path);
    if (manifest.at(id).kind != NodeKind::kArray) continue;
    const Result<const Array*> array = manifest.array(id);
    if (!array.ok() || !is_small(*array.value())) continue;
    read(file, id, "", cut);
    read(file, id, "[...,::-2]", cut);
    read(file, id, "[1:3]", cut);
  }
  return 0;
}
