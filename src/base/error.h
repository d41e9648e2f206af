// What can go wrong in the core: a closed set of codes, a sentence, and the place.
//
// The same codes are `ErrorCode` in js/src/core/errors.ts; code_name() gives their common names.
// An error is made where it is found, and every caller that knows more of the place adds it. A
// sentence may quote what is wrong in full: it is cut to kMaxMessage bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace chunkatlas {

enum class Code : std::uint8_t {
  kInvalidArgument,
  kInvalidSelection,
  kNotFound,
  kWrongKind,
  kInvalidJson,
  kInvalidReference,
  kInvalidMetadata,
  kUnsupported,
  kUnknownCodec,
  kLinkCycle,
  kLimitExceeded,
  kDecodeFailed,
  kChecksumMismatch,
  kShortRead,
  kInternal,
};

[[nodiscard]] std::string_view code_name(Code code);

inline constexpr std::uint32_t kNoSource = 0xFFFFFFFF;

inline constexpr std::size_t kMaxMessage = 800;

struct [[nodiscard]] Error {
  Code code = Code::kInternal;
  std::string message;
  std::string path;                  // node, such as "/units/spike_times"; empty: unknown
  std::string chunk;                 // chunk coordinates, such as "3.0"; empty: unknown
  std::uint32_t source = kNoSource;  // index in the source table
  std::uint64_t offset = 0;          // bytes of that source
  std::uint64_t length = 0;

  Error(Code error_code, std::string text);
  // Not in line: errors are moved at every TRY, which is most of what that would compile to.
  Error(const Error& other);
  Error(Error&& other) noexcept;
  Error& operator=(const Error& other);
  Error& operator=(Error&& other) noexcept;
  ~Error();

  // The same error with the node named, unless a deeper caller has named one.
  Error at_path(std::string_view where) && {
    if (path.empty()) path = where;
    return std::move(*this);
  }
  Error at_chunk(std::string where) && {
    if (chunk.empty()) chunk = std::move(where);
    return std::move(*this);
  }
  Error at_range(std::uint32_t in, std::uint64_t from, std::uint64_t size) && {
    if (source != kNoSource) return std::move(*this);
    source = in;
    offset = from;
    length = size;
    return std::move(*this);
  }
};

}  // namespace chunkatlas
