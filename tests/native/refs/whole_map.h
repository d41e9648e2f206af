// A map whose text is all there.
#pragma once

#include <string_view>

#include "refs/reference_map.h"

namespace chunkatlas::testing {

inline Result<KeyTable> read_reference_map(std::string_view text, const MapOptions& options) {
  MapReader reader(options);
  TRY(reader.feed(text));
  return reader.finish();
}

}  // namespace chunkatlas::testing
