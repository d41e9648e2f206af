// Any bytes as the head of a LINDI tar, and any text as its index.
//
//   build/fuzz/tar_index_fuzz -max_total_time=60
#include <cstdlib>
#include <string>

#include "refs/tar_index.h"

using namespace chunkatlas;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void check_member(const TarMember& member) {
  require(member.offset >= 512 && member.offset + member.size <= kMaxOffset);
}

// A head whose entry document is `text`.
std::string head_of(std::string_view text) {
  std::string head = ".tar_entry.json";
  head.resize(512, '\0');
  head.append(text.substr(0, 1024));
  head.resize(kTarHeadBytes, ' ');
  return head;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes bytes(data, size);
  (void)is_tar(bytes);
  if (size >= kTarHeadBytes) (void)find_tar_index(bytes);
  const Result<TarMember> place = find_tar_index(as_bytes(head_of(as_text(bytes))));
  if (place.ok()) check_member(place.value());
  const Result<TarIndex> index = TarIndex::parse(bytes, {2048, 1024});
  if (!index.ok()) return 0;
  require(index.value().find(".tar_index.json") != nullptr);
  for (const std::string_view name : {".tar_index.json", "lindi.json", "a", ""}) {
    if (const TarMember* member = index.value().find(name)) check_member(*member);
  }
  return 0;
}
