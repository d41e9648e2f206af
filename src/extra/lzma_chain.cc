#include "extra/lzma_chain.h"

#include <limits>
#include <string>

namespace chunkatlas {
namespace {

Error invalid(std::string what) {
  return Error(Code::kInvalidMetadata, "lzma: " + std::move(what));
}

// An option is stated by the metadata or stays as it is.
Result<void> overrule(std::uint32_t& option, std::uint64_t stated, const char* name) {
  if (stated == kUnstated) return {};
  if (stated > std::numeric_limits<std::uint32_t>::max()) {
    return invalid(std::string(name) + " " + std::to_string(stated) + " of a filter");
  }
  option = static_cast<std::uint32_t>(stated);
  return {};
}

Result<void> set_lzma(const LzmaFilter& filter, lzma_options_lzma& options) {
  std::uint32_t preset = LZMA_PRESET_DEFAULT;
  TRY(overrule(preset, filter.preset, "preset"));
  if (lzma_lzma_preset(&options, preset)) return invalid("preset " + std::to_string(preset));
  TRY(overrule(options.dict_size, filter.dict_size, "dict_size"));
  TRY(overrule(options.lc, filter.lc, "lc"));
  TRY(overrule(options.lp, filter.lp, "lp"));
  return overrule(options.pb, filter.pb, "pb");
}

}  // namespace

Result<void> LzmaChain::set(std::span<const LzmaFilter> filters) {
  if (filters.size() > LZMA_FILTERS_MAX) {
    return invalid("a chain of " + std::to_string(filters.size()) + " filters");
  }
  for (std::size_t i = 0; i < filters.size(); ++i) {
    const LzmaFilter& filter = filters[i];
    Options& options = options_[i];
    switch (filter.id) {
      case LZMA_FILTER_LZMA1:
      case LZMA_FILTER_LZMA2:
        options.lzma = {};
        TRY(set_lzma(filter, options.lzma));
        break;
      case LZMA_FILTER_DELTA:
        options.delta = {};
        options.delta.type = LZMA_DELTA_TYPE_BYTE;
        options.delta.dist = LZMA_DELTA_DIST_MIN;
        TRY(overrule(options.delta.dist, filter.dist, "dist"));
        break;
      case LZMA_FILTER_X86:
      case LZMA_FILTER_POWERPC:
      case LZMA_FILTER_IA64:
      case LZMA_FILTER_ARM:
      case LZMA_FILTER_ARMTHUMB:
      case LZMA_FILTER_SPARC:
        options.branch = {};
        TRY(overrule(options.branch.start_offset, filter.start_offset, "start_offset"));
        break;
      default:
        return invalid("a filter of the unknown id " + std::to_string(filter.id));
    }
    filters_[i] = {filter.id, &options};
  }
  filters_[filters.size()] = {LZMA_VLI_UNKNOWN, nullptr};
  return {};
}

}  // namespace chunkatlas
