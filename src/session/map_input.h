// The bytes of a map on their way to refs/: in parts, cut anywhere, and perhaps compressed.
//
//   MapInput input(options);
//   input.feed(part); ...
//   KeyTable table = TRY(input.finish());
//
// Plain text is read as it comes; compressed text when all of it is there (session/map_text.h).
// Errors: kLimitExceeded (more than kMaxMapBytes), those of map_text() and of refs/. The first one
// stays, and what comes after it is dropped.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "refs/reference_map.h"
#include "session/map_text.h"

namespace chunkatlas {

class MapInput {
 public:
  explicit MapInput(const MapOptions& options) : reader_(std::make_unique<MapReader>(options)) {}

  void feed(Bytes part);
  [[nodiscard]] bool is_broken() const { return error_.has_value(); }
  // To be called once.
  [[nodiscard]] Result<KeyTable> finish();

 private:
  enum class Kind { kUnknown, kPlain, kPacked };

  [[nodiscard]] Result<void> add(Bytes part);

  std::unique_ptr<MapReader> reader_;
  Kind kind_ = Kind::kUnknown;
  std::uint64_t size_ = 0;
  std::vector<std::uint8_t> kept_;  // while the kind is not known, and of compressed text all
  std::optional<Error> error_;
};

}  // namespace chunkatlas
