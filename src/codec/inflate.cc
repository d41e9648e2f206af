#include "codec/inflate.h"

#include <libdeflate.h>

#include <algorithm>

#include "codec/decode_error.h"

namespace chunkatlas {
namespace {

struct Wrapping {
  std::string_view name;
  decltype(&libdeflate_deflate_decompress_ex) run;
};
// By Wrapper.
constexpr Wrapping kWrappings[] = {{"deflate", libdeflate_deflate_decompress_ex},
                                   {"zlib", libdeflate_zlib_decompress_ex},
                                   {"gzip", libdeflate_gzip_decompress_ex}};

std::size_t first_capacity(Bytes in, SizeLimit limit, std::size_t used) {
  constexpr std::uint64_t kLikelyRatio = 4;
  const std::uint64_t guess =
      limit.expected > used ? limit.expected : used + in.size() * kLikelyRatio;
  return static_cast<std::size_t>(
      std::clamp<std::uint64_t>(guess, 1, std::max<std::size_t>(limit.max, 1)));
}

}  // namespace

void Inflater::Free::operator()(libdeflate_decompressor* decompressor) const {
  libdeflate_free_decompressor(decompressor);
}

Result<std::size_t> Inflater::run(Wrapper wrapper, Bytes in, SizeLimit limit, std::size_t used,
                                  Buffer& out) {
  const auto& [name, run] = kWrappings[static_cast<std::size_t>(wrapper)];
  if (decompressor_ == nullptr) decompressor_.reset(libdeflate_alloc_decompressor());
  if (decompressor_ == nullptr) return Error(Code::kLimitExceeded, "no memory to inflate");

  std::size_t capacity = first_capacity(in, limit, used);
  for (;;) {
    TRY(used == 0 ? out.resize(capacity) : out.grow(capacity));
    std::size_t consumed = 0;
    std::size_t produced = 0;
    const libdeflate_result result = run(decompressor_.get(), in.data(), in.size(),
                                         out.data() + used, capacity - used, &consumed, &produced);
    if (result == LIBDEFLATE_SUCCESS && used + produced <= limit.max) {
      TRY(out.grow(used + produced));
      return consumed;
    }
    if (result == LIBDEFLATE_BAD_DATA) {
      return decode_failed(name, "the stream is corrupt or cut short");
    }
    if (capacity >= limit.max) return decodes_to_more(name, limit.max);
    capacity = capacity > limit.max / 2 ? limit.max : capacity * 2;
  }
}

}  // namespace chunkatlas
