#include "codec/vlen_items.h"

#include "codec/decode_error.h"

namespace chunkatlas {

Result<std::vector<Bytes>> vlen_items(std::string_view codec, Bytes in, std::size_t count) {
  constexpr std::size_t kWord = sizeof(std::uint32_t);
  if (in.size() < kWord) return decode_failed(codec, "no header");
  const std::size_t stored = load_le<std::uint32_t>(in.data());
  in = in.subspan(kWord);
  if (stored != count) {
    return decode_failed(
        codec, std::to_string(stored) + " items where the chunk has " + std::to_string(count));
  }
  if (count > in.size() / kWord) return decode_failed(codec, "cut short");

  std::vector<Bytes> items;
  items.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    if (in.size() < kWord) return decode_failed(codec, "cut short");
    const std::size_t length = load_le<std::uint32_t>(in.data());
    in = in.subspan(kWord);
    if (length > in.size()) return decode_failed(codec, "cut short");
    items.push_back(in.first(length));
    in = in.subspan(length);
  }
  if (!in.empty()) return decode_failed(codec, "data after the last item");
  return items;
}

}  // namespace chunkatlas
