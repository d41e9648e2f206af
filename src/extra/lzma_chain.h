// A chain of raw filters as liblzma takes it, made of what the configuration states.
// Error: kInvalidMetadata for unknown filters, their options, and too many of them.
#pragma once

#include <lzma.h>

#include <array>
#include <span>

#include "extra/lzma.h"

namespace chunkatlas {

class LzmaChain {
 public:
  // Where the chain is, it stays: liblzma's filters point at their options.
  LzmaChain() = default;
  LzmaChain(const LzmaChain&) = delete;
  LzmaChain& operator=(const LzmaChain&) = delete;

  [[nodiscard]] Result<void> set(std::span<const LzmaFilter> filters);
  [[nodiscard]] const lzma_filter* filters() const { return filters_.data(); }

 private:
  union Options {
    lzma_options_lzma lzma;
    lzma_options_delta delta;
    lzma_options_bcj branch;
  };

  std::array<lzma_filter, LZMA_FILTERS_MAX + 1> filters_{};
  std::array<Options, LZMA_FILTERS_MAX> options_{};
};

}  // namespace chunkatlas
