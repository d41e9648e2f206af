// Tars as LINDI writes them, for tests: an entry, an index, and whatever members follow.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace chunkatlas::testing {

// What the index says of a member.
inline std::string tar_entry(std::string_view name, std::uint64_t header, std::uint64_t data,
                             std::uint64_t size) {
  return R"({"n": ")" + std::string(name) + R"(", "o": )" + std::to_string(header) + R"(, "d": )" +
         std::to_string(data) + R"(, "s": )" + std::to_string(size) + "}";
}

// The first 1536 bytes: the header of .tar_entry.json, and that document.
inline std::string tar_head(std::string_view document, std::string_view first = ".tar_entry.json",
                            std::string_view magic = "ustar") {
  std::string head(512, '\0');
  head.replace(0, first.size(), first);
  head.replace(257, magic.size(), magic);
  std::string padded(document);
  padded.resize(1024, ' ');
  return head + padded;
}

inline std::string padded_to_block(std::string text) {
  text.resize((text.size() + 511) / 512 * 512, '\0');
  return text;
}

using TarFiles = std::vector<std::pair<std::string, std::string>>;

// A tar with these members, whose index has `index_bytes` bytes. `more` are further entries of the
// index, each with a comma in front.
inline std::string lindi_tar(const TarFiles& files, std::string_view more = "",
                             std::size_t index_bytes = 2048) {
  std::string body;
  std::string entries = tar_entry(".tar_entry.json", 0, 512, 1024) + ", " +
                        tar_entry(".tar_index.json", 1536, 2048, index_bytes);
  for (const auto& [name, content] : files) {
    const std::uint64_t header = 2048 + index_bytes + body.size();
    entries += ", " + tar_entry(name, header, header + 512, content.size());
    body += std::string(512, '\0') + padded_to_block(content);
  }
  std::string index = "{\"files\": [" + entries + std::string(more) + "]}";
  index.resize(index_bytes, ' ');
  const std::string place = tar_entry(".tar_index.json", 1536, 2048, index_bytes);
  return tar_head("{\"index\": " + place + "}") + std::string(512, '\0') + index + body +
         std::string(1024, '\0');
}

}  // namespace chunkatlas::testing
