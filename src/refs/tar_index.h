// The index of a LINDI tar (.lindi.tar): where its members lie, without walking through them.
//
//   bytes 0 to 511      ustar header of the first member
//   bytes 512 to 1535   .tar_entry.json: {"index": {"n", "o", "d", "s"}}, where the index lies
//   .tar_index.json     {"files": [{"n": name, "o": header, "d": data, "s": size}, ...]}
//   lindi.json          the reference map
//
//   TarMember place = TRY(find_tar_index(head));            // head: the first kTarHeadBytes
//   TarIndex index = TRY(TarIndex::parse(index_text, place));
//
// The index and the map move to the end when they outgrow their place, so each is read where it is
// said to be. All JSON is padded with spaces. The headers further on are not looked at.
// Source: LINDI, lindi/tar/lindi_tar.py; POSIX.1-1988, ustar.
// Errors: kUnsupported (another tar), kInvalidJson, kInvalidMetadata (an index of another form,
// members that overlap), kLimitExceeded (an index of more than kMaxTarIndexBytes).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/bytes.h"
#include "base/result.h"

namespace chunkatlas {

inline constexpr std::size_t kTarHeadBytes = 1536;

// Parsed JSON takes some twenty times the memory of its text: half a million members.
inline constexpr std::uint64_t kMaxTarIndexBytes = std::uint64_t{64} << 20;

// Bytes of the tar that are the content of a member.
struct TarMember {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

// Whether a file that starts so is a tar, LINDI's or another.
[[nodiscard]] bool is_tar(Bytes head);

[[nodiscard]] Result<TarMember> find_tar_index(Bytes head);

class TarIndex {
 public:
  // `place` is where the index was found, which it has to state itself.
  [[nodiscard]] static Result<TarIndex> parse(Bytes text, TarMember place);

  // nullptr where there is no such member.
  [[nodiscard]] const TarMember* find(std::string_view name) const;

 private:
  std::unordered_map<std::string, TarMember> members_;
};

}  // namespace chunkatlas
